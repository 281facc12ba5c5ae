import type { KeyObject } from 'node:crypto';
import { HASH_BYTES } from './merkle-tree.ts';
import { type NoteKey, openNote, signNote, strictBase64 } from './signed-note.ts';

/** How many events the log had at one moment, and the root of its tree then: https://c2sp.org/tlog-checkpoint. */
export interface Checkpoint {
  /** Names the log: the host of the server's address and `/audit`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** For example `registry.example.com/audit`. If the address has a path, the origin includes it. */
export function checkpointOrigin(publicUrl: string): string {
  const { host, pathname } = new URL(publicUrl);
  return `${host}${pathname.replace(/\/$/, '')}/audit`;
}

export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, origin, privateKey);
}

export type OpenedCheckpoint = Checkpoint | { readonly problem: 'no checkpoint' | 'not signed by this key' };

/** Separate errors tell a checkpoint that another key signed from one that was damaged. */
export function openCheckpoint(note: string, key: NoteKey): OpenedCheckpoint {
  const opened = openNote(note, key);
  if ('problem' in opened) return { problem: opened.problem === 'no note' ? 'no checkpoint' : opened.problem };
  return parseCheckpoint(opened.text) ?? { problem: 'no checkpoint' };
}

/** Reads the checkpoint without checking a signature. Further lines are extensions for other readers. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = ''] = text.split('\n');
  const root = strictBase64(encoded);
  if (origin === '' || !SIZE.test(size) || root?.length !== HASH_BYTES) return undefined;
  return { origin, size: Number(size), root };
}
