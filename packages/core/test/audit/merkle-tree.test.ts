import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_TREE,
  leafHash,
  type MerkleTree,
  rootOf,
  subtreesBetween,
  treeOf,
  withPart,
} from '../../src/audit/merkle-tree.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const sha256 = (...parts: readonly (Buffer | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** MTH of RFC 6962, section 2.1, written exactly as the text defines it. */
function naiveRoot(records: readonly string[]): Buffer {
  if (records.length === 0) return sha256();
  if (records.length === 1) return sha256(Buffer.of(0), records[0] ?? '');
  let split = 1;
  while (split * 2 < records.length) split *= 2;
  return sha256(Buffer.of(1), naiveRoot(records.slice(0, split)), naiveRoot(records.slice(split)));
}

const records = (count: number, salt = '') => Array.from({ length: count }, (_, index) => `event ${index} ${salt}`);
const leavesOf = (some: readonly string[]) => some.map(leafHash);
const rootHex = (tree: MerkleTree) => rootOf(tree).toString('hex');

/** The tree of the leaves that are shown, with hashes for the others. */
function partly(all: readonly string[], isShown: (index: number) => boolean): MerkleTree {
  let tree = EMPTY_TREE;
  let hidden = 0;
  const show = (index: number) => {
    for (const subtree of subtreesBetween(hidden, index)) {
      const hash = naiveRoot(all.slice(subtree.first, subtree.first + subtree.count));
      tree = withPart(tree, { ...subtree, hash });
    }
    hidden = index + 1;
  };
  for (const [index, record] of all.entries()) {
    if (!isShown(index)) continue;
    show(index);
    tree = withPart(tree, { first: index, count: 1, hash: leafHash(record) });
  }
  show(all.length);
  return tree;
}

const anySize = fc.integer({ min: 0, max: 200 });
const run = { numRuns: testRuns(60) };

describe('R13: the tree of the audit log', { timeout: TEST_RUNS_TIMEOUT }, () => {
  it('has the roots that RFC 6962 defines, also without any event', () => {
    for (const size of [0, 1, 2, 3, 7, 8, 255, 256, 257]) {
      expect(rootHex(treeOf(leavesOf(records(size)))), String(size)).toBe(naiveRoot(records(size)).toString('hex'));
    }
    expect(rootHex(EMPTY_TREE)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(leafHash('').toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  it('has the same root if any events are replaced with their hashes', () => {
    const property = fc.property(anySize, fc.func(fc.boolean()), (size, isShown) => {
      const all = records(size);
      expect(rootHex(partly(all, (index) => isShown(index)))).toBe(naiveRoot(all).toString('hex'));
    });
    fc.assert(property, run);
  });

  it('proves one event with few hashes, at most twice the depth, and no event with other content or at another place', () => {
    const property = fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (size, place, other) => {
      const all = records(size);
      const index = place % size;
      const hashes = [...subtreesBetween(0, index), ...subtreesBetween(index + 1, size)];
      expect(hashes.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size + 1)));
      const changed = all.with(index, 'another event');
      const moved = all.with(index, all[other % size] ?? '');
      const shown = (some: readonly string[]) => rootHex(partlyOf(some, all, index));
      const root = naiveRoot(all).toString('hex');
      expect(shown(all)).toBe(root);
      expect(shown(changed)).not.toBe(root);
      expect(shown(moved) === root).toBe(other % size === index);
    });
    fc.assert(property, run);
  });

  it('is consistent with each shorter tree: the same hashes give both roots', () => {
    const property = fc.property(anySize, fc.nat(), (size, at) => {
      const all = records(size);
      const before = size === 0 ? 0 : at % (size + 1);
      let tree = EMPTY_TREE;
      const add = (from: number, to: number) => {
        for (const { first, count } of subtreesBetween(from, to)) {
          tree = withPart(tree, { first, count, hash: naiveRoot(all.slice(first, first + count)) });
        }
      };
      add(0, before);
      expect(rootHex(tree)).toBe(naiveRoot(all.slice(0, before)).toString('hex'));
      add(before, size);
      expect(rootHex(tree)).toBe(naiveRoot(all).toString('hex'));
    });
    fc.assert(property, run);
  });

  it('refuses a hash at a place where it does not belong', () => {
    const tree = treeOf(leavesOf(records(6)));
    const hash = leafHash('x');
    for (const [first, count] of [
      [5, 1],
      [7, 1],
      [6, 4],
      [6, 3],
      [6, 0],
      [6, -1],
      [6, 0.5],
      [6, Number.NaN],
    ] as const) {
      expect(() => withPart(tree, { first, count, hash }), `${first} ${count}`).toThrow(RangeError);
    }
    expect(withPart(tree, { first: 6, count: 2, hash }).size).toBe(8);
  });
});

/** One event of `some`, and hashes of `all` around it. */
function partlyOf(some: readonly string[], all: readonly string[], index: number): MerkleTree {
  let tree = EMPTY_TREE;
  const hide = (from: number, to: number) => {
    for (const { first, count } of subtreesBetween(from, to)) {
      tree = withPart(tree, { first, count, hash: naiveRoot(all.slice(first, first + count)) });
    }
  };
  hide(0, index);
  tree = withPart(tree, { first: index, count: 1, hash: leafHash(some[index] ?? '') });
  hide(index + 1, all.length);
  return tree;
}
