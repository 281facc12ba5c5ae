import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationInWords } from '../../src/duration-in-words.ts';
import {
  ACCOUNT_WIDE_RULES,
  type AccountWideRule,
  bindingTerms,
  completeTerms,
  type MemberTerms,
  NO_TERMS,
  noticesAfter,
  stricterRules,
  TERMS_NOTICE_SECONDS,
  type TermsNotices,
  termsOf,
  termsOfSetter,
  termsStanding,
} from '../../src/organizations/member-terms.ts';
import { DEFAULT_POLICY } from '../../src/organizations/organization-policy.ts';
import { termInWords, termsInWords } from '../../src/organizations/terms-in-words.ts';

const DAY = 86_400_000;
const number = (cap: number) => fc.option(fc.integer({ min: 1, max: cap }), { nil: null });
const terms: fc.Arbitrary<MemberTerms> = fc.record({
  autoTokensKept: number(9),
  passwordAtRegistry: fc.boolean(),
  signInIdleSeconds: number(60 * 86_400),
  signInLifetimeSeconds: number(180 * 86_400),
  requireSecondFactor: fc.boolean(),
});

/**
 * How strict each rule is, written independently of the product: a larger number is stricter. Idle times above 30 days
 * and lifetimes above 90 have no effect, as docs/policy.md says.
 */
function asked(one: MemberTerms): Readonly<Record<keyof MemberTerms, number>> {
  const small = (value: number | null, nothing: number) => -Math.min(value ?? nothing, nothing);
  return {
    autoTokensKept: small(one.autoTokensKept, Number.MAX_SAFE_INTEGER),
    passwordAtRegistry: one.passwordAtRegistry ? 0 : 1,
    signInIdleSeconds: small(one.signInIdleSeconds, 2_592_000),
    signInLifetimeSeconds: small(one.signInLifetimeSeconds, 7_776_000),
    requireSecondFactor: one.requireSecondFactor ? 1 : 0,
  };
}

/** `history`: when each rule last became stricter, recorded independently of the product's notices. */
function expectedStanding(
  accepted: MemberTerms | null,
  policy: MemberTerms,
  history: ReadonlyMap<AccountWideRule, number>,
  now: number,
): string {
  if (accepted === null) return 'none-accepted';
  const missing = ACCOUNT_WIDE_RULES.filter((rule) => asked(policy)[rule] > asked(accepted)[rule]);
  if (missing.length === 0) return 'accepted';
  return missing.some((rule) => now - (history.get(rule) ?? now) >= 7 * DAY) ? 'suspended' : 'noticed';
}

const OTHER_RULES = { tokenApproval: false, autoTokenApproval: false };

