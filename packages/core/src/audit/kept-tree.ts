import { type AuditMac, type ChainedAuditEvent, leafRecord } from './audit-chain.ts';
import { EMPTY_TREE, leafHash, type MerkleTree } from './merkle-tree.ts';

/** Leaves whose hashes are kept together. A tile is never changed. */
export const TILE_LEAVES = 256;

export function leafOf(event: ChainedAuditEvent): Buffer {
  return leafHash(leafRecord(event));
}

/** The tree of the log as a database has it, with a code: it is the next root's only source. */
export interface KeptTree {
  readonly size: number;
  /** Hashes in base64, with spaces between. */
  readonly peaks: string;
  readonly mac: string;
}

export function keepTree(mac: AuditMac, { size, peaks: hashes }: MerkleTree): KeptTree {
  const peaks = hashes.map((peak) => peak.toString('base64')).join(' ');
  return { size, peaks, mac: mac(treeText(size, peaks)) };
}

/** Undefined for a tree that no holder of the key wrote. The empty one needs no code: it grows from the chain. */
export function openTree(mac: AuditMac, { size, peaks, mac: code }: KeptTree): MerkleTree | undefined {
  if (size === 0 && peaks === '') return EMPTY_TREE;
  if (mac(treeText(size, peaks)) !== code) return undefined;
  return { size, peaks: peaks.split(' ').map((peak) => Buffer.from(peak, 'base64')) };
}

/** No record of an event begins like this. */
function treeText(size: number, peaks: string): string {
  return `tree ${size} ${peaks}`;
}
