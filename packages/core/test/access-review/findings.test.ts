import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FINDING_KINDS,
  FINDINGS,
  type FindingFacts,
  type FindingKind,
  findingsOf,
} from '../../src/access-review/findings.ts';
import { ACTIONS, type Action } from '../../src/repositories/repository.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

const moment = fc.integer({ min: 0, max: 400 }).map((days) => NOW - days * DAY);
const actions = fc.subarray<Action>([...ACTIONS], { minLength: 1 });
const use = fc.record({ repository: fc.constantFrom('acme/app', 'acme/web', 'acme/api'), actions });
const facts: fc.Arbitrary<FindingFacts> = fc.record({
  isOfOrganization: fc.boolean(),
  createdAt: moment,
  widenedAt: fc.option(moment),
  expiresAt: fc.option(fc.integer({ min: -5, max: 40 }).map((days) => NOW + days * DAY)),
  lastUse: fc.option(fc.record({ firstAt: moment, at: moment })),
  reach: fc.subarray<Action>([...ACTIONS]),
  isLifetimeAllowed: fc.boolean(),
  isFromBeforeApproval: fc.boolean(),
  hasSecondFactor: fc.boolean(),
  isHolderDisabled: fc.boolean(),
  isMakerGone: fc.boolean(),
  uses: fc.option(fc.array(use, { maxLength: 4 }), { nil: undefined }),
  isNarrowerEnough: fc.boolean(),
  sources: fc.array(fc.record({ name: fc.constantFrom('192.0.2.1', 'docker'), firstAt: moment }), { maxLength: 4 }),
  peopleAtAddress: fc.nat(8),
});

/** The same, said from the reader's side: one line for each thing that a reviewer would notice. */
function noticed(one: FindingFacts): readonly FindingKind[] {
  const age = (at: number) => Math.floor((NOW - at) / DAY);
  const isUsed = one.lastUse !== null;
  const newest = Math.min(...one.sources.map(({ firstAt }) => age(firstAt)), 999);
  const oldest = Math.max(...one.sources.map(({ firstAt }) => age(firstAt)), -1);
  const needed = (one.uses ?? []).flatMap((each) => each.actions);
  const left = one.expiresAt === null ? -1 : (one.expiresAt - NOW) / DAY;
  const table: Readonly<Record<FindingKind, boolean>> = {
    'never-used': !isUsed && age(one.createdAt) >= 14,
    unused: isUsed && age(one.lastUse?.at ?? NOW) >= 90,
    'no-expiry': one.expiresAt === null,
    'expires-soon': left > 0 && left <= 14,
    'wider-than-used':
      needed.length > 0 &&
      age(one.widenedAt ?? one.createdAt) >= 90 &&
      (one.isNarrowerEnough || one.reach.some((action) => !needed.includes(action))),
    'new-source': isUsed && newest < 14 && oldest >= 14,
    'shared-address': isUsed && one.peopleAtAddress >= 5,
    'no-second-factor': !one.isOfOrganization && !one.hasSecondFactor,
    'holder-disabled': one.isHolderDisabled,
    'maker-left': one.isOfOrganization && one.isMakerGone,
    'not-approved': one.isFromBeforeApproval,
    'against-policy': !one.isLifetimeAllowed,
  };
  return FINDING_KINDS.filter((kind) => table[kind]);
}

describe('the findings about a token', () => {
  it('are what a reviewer would notice, each once, each with a sentence', () => {
    const property = fc.property(facts, (one) => {
      const found = findingsOf(one, NOW);
      expect(found.map(({ kind }) => kind)).toEqual(noticed(one));
      for (const { why } of found) expect(why).toMatch(/^[A-Z0-9][^\n]{10,160}\.$/);
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('never appear because of a use, and never disappear while the token is not used', () => {
    const property = fc.property(facts, (one) => {
      const used = { ...one, lastUse: { firstAt: NOW - 400 * DAY, at: NOW } };
      const kinds = findingsOf(used, NOW).map(({ kind }) => kind);
      expect(kinds).not.toContain('unused');
      expect(kinds).not.toContain('never-used');
      const before = findingsOf(one, NOW).filter(({ kind }) => kind === 'unused' || kind === 'never-used');
      const later = findingsOf(one, NOW + DAY).map(({ kind }) => kind);
      for (const { kind } of before) expect(later).toContain(kind);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('each propose what to do', () => {
    for (const { label, action } of Object.values(FINDINGS)) {
      expect([label, action].every((text) => /^[A-Z][^\n.]{4,80}$/.test(text))).toBe(true);
    }
  });
});
