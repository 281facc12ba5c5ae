import { createHash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1, over the events of the log. Every event is a leaf, in the order of the
 * sequence. Only the peaks of a tree are kept. They are the roots of the perfect subtrees that it consists of, largest
 * first.
 */
export interface MerkleTree {
  readonly size: number;
  readonly peaks: readonly Buffer[];
}

/**
 * `count` leaves, starting at the leaf `first` (counted from 0). `count` is a power of two, and `first` is a multiple
 * of it.
 */
export interface Subtree {
  readonly first: number;
  readonly count: number;
}

/** A part of a tree: a leaf, or the root of a subtree without its leaves. */
export interface TreePart extends Subtree {
  readonly hash: Buffer;
}

export const EMPTY_TREE: MerkleTree = { size: 0, peaks: [] };
export const HASH_BYTES = 32;

/** The prefixes of section 2.1. They ensure that no leaf can pass as a node, and no node as a leaf. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export function leafHash(record: string): Buffer {
  return createHash('sha256').update(LEAF).update(record).digest();
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** Adds one part to the end of the tree. Throws if the part does not begin where the tree ends. */
export function withPart({ size, peaks }: MerkleTree, { first, count, hash }: TreePart): MerkleTree {
  if (first !== size || !isSubtree({ first, count }))
    throw new RangeError(`no part of ${count} leaves fits at ${size}`);
  const grown = [...peaks];
  let merged = hash;
  // The size has one bit for each peak. Two peaks of equal size become one.
  for (let units = size / count; units % 2 === 1; units = (units - 1) / 2) {
    merged = nodeHash(grown.pop() as Buffer, merged);
  }
  return { size: size + count, peaks: [...grown, merged] };
}

export function withLeaf(tree: MerkleTree, hash: Buffer): MerkleTree {
  return withPart(tree, { first: tree.size, count: 1, hash });
}

export function treeOf(leaves: Iterable<Buffer>): MerkleTree {
  let tree = EMPTY_TREE;
  for (const leaf of leaves) tree = withLeaf(tree, leaf);
  return tree;
}

export function rootOf({ peaks }: MerkleTree): Buffer {
  const last = peaks.at(-1);
  if (!last) return createHash('sha256').digest();
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

export function isSubtree({ first, count }: Subtree): boolean {
  const isPower = Number.isSafeInteger(count) && count > 0 && Number.isInteger(Math.log2(count));
  return isPower && Number.isSafeInteger(first) && first >= 0 && first % count === 0;
}

/** The largest subtrees that together have exactly the leaves from `from` to `to`, without `to` itself. */
export function subtreesBetween(from: number, to: number): readonly Subtree[] {
  const subtrees: Subtree[] = [];
  for (let first = from; first < to; ) {
    let count = 1;
    while (first % (count * 2) === 0 && first + count * 2 <= to) count *= 2;
    subtrees.push({ first, count });
    first += count;
  }
  return subtrees;
}
