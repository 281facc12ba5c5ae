import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FINDING_KINDS } from '../../src/access-review/findings.ts';
import { matchesPattern } from '../../src/repositories/repository.ts';
import {
  isInScope,
  outcomeOfUndecided,
  REVIEWERS,
  type ReviewTimes,
  requireReviewName,
  reviewerOf,
  reviewState,
} from '../../src/reviews/review-rules.ts';

/** Few letters, so that patterns often meet. */
const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 });
const pattern = fc.oneof(
  fc.constant('*'),
  word.map((name) => `acme/${name}`),
  word.map((name) => `acme/${name}*`),
);
/** Every name that these patterns can be told apart by. */
const names = ['', ...letters(1), ...letters(2), ...letters(3), ...letters(4)].map((name) => `acme/${name}`);

function letters(length: number): readonly string[] {
  if (length === 0) return [''];
  return letters(length - 1).flatMap((start) => [`${start}a`, `${start}b`]);
}

const facts = fc.record({
  findings: fc.subarray([...FINDING_KINDS]),
  isInTeam: fc.boolean(),
  patterns: fc.array(pattern, { maxLength: 3 }),
});

describe('which tokens are in a review', () => {
  it('has those that name a repository of the pattern, as if each name were tried', () => {
    const property = fc.property(pattern, facts, (asked, token) => {
      const expected = names.some(
        (name) => matchesPattern(asked, name) && token.patterns.some((one) => matchesPattern(one, name)),
      );
      expect(isInScope({ type: 'repository', pattern: asked }, token)).toBe(expected);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it('has every token, those that are not used, or those of a team', () => {
    const property = fc.property(facts, (token) => {
      expect(isInScope({ type: 'all' }, token)).toBe(true);
      const isUnused = token.findings.join().includes('used') && /never-used|(^|,)unused/.test(token.findings.join());
      expect(isInScope({ type: 'stale' }, token)).toBe(isUnused);
      expect(isInScope({ type: 'team', id: '1', name: 'web' }, token)).toBe(token.isInTeam);
    });
    fc.assert(property);
  });
});

describe('who is asked about an item', () => {
  it('is its holder in a review by holders, if the holder is a member; otherwise the owners', () => {
    const holder = fc.record({
      type: fc.constantFrom('account' as const, 'organization' as const),
      id: fc.constantFrom('ada', 'bob'),
      isMember: fc.boolean(),
    });
    const property = fc.property(fc.constantFrom(...REVIEWERS), holder, (reviewers, asked) => {
      const words = `${reviewers} ${asked.type} ${asked.isMember}`;
      expect(reviewerOf(reviewers, asked)).toBe(words === 'holders account true' ? asked.id : null);
    });
    fc.assert(property);
  });
});

describe('the state of a review', () => {
  const time = fc.integer({ min: 0, max: 6 });
  const maybe = fc.option(time);
  const times = fc.record({
    startsAt: time,
    preparedAt: maybe,
    dueAt: time,
    finishedAt: maybe,
    closedAt: maybe,
    cancelledAt: maybe,
  });

  it('is the furthest that it came to, and takes decisions only from its list until its end', () => {
    const property = fc.property(times, time, (review, now) => {
      const isOpen =
        review.cancelledAt === null &&
        review.closedAt === null &&
        review.preparedAt !== null &&
        review.startsAt <= now &&
        now < review.dueAt &&
        review.finishedAt === null;
      expect(reviewState(review, now) === 'open').toBe(isOpen);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('goes through all states in their order', () => {
    const made: ReviewTimes = {
      startsAt: 2,
      preparedAt: null,
      dueAt: 9,
      finishedAt: null,
      closedAt: null,
      cancelledAt: null,
    };
    const prepared = { ...made, preparedAt: 3 };
    expect(reviewState(made, 1)).toBe('scheduled');
    expect(reviewState(made, 2)).toBe('preparing');
    expect(reviewState(prepared, 3)).toBe('open');
    expect(reviewState(prepared, 9)).toBe('closing');
    expect(reviewState({ ...prepared, finishedAt: 4 }, 5)).toBe('closing');
    expect(reviewState({ ...prepared, closedAt: 10 }, 11)).toBe('closed');
    expect(reviewState({ ...prepared, cancelledAt: 4 }, 11)).toBe('cancelled');
    // Deny by default: a date that is no number is over.
    expect(reviewState({ ...prepared, dueAt: Number.NaN }, 3)).toBe('closing');
  });
});

it('what nobody decided follows the rule, but for what is gone or was blocked meanwhile', () => {
  const is = (isGone: boolean, isBlocked: boolean) =>
    (['keep', 'block'] as const).map((rule) => outcomeOfUndecided(rule, { isGone, isBlocked }));
  expect(is(false, false)).toEqual(['keep', 'block']);
  expect(is(false, true)).toEqual(['block', 'block']);
  expect(is(true, false)).toEqual(['gone', 'gone']);
  expect(is(true, true)).toEqual(['gone', 'gone']);
});

it('the name of a review can be shown on a terminal', () => {
  expect(requireReviewName(' Spring ')).toBe('Spring');
  for (const name of ['', ' ', 'a\u001b[2J', 'x'.repeat(81)]) expect(() => requireReviewName(name)).toThrow();
});
