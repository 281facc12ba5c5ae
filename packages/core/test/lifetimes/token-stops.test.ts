import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PendingRules, policyAt } from '../../src/lifetimes/announced-rules.ts';
import {
  dueStopWarning,
  mayBeStopped,
  STOP_WARNING_DAYS,
  stopsAhead,
  TOKEN_STOP_RULES,
  type ToldStop,
  tokenHere,
  tokenStop,
} from '../../src/lifetimes/token-stops.ts';
import { DEFAULT_POLICY } from '../../src/organizations/organization-policy.ts';
import { isStoppedAt } from '../oracles/stopped-at.ts';

const DAY = 86_400_000;
const DAY_SECONDS = 86_400;
const LAST_DAY = 60;

const day = fc.integer({ min: 0, max: LAST_DAY });
const seconds = fc.option(
  fc.integer({ min: 1, max: 20 }).map((days) => days * DAY_SECONDS),
  { nil: null },
);
const rule = fc.record({ bound: seconds, next: fc.option(fc.record({ value: seconds, from: day })) });
/** What waits is stricter than what binds. */
const rules = fc
  .record({ maximumTokenLifetimeSeconds: rule, tokenUnusedSeconds: rule })
  .map(({ maximumTokenLifetimeSeconds: life, tokenUnusedSeconds: unused }) => {
    const policy = { maximumTokenLifetimeSeconds: life.bound, tokenUnusedSeconds: unused.bound };
    const entries = Object.entries({ maximumTokenLifetimeSeconds: life, tokenUnusedSeconds: unused }).flatMap(
      ([name, { bound, next }]) => {
        if (!next || next.value === null || next.value >= (bound ?? Number.POSITIVE_INFINITY)) return [];
        return [[name, { value: next.value, announcedAt: 0, bindsFrom: next.from * DAY, toldAt: 0 }]];
      },
    );
    return { policy, pending: Object.fromEntries(entries) as PendingRules };
  });
const tokens = fc
  .record({
    origin: fc.constantFrom('manual' as const, 'auto' as const),
    createdAt: fc.integer({ min: 0, max: 10 }),
    life: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
    widenedAt: fc.option(day, { nil: null }),
    lastUsedAt: fc.option(day, { nil: null }),
    letInAt: fc.option(day, { nil: null }),
    memberSince: fc.option(day, { nil: null }),
    exempt: fc.record({ maximumTokenLifetimeSeconds: day, tokenUnusedSeconds: day }, { requiredKeys: [] }),
  })
  .map(({ origin, createdAt, life, widenedAt, lastUsedAt, letInAt, memberSince, exempt }) => {
    const at = (days: number | null) => (days === null ? null : days * DAY);
    const own = { origin, createdAt: createdAt * DAY, expiresAt: at(life === null ? null : createdAt + life) };
    const exemptUntil = Object.fromEntries(Object.entries(exempt).map(([rule, days]) => [rule, days * DAY]));
    const inside = { lastUsedAt: at(lastUsedAt), letInAt: at(letInAt), memberSince: at(memberSince), exemptUntil };
    return { own: { ...own, widenedAt: at(widenedAt) }, inside };
  });

describe('what stops a token in an organization', () => {
  it('is what an oracle says that asks every day for itself, and the first such day is known before', () => {
    const property = fc.property(rules, tokens, ({ policy, pending }, { own, inside }) => {
      const token = tokenHere(own, inside);
      const first = new Map<string, number>();
      for (let moment = 0; moment <= LAST_DAY * DAY; moment += DAY / 2) {
        const stopped = TOKEN_STOP_RULES.filter((rule) => isStoppedAt(rule, { policy, pending }, token, moment));
        expect(tokenStop(policyAt(policy, pending, moment), token, moment)?.rule).toBe(stopped[0]);
        for (const rule of stopped) first.set(rule, first.get(rule) ?? moment);
      }
      const ahead = stopsAhead(policy, pending, token).filter(({ at }) => at <= LAST_DAY * DAY);
      expect(ahead.map(({ rule, at }) => [rule, Math.max(0, at)])).toEqual([...first].sort());
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('never comes earlier for an auto-generated token than for one with the same lifetime that somebody chose', () => {
    const property = fc.property(rules, tokens, day, ({ policy, pending }, { own, inside }, today) => {
      const stopped = (origin: 'manual' | 'auto') =>
        tokenStop(policyAt(policy, pending, today * DAY), tokenHere({ ...own, origin }, inside), today * DAY);
      if (stopped('auto')) expect(stopped('manual')).toBeDefined();
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('needs no look at what the token did where nothing could stop it', () => {
    const property = fc.property(rules, tokens, day, ({ policy }, { own, inside }, today) => {
      if (mayBeStopped(policy, own, inside.memberSince, today * DAY)) return;
      expect(tokenStop(policy, tokenHere(own, inside), today * DAY)).toBeUndefined();
    });
    fc.assert(property, { numRuns: 300 });
  });

  it.each([
    ['a millisecond before the time is over', 90 * DAY - 1, undefined],
    ['when the time is over', 90 * DAY, 'tokenUnusedSeconds'],
  ])('%s: %s', (_when, age, rule) => {
    const unused = { lastUsedAt: 1000, letInAt: null, memberSince: null, exemptUntil: {} };
    const token = tokenHere({ origin: 'manual', createdAt: 0, expiresAt: null, widenedAt: null }, unused);
    const policy = { ...DEFAULT_POLICY, tokenUnusedSeconds: 90 * DAY_SECONDS };
    expect(tokenStop(policy, token, 1000 + age)?.rule).toBe(rule);
    const damaged = { ...token, activeAt: Number.NaN };
    expect(tokenStop(policy, damaged, 1000)?.rule).toBe('tokenUnusedSeconds');
  });
});

describe('the warnings of a stop', () => {
  const told = (at: number, everyHours: number, from: number, one: { seconds: number; recurs: boolean }) => {
    const days: number[] = [];
    let last: ToldStop | undefined;
    for (let now = from; now <= at + DAY; now += everyHours * 3_600_000) {
      const due = dueStopWarning({ at, ...one }, last, now);
      if (due === undefined) continue;
      last = { at, days: due };
      days.push(due);
    }
    return days;
  };

  it('come 30, 7 and 1 days before, each once, as far as there is room', () => {
    const property = fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 90 }), (hours, days) => {
      const given = told(100 * DAY, hours, (100 - days) * DAY, { seconds: 3_600, recurs: false });
      const [soonest = 30] = STOP_WARNING_DAYS.filter((one) => one >= days).slice(-1);
      const room = STOP_WARNING_DAYS.filter((one) => one <= Math.max(soonest, 1) && days > 0);
      expect(given).toEqual(room);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('after a long pause come as one, and not at all when the stop is past', () => {
    expect(told(100 * DAY, 24 * 26, 69 * DAY, { seconds: 60, recurs: false })).toEqual([7]);
    expect(dueStopWarning({ at: DAY, seconds: 60, recurs: false }, undefined, DAY)).toBeUndefined();
  });

  it('of what is used again and again leave half of its time alone', () => {
    const recurring = (days: number) =>
      told(100 * DAY, 12, (100 - days) * DAY, { seconds: days * DAY_SECONDS, recurs: true });
    expect(recurring(90)).toEqual([30, 7, 1]);
    expect(recurring(30)).toEqual([7, 1]);
    expect(recurring(7)).toEqual([1]);
  });
});
