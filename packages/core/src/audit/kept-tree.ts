import { type AuditMac, type ChainedAuditEvent, leafRecord } from './audit-chain.ts';
import { EMPTY_TREE, leafHash, type MerkleTree } from './merkle-tree.ts';

/** How many leaves have their hashes kept together. A tile never changes. */
export const TILE_LEAVES = 256;

export function leafOf(event: ChainedAuditEvent): Buffer {
  return leafHash(leafRecord(event));
}

/** The tree of the log as the database keeps it, with a code. The next root is computed only from it. */
export interface KeptTree {
  readonly size: number;
  /** Hashes in base64, separated by spaces. */
  readonly peaks: string;
  readonly mac: string;
}

export function keepTree(mac: AuditMac, { size, peaks: hashes }: MerkleTree): KeptTree {
  const peaks = hashes.map((peak) => peak.toString('base64')).join(' ');
  return { size, peaks, mac: mac(treeText(size, peaks)) };
}

/**
 * Returns undefined for a tree that no holder of the key wrote. The empty tree needs no code, because the rest is
 * computed from the chain.
 */
export function openTree(mac: AuditMac, { size, peaks, mac: code }: KeptTree): MerkleTree | undefined {
  if (size === 0 && peaks === '') return EMPTY_TREE;
  if (mac(treeText(size, peaks)) !== code) return undefined;
  return { size, peaks: peaks.split(' ').map((peak) => Buffer.from(peak, 'base64')) };
}

/** No record of an event begins like this. */
function treeText(size: number, peaks: string): string {
  return `tree ${size} ${peaks}`;
}
