import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/**
 * A text with signatures in the format of https://c2sp.org/signed-note, which the tools of other transparency logs can
 * read. Keys are Ed25519.
 */
export interface NoteKey {
  readonly name: string;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Buffer;
}

const ED25519 = 1;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const MAXIMUM_NOTE_LENGTH = 65_536;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY_TEXT = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/;

/** `NAME+ID+KEY`, the form that Go's `note` package and related tools read. */
export function noteKeyText(key: NoteKey): string {
  const encoded = Buffer.concat([Buffer.of(ED25519), key.publicKey]).toString('base64');
  return `${key.name}+${keyIdOf(key).toString('hex')}+${encoded}`;
}

/** Returns undefined if the text is not a key of this form, or if the id does not belong to the key. */
export function parseNoteKey(text: string): NoteKey | undefined {
  const [, name = '', id, encoded = ''] = KEY_TEXT.exec(text.trim()) ?? [];
  const bytes = strictBase64(encoded);
  if (id === undefined || bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== ED25519) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  return keyIdOf(key).toString('hex') === id ? key : undefined;
}

/** The first bytes of a hash. The id only helps to find the key. It proves nothing. */
function keyIdOf({ name, publicKey }: NoteKey): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(publicKey).digest();
  return hash.subarray(0, KEY_ID_BYTES);
}

/** The text must end with a newline. Everything before the signatures must too. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  const id = keyIdOf({ name, publicKey: publicBytesOf(createPublicKey(privateKey)) });
  return `${text}\n\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

export function publicBytesOf(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
}

export type OpenedNote = { readonly text: string } | { readonly problem: 'no note' | 'not signed by this key' };

/** Returns the text if the key signed it. Signatures of other keys, such as those of witnesses, are ignored. */
export function openNote(note: string, key: NoteKey): OpenedNote {
  const end = note.lastIndexOf('\n\n');
  if (note.length > MAXIMUM_NOTE_LENGTH || end < 0 || !note.endsWith('\n')) return { problem: 'no note' };
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map((line) => SIGNATURE_LINE.exec(line));
  if (!signatures.every((found) => strictBase64(found?.[2] ?? ''))) return { problem: 'no note' };
  const ofKey = signatures
    .filter((found) => found?.[1] === key.name)
    .map((found) => strictBase64(found?.[2] ?? ''))
    .filter((bytes) => bytes?.subarray(0, KEY_ID_BYTES).equals(keyIdOf(key)));
  const isSigned =
    ofKey.length > 0 && ofKey.every((bytes) => bytes && isSignature(text, bytes.subarray(KEY_ID_BYTES), key));
  return isSigned ? { text } : { problem: 'not signed by this key' };
}

function isSignature(text: string, signature: Buffer, { publicKey }: NoteKey): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return verify(null, Buffer.from(text), createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

/**
 * Returns undefined for base64 that can be written in more than one way. Otherwise two different texts would mean the
 * same.
 */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined;
}
