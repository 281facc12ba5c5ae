import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure, type FailedRecheck, type RecheckFailure } from '../../src/single-sign-on/recheck-failure.ts';

const MINUTE = 60_000;
const REFUSED: FailedRecheck = { cause: 'invalid_request', isNetwork: false, doesProviderWork: true };

/** The minute in which the proof ends, for tries that are one minute apart. Undefined if it never ends. */
function endOf(tries: readonly FailedRecheck[], graceSeconds: number): number | undefined {
  let failure: RecheckFailure | null = null;
  for (const [minute, failed] of tries.entries()) {
    const after = afterFailure(failure, failed, minute * MINUTE, graceSeconds);
    if (after.isOver) return minute;
    failure = after.failure;
  }
  return undefined;
}

const kinds = fc.constantFrom<FailedRecheck>(
  REFUSED,
  { ...REFUSED, isNetwork: true },
  { ...REFUSED, doesProviderWork: false },
  { ...REFUSED, isNetwork: true, doesProviderWork: false },
);

describe('R49: a person whom the provider no longer confirms', () => {
  it('keeps access for the grace period and no longer', () => {
    expect(endOf(Array(80).fill(REFUSED), 600)).toBe(10);
    expect(endOf(Array(80).fill(REFUSED), 3600)).toBe(60);
    expect(endOf(Array(80).fill(REFUSED), 60)).toBe(1);
  });

  it('loses it only if the provider refused them during the whole grace period', () => {
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 60 }), fc.integer({ min: 1, max: 15 }), (tries, minutes) => {
        const signs = tries.map((one) => (one === REFUSED ? 'R' : '-')).join('');
        const first = signs.indexOf('R'.repeat(minutes + 1));
        expect(endOf(tries, minutes * 60)).toBe(first === -1 ? undefined : first + minutes);
      }),
    );
  });

  it('is shown with the first time and the last cause', () => {
    const first = afterFailure(null, { ...REFUSED, isNetwork: true, cause: 'no answer in time' }, 5, 600).failure;
    expect(afterFailure(first, REFUSED, 9, 600).failure).toEqual({
      since: 5,
      cause: 'invalid_request',
      refusedSince: 9,
    });
  });
});
