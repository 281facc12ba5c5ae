import { describe, expect, it } from 'vitest';
import { type ChainedAuditEvent, chainEvent, findAuditBreak } from '../../src/audit/audit-chain.ts';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { type Draw, seededDraw } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';
import { auditEvent, chainOf, headOf, MAC, macWith, sampleChain, unkeyedChainOf } from './audit-sample.ts';

type Chain = readonly ChainedAuditEvent[];
type Leaf = string | number | boolean | null;
const CHAIN = sampleChain(12);
const EDITS = testRuns(400);

/** Each edit changes the chain. The clever ones compute every digest again. */
const KINDS_OF_EDIT: Readonly<Record<string, (draw: Draw) => Chain>> = {
  'flip a field': (draw) => CHAIN.with(...changedAt(draw)),
  'flip a field and chain again': (draw) => chainOf(CHAIN.with(...changedAt(draw))),
  drop: (draw) => CHAIN.toSpliced(draw.below(CHAIN.length), 1),
  'drop and chain again': (draw) => chainOf(CHAIN.toSpliced(draw.below(CHAIN.length), 1)),
  reorder: (draw) => moved(CHAIN, draw),
  'reorder and chain again': (draw) => chainOf(moved(CHAIN, draw)),
  'insert a copy': (draw) => CHAIN.toSpliced(draw.below(CHAIN.length + 1), 0, draw.of(CHAIN)),
  'insert a forged event': (draw) => {
    const place = draw.below(CHAIN.length);
    const forged = chainEvent(MAC, headOf(CHAIN.slice(0, place)), auditEvent(1_000 + draw.below(100)));
    return CHAIN.toSpliced(place, 0, forged);
  },
  'insert and chain again': (draw) =>
    chainOf((CHAIN as readonly AuditEvent[]).toSpliced(draw.below(CHAIN.length), 0, auditEvent(700))),
  truncate: (draw) => CHAIN.slice(0, draw.below(CHAIN.length)),
  'truncate and go on': (draw) => {
    const kept = CHAIN.slice(0, draw.below(CHAIN.length));
    const events = Array.from({ length: CHAIN.length }, (_, index) => auditEvent(500 + index));
    return [...kept, ...chainOf(events, headOf(kept))];
  },
};

describe('R13: the verifier of a chain whose head is known', () => {
  it(`finds ${EDITS} of ${EDITS} random edits`, { timeout: TEST_RUNS_TIMEOUT }, () => {
    const draw = seededDraw('audit edits');
    const kinds = Object.keys(KINDS_OF_EDIT);
    const overlooked: string[] = [];
    for (let made = 0; made < EDITS; ) {
      const kind = kinds[made % kinds.length] ?? '';
      const edited = KINDS_OF_EDIT[kind]?.(draw) ?? CHAIN;
      if (JSON.stringify(edited) === JSON.stringify(CHAIN)) continue;
      made += 1;
      if (!findAuditBreak(MAC, edited, { end: headOf(CHAIN) })) overlooked.push(kind);
    }
    expect(overlooked).toEqual([]);
  });

  it('finds a change of any field of any event at its place, even without a known head', () => {
    for (const [index, event] of CHAIN.entries()) {
      for (const path of leafPaths(event)) {
        for (const value of othersThan(leafAt(event, path))) {
          const edited = CHAIN.with(index, withLeaf(event, path, value));
          expect(findAuditBreak(MAC, edited), `event ${index + 1}, ${path.join('.')}`).toMatchObject({
            sequence: index + 1,
          });
        }
      }
    }
  });

  it('finds a fact that was added to data or removed from it', () => {
    const [first] = CHAIN;
    if (!first) throw new Error('the sample chain is empty');
    const { days: _days, ...fewer } = first.data;
    for (const data of [fewer, { ...first.data, more: null }, { ...first.data, 'days ': 30 }]) {
      expect(findAuditBreak(MAC, CHAIN.with(0, { ...first, data }))).toEqual({ sequence: 1, reason: 'was changed' });
    }
  });
});