describe('the account-wide rules of an organization', () => {
  it('are all covered by these tests, and their defaults require nothing', () => {
    expect([...ACCOUNT_WIDE_RULES].sort()).toEqual(Object.keys(asked(NO_TERMS)).sort());
    const property = fc.property(terms, (one) => {
      expect(stricterRules(one, NO_TERMS)).toEqual([]);
    });
    fc.assert(property);
  });

  it('are stricter only where they require more', () => {
    const property = fc.property(terms, terms, (accepted, policy) => {
      const [before, after] = [asked(accepted), asked(policy)];
      const expected = ACCOUNT_WIDE_RULES.filter((rule) => after[rule] > before[rule]);
      expect(stricterRules(accepted, policy)).toEqual(expected);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('never bind a member to more than the member accepted or the policy requires now', () => {
    const property = fc.property(fc.option(terms, { nil: null }), terms, (accepted, policy) => {
      const bound = asked(bindingTerms(accepted, policy));
      const limit = asked(accepted ?? NO_TERMS);
      const now = asked(policy);
      for (const rule of ACCOUNT_WIDE_RULES) expect(bound[rule]).toBe(Math.min(limit[rule], now[rule]));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('do not bind a member who accepted none of them', () => {
    const property = fc.property(terms, (policy) => {
      expect(asked(bindingTerms(null, policy))).toEqual(asked(NO_TERMS));
    });
    fc.assert(property);
  });

  it('R43: count as not accepted if they were added after the member accepted', () => {
    expect(completeTerms({ autoTokensKept: 3 })).toEqual({ ...NO_TERMS, autoTokensKept: 3 });
    expect(termsOf(DEFAULT_POLICY)).toEqual(NO_TERMS);
  });

  it('suspend members who did not accept a stricter rule, but only 7 days after the change', () => {
    const step = fc.record({ days: fc.integer({ min: 0, max: 12 }), policy: terms });
    const property = fc.property(
      fc.option(terms, { nil: null }),
      fc.array(step, { maxLength: 8 }),
      (accepted, steps) => {
        let [now, policy, notices]: [number, MemberTerms, TermsNotices] = [0, NO_TERMS, {}];
        const history = new Map<AccountWideRule, number>();
        for (const { days, policy: next } of steps) {
          now += days * DAY;
          for (const rule of stricterRules(policy, next)) history.set(rule, now);
          notices = noticesAfter(notices, { ...OTHER_RULES, ...policy }, { ...OTHER_RULES, ...next }, now);
          policy = next;
          expect(termsStanding(accepted, policy, notices, now)).toBe(expectedStanding(accepted, policy, history, now));
        }
      },
    );
    fc.assert(property, { numRuns: 500 });
    expect(TERMS_NOTICE_SECONDS * 1000).toBe(7 * DAY);
  });

  it('count as accepted by the owner who sets them, and change nothing else that the owner accepted', () => {
    const property = fc.property(terms, terms, terms, (accepted, before, after) => {
      const own = termsOfSetter(accepted, before, after) ?? NO_TERMS;
      const set = stricterRules(before, after);
      for (const rule of ACCOUNT_WIDE_RULES) expect(own[rule]).toBe(set.includes(rule) ? after[rule] : accepted[rule]);
    });
    fc.assert(property, { numRuns: 300 });
    expect(termsOfSetter(null, NO_TERMS, NO_TERMS)).toBeNull();
    expect(termsOfSetter(null, NO_TERMS, { ...NO_TERMS, autoTokensKept: 2 })).toMatchObject({ autoTokensKept: 2 });
  });
});

describe('the rules of an organization in words', () => {
  it('include every rule that requires something, account-wide rules first, and no other', () => {
    const policy = {
      ...DEFAULT_POLICY,
      maximumTokenLifetimeSeconds: 90 * 86_400,
      tokenActions: ['pull', 'push'] as const,
      autoTokensKept: 3,
      passwordAtRegistry: false,
      signInIdleSeconds: 36_000,
      requireSecondFactor: true,
      membersCreateRepositories: true,
    };
    expect(termsInWords(policy).map(({ text, accountWide }) => [text, accountWide])).toEqual([
      ['keeps at most 3 of the auto-generated tokens of your account', true],
      ['refuses your password in docker and other registry clients, so that you need an access token', true],
      ['signs out your command lines after 10 hours without use', true],
      ['asks for a second factor before you create tokens or approve command lines', true],
      ['accepts access tokens that live 90 days at most', false],
      ['allows access tokens only to pull and push', false],
    ]);
    expect(termsInWords(DEFAULT_POLICY)).toEqual([]);
    expect(termInWords('signInIdleSeconds', 31 * 86_400)).toBeUndefined();
    expect(termInWords('tokenActions', [])).toBe('allows access tokens to do nothing');
    expect(termInWords('autoTokenActions', ['pull'])).toBe('allows auto-generated tokens only to pull');
  });

  it.each([
    [1, '1 second'],
    [90, '90 seconds'],
    [3_600, '1 hour'],
    [5_400, '90 minutes'],
    [7_776_000, '90 days'],
  ])('show %i s as %s', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });
});
