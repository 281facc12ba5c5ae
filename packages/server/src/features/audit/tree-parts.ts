import { leafOf, TILE_LEAVES } from '@lanyard/core/audit/kept-tree';
import {
  EMPTY_TREE,
  HASH_BYTES,
  type MerkleTree,
  rootOf,
  type Subtree,
  subtreesBetween,
  type TreePart,
  treeOf,
  withPart,
} from '@lanyard/core/audit/merkle-tree';
import type { AuditReads } from '../../store/records/audit/audit.ts';

type PartsBetween = (from: number, to: number) => AsyncGenerator<TreePart>;

/**
 * The roots of the largest subtrees between two leaves. In a proof they replace the events that are left out. Each tile
 * is read only once if the leaves are requested in order.
 */
export function treePartsOf(audit: AuditReads): PartsBetween {
  let tile: Tile | undefined;
  const hashOf = async ({ first, count }: Subtree): Promise<Buffer> => {
    const position = Math.floor(first / TILE_LEAVES);
    if (count >= TILE_LEAVES) {
      const roots = await audit.tileRoots(position, position + count / TILE_LEAVES);
      return rootOf(treeOf(roots.map((root) => Buffer.from(root, 'base64'))));
    }
    if (tile?.position !== position) tile = await readTile(audit, position);
    const skipped = first % TILE_LEAVES;
    return rootOf(treeOf(tile.leaves.slice(skipped, skipped + count)));
  };
  return async function* between(from, to) {
    for (const subtree of subtreesBetween(from, to)) yield { ...subtree, hash: await hashOf(subtree) };
  };
}

/** The tree as it was with this many leaves. */
export async function treeAt(audit: AuditReads, size: number): Promise<MerkleTree> {
  let tree = EMPTY_TREE;
  for await (const part of treePartsOf(audit)(0, size)) tree = withPart(tree, part);
  return tree;
}

interface Tile {
  readonly position: number;
  readonly leaves: readonly Buffer[];
}

async function readTile(audit: AuditReads, position: number): Promise<Tile> {
  const row = await audit.tile(position);
  if (row) return { position, leaves: leavesOf(row.hashes) };
  // The last tile is not full, so it is computed from the events.
  const events = await audit.after(position * TILE_LEAVES, TILE_LEAVES);
  return { position, leaves: events.map(leafOf) };
}

function leavesOf(hashes: string): readonly Buffer[] {
  const bytes = Buffer.from(hashes, 'base64');
  return Array.from({ length: TILE_LEAVES }, (_, leaf) => bytes.subarray(leaf * HASH_BYTES, (leaf + 1) * HASH_BYTES));
}