describe('attack 47: a person who has the database but not the key', () => {
  const stranger = macWith('another key');
  const edited = (from: number) => CHAIN.map((event, index) => (index < from ? event : { ...event, at: event.at + 1 }));
  const again = (from: number, events: readonly AuditEvent[]) => [
    ...CHAIN.slice(0, from),
    ...unkeyedChainOf(events.slice(from), headOf(CHAIN.slice(0, from))),
  ];

  it('cannot compute a new chain that passes, from any event on, even without a known head', () => {
    for (let from = 1; from < CHAIN.length; from += 1) {
      const chain = again(from, edited(from));
      expect(findAuditBreak(MAC, chain)).toEqual({ sequence: from + 1, reason: 'was written without the key' });
      const start = headOf(CHAIN.slice(0, from));
      const byAnotherKey = [...CHAIN.slice(0, from), ...chainOf(edited(from).slice(from), start, stranger)];
      expect(findAuditBreak(MAC, byAnotherKey)).toEqual({ sequence: from + 1, reason: 'was changed' });
    }
  });

  it('cannot add an event that passes', () => {
    const [forged] = unkeyedChainOf([auditEvent(13)], headOf(CHAIN));
    if (!forged) throw new Error('nothing was forged');
    expect(findAuditBreak(MAC, [...CHAIN, forged])).toEqual({ sequence: 13, reason: 'was written without the key' });
    const claimed = { ...forged, digest: `hmac-${forged.digest}` };
    expect(findAuditBreak(MAC, [...CHAIN, claimed])).toEqual({ sequence: 13, reason: 'was changed' });
  });

  it('can replace the whole log with one without a key, unless it is compared with a head that was printed before', () => {
    const whole = again(0, edited(0));
    expect(findAuditBreak(MAC, whole)).toBeUndefined();
    expect(findAuditBreak(MAC, whole, { end: headOf(CHAIN.slice(0, 3)) })).toEqual({
      sequence: 3,
      reason: 'was changed',
    });
  });
});

describe('R13: the verifier names the place and the reason', () => {
  const head = headOf(CHAIN);
  it.each([
    ['a missing event', CHAIN.toSpliced(4, 1), { sequence: 5, reason: 'out of sequence' }],
    ['two exchanged events', CHAIN.with(4, at(5)).with(5, at(4)), { sequence: 5, reason: 'out of sequence' }],
    ['a change', CHAIN.with(4, { ...at(4), at: 1 }), { sequence: 5, reason: 'was changed' }],
    [
      'another chain',
      CHAIN.with(4, { ...at(4), previousDigest: 'f'.repeat(64) }),
      { sequence: 5, reason: 'does not follow the previous event' },
    ],
    ['a cut-off tail', CHAIN.slice(0, 9), { sequence: 10, reason: 'is missing' }],
    ['a chain that was cut off completely', [], { sequence: 1, reason: 'is missing' }],
    ['a chain with new digests', chainOf(CHAIN.with(4, { ...at(4), at: 1 })), { sequence: 12, reason: 'was changed' }],
  ])('of %s', (_what, edited, expected) => {
    expect(findAuditBreak(MAC, edited, { end: head })).toEqual(expected);
  });

  it('of two known heads that differ at the same sequence number, without an event between', () => {
    const other = { ...head, digest: 'f'.repeat(64) };
    expect(findAuditBreak(MAC, [], { start: head, end: other })).toEqual({ sequence: 12, reason: 'was changed' });
    expect(findAuditBreak(MAC, [], { start: head, end: head })).toBeUndefined();
  });

  it('and accepts a chain that is longer than the known head', () => {
    const longer = [...CHAIN, chainEvent(MAC, head, auditEvent(13))];
    expect(findAuditBreak(MAC, longer, { end: head })).toBeUndefined();
  });
});

function at(index: number): ChainedAuditEvent {
  const event = CHAIN[index];
  if (!event) throw new RangeError(`no event ${index}`);
  return event;
}

function moved(chain: Chain, draw: Draw): Chain {
  const from = draw.below(chain.length);
  return chain.toSpliced(from, 1).toSpliced(draw.below(chain.length), 0, at(from));
}

function changedAt(draw: Draw): [number, ChainedAuditEvent] {
  const index = draw.below(CHAIN.length);
  const path = draw.of(leafPaths(at(index)));
  return [index, withLeaf(at(index), path, draw.of(othersThan(leafAt(at(index), path))))];
}

function leafPaths(node: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [path];
  return Object.entries(node).flatMap(([key, value]) => leafPaths(value, [...path, key]));
}

function leafAt(event: ChainedAuditEvent, path: readonly string[]): Leaf {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], event) as Leaf;
}

function withLeaf(event: ChainedAuditEvent, path: readonly string[], value: Leaf): ChainedAuditEvent {
  const copy = structuredClone(event);
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], copy);
  (parent as Record<string, unknown>)[path.at(-1) ?? ''] = value;
  return copy;
}

function othersThan(leaf: Leaf): readonly Leaf[] {
  if (leaf === null) return ['', 'null', 0, false];
  if (typeof leaf === 'boolean') return [!leaf, String(leaf), null];
  if (typeof leaf === 'number') return [leaf + 1, -leaf, String(leaf), null];
  return [`${leaf} `, leaf.slice(1), leaf.toUpperCase() === leaf ? `x${leaf}` : leaf.toUpperCase(), null];
}
