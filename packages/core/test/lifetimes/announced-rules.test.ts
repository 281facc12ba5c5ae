import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOUNCED_RULES,
  type AnnouncedRule,
  isBinding,
  policyAt,
  type RuleState,
  rulesAfter,
  startInTime,
  stillPending,
} from '../../src/lifetimes/announced-rules.ts';
import { endedEarly, exemptUntil, requireExemptionEnd } from '../../src/lifetimes/exemption.ts';
import { DEFAULT_POLICY, type OrganizationPolicy } from '../../src/organizations/organization-policy.ts';
import { thrownBy } from '../thrown-by.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WEEK_SECONDS = 7 * 86_400;
const START: RuleState = { policy: DEFAULT_POLICY, pending: {} };

const value: fc.Arbitrary<Partial<OrganizationPolicy>> = fc.oneof(
  fc.record({ maximumTokenLifetimeSeconds: fc.constantFrom(null, 60, 3600, 86_400) }),
  fc.record({ tokenUnusedSeconds: fc.constantFrom(null, WEEK_SECONDS, 5 * WEEK_SECONDS) }),
  fc.record({ passwordAtRegistry: fc.boolean() }),
  fc.record({ tokenApproval: fc.boolean() }),
);
const steps = fc.array(
  fc.record({
    afterDays: fc.integer({ min: 0, max: 20 }),
    changes: value,
    noticeDays: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    stops: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** null counts as no limit; false is the stricter answer. */
function strictness(rule: AnnouncedRule, policy: OrganizationPolicy): number {
  if (rule === 'passwordAtRegistry') return policy[rule] ? 0 : 1;
  return policy[rule] === null ? 0 : 1 / (policy[rule] ?? 1);
}

/** What is due is applied, as the server does. */
function boundAt({ policy, pending }: RuleState, now: number): RuleState {
  return { policy: policyAt(policy, pending, now), pending: stillPending(pending, now) };
}

/** Undefined where the change is refused. */
function changed(state: RuleState, asked: Parameters<typeof rulesAfter>[1], now: number): RuleState | undefined {
  try {
    return rulesAfter(state, asked, now);
  } catch {
    return undefined;
  }
}

function expectNotice(rule: AnnouncedRule, before: RuleState, after: RuleState, now: number): void {
  expect(strictness(rule, after.policy)).toBeLessThanOrEqual(strictness(rule, before.policy));
  const next = after.pending[rule];
  if (!next || next === before.pending[rule]) return;
  expect(next.announcedAt).toBe(now);
  expect(next.bindsFrom).toBeGreaterThanOrEqual(now + 7 * DAY);
}

function toldTo({ policy, pending }: RuleState, now: number): RuleState {
  const told = Object.entries(pending).map(([rule, next]) => [rule, { ...next, toldAt: next.toldAt ?? now }]);
  return { policy, pending: Object.fromEntries(told) };
}

interface Step {
  readonly changes: Partial<OrganizationPolicy>;
  readonly noticeDays: number | undefined;
  readonly stops: boolean;
}

function afterStep(before: RuleState, { changes, noticeDays, stops }: Step, now: number): RuleState {
  const state = boundAt(before, now);
  const bindsFrom = noticeDays === undefined ? undefined : now + noticeDays * DAY;
  const after = changed(state, { changes, bindsFrom, stopsSoon: () => stops }, now) ?? state;
  for (const rule of stops ? ANNOUNCED_RULES : []) expectNotice(rule, state, after, now);
  return toldTo(after, now);
}

describe('a rule that stops what works', () => {
  it('never becomes stricter for what it would stop before the notice is over, whatever is changed meanwhile', () => {
    const property = fc.property(steps, (all) => {
      let [now, state] = [1_000 * DAY, START];
      for (const step of all) {
        now += step.afterDays * DAY;
        state = afterStep(state, step, now);
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  const asked = (changes: Partial<OrganizationPolicy>, stops = true, bindsFrom?: number) => {
    return { changes, bindsFrom, stopsSoon: () => stops };
  };
  const now = 1_000 * DAY;
  const announced = rulesAfter(START, asked({ maximumTokenLifetimeSeconds: 60 }), now);

  it('binds in 30 days if nobody says when, and at once if it stops nothing', () => {
    expect(announced.policy.maximumTokenLifetimeSeconds).toBeNull();
    expect(announced.pending.maximumTokenLifetimeSeconds).toEqual({
      value: 60,
      announcedAt: now,
      bindsFrom: now + 30 * DAY,
      toldAt: null,
    });
    const atOnce = rulesAfter(START, asked({ maximumTokenLifetimeSeconds: 60 }, false), now);
    expect(atOnce).toEqual({ policy: { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds: 60 }, pending: {} });
  });

  it('is taken back by a value that is no stricter, and replaced by another one with a notice of its own', () => {
    const later = now + 29 * DAY;
    for (const back of [null, 10 ** 9]) {
      const state = { ...announced, policy: { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds: 3600 } };
      const after = rulesAfter(state, asked({ maximumTokenLifetimeSeconds: back }), later);
      expect(after).toEqual({ policy: { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds: back }, pending: {} });
    }
    const replaced = rulesAfter(announced, asked({ maximumTokenLifetimeSeconds: 120 }), later);
    expect(replaced.pending.maximumTokenLifetimeSeconds).toMatchObject({ value: 120, bindsFrom: later + 30 * DAY });
    expect(rulesAfter(announced, asked({ maximumTokenLifetimeSeconds: 60 }), later)).toEqual(announced);
    const sooner = rulesAfter(announced, asked({ maximumTokenLifetimeSeconds: 60 }, true, now + 8 * DAY), now);
    expect(sooner.pending.maximumTokenLifetimeSeconds).toMatchObject({ bindsFrom: now + 8 * DAY });
    expect(rulesAfter(announced, asked({ tokenApproval: true }), later).pending).toEqual(announced.pending);
  });

  it.each([
    ['in the past', { maximumTokenLifetimeSeconds: 60 }, false, -1],
    ['in less than 7 days, if it stops something', { maximumTokenLifetimeSeconds: 60 }, true, 7 * DAY - 1],
    ['in more than a year', { maximumTokenLifetimeSeconds: 60 }, true, 365 * DAY + 1],
    ['that is no number', { maximumTokenLifetimeSeconds: 60 }, true, Number.NaN],
    ['for a rule that binds at once', { tokenApproval: true }, true, 10 * DAY],
    ['for a rule that becomes less strict', { passwordAtRegistry: true }, true, 10 * DAY],
  ])('is refused a date %s', (_what, changes, stops, offset) => {
    const refusal = thrownBy(() => rulesAfter(START, asked(changes, stops, now + offset), now));
    expect(refusal).toMatchObject({ code: 'invalid-input', data: { field: 'bindsFrom' } });
  });

  it('binds nobody before everybody was told, and has its whole notice if that took long', () => {
    const pending = announced.pending.maximumTokenLifetimeSeconds;
    if (!pending) throw new Error('nothing is announced');
    expect(isBinding(pending, now + 40 * DAY)).toBe(false);
    expect(isBinding({ ...pending, toldAt: now }, now + 30 * DAY - 1)).toBe(false);
    expect(isBinding({ ...pending, toldAt: now }, now + 30 * DAY)).toBe(true);
    expect(startInTime(pending, now + 23 * DAY + HOUR)).toBe(pending);
    expect(startInTime(pending, now + 23 * DAY + HOUR + 1).bindsFrom).toBe(now + 30 * DAY + HOUR + 1);
    expect(startInTime({ ...pending, toldAt: now }, now + 29 * DAY).bindsFrom).toBe(now + 30 * DAY);
  });
});

describe('an exemption from a rule', () => {
  it('ends within a year, and not in the past', () => {
    expect(thrownBy(() => requireExemptionEnd(365 * DAY, 0))).toBeUndefined();
    for (const end of [0, -1, Number.NaN, 365 * DAY + 1]) {
      expect(thrownBy(() => requireExemptionEnd(end, 0))).toMatchObject({ data: { field: 'endsAt' } });
    }
  });

  it('of a token and of its holder count together, and one that is ended early gives 7 days', () => {
    const rule = 'tokenUnusedSeconds';
    const both = [
      { rule, endsAt: 5 * DAY },
      { rule, endsAt: 9 * DAY },
    ] as const;
    expect(exemptUntil([...both, { rule: 'passwordAtRegistry', endsAt: 1 }])).toEqual({
      tokenUnusedSeconds: 9 * DAY,
      passwordAtRegistry: 1,
    });
    expect(endedEarly(both[0], 0)).toBe(5 * DAY);
    expect(endedEarly(both[1], DAY)).toBe(8 * DAY);
  });
});
