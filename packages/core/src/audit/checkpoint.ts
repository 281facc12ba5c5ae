import type { KeyObject } from 'node:crypto';
import { HASH_BYTES } from './merkle-tree.ts';
import { type NoteKey, openNote, signNote, strictBase64 } from './signed-note.ts';

/** How long the log was, and the root of its tree then: https://c2sp.org/tlog-checkpoint. */
export interface Checkpoint {
  /** Which log: the host of the server's address and `/audit`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** As `registry.example.com/audit`. A path of the address stays in it. */
export function checkpointOrigin(publicUrl: string): string {
  const { host, pathname } = new URL(publicUrl);
  return `${host}${pathname.replace(/\/$/, '')}/audit`;
}

export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, origin, privateKey);
}

export type OpenedCheckpoint = Checkpoint | { readonly problem: 'no checkpoint' | 'not signed by this key' };

/** Errors are named: a checkpoint that another key signed is not one that was damaged. */
export function openCheckpoint(note: string, key: NoteKey): OpenedCheckpoint {
  const opened = openNote(note, key);
  if ('problem' in opened) return { problem: opened.problem === 'no note' ? 'no checkpoint' : opened.problem };
  return parseCheckpoint(opened.text) ?? { problem: 'no checkpoint' };
}

/** What it says, no matter who signed it. Lines that follow are for others. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = ''] = text.split('\n');
  const root = strictBase64(encoded);
  if (origin === '' || !SIZE.test(size) || root?.length !== HASH_BYTES) return undefined;
  return { origin, size: Number(size), root };
}
