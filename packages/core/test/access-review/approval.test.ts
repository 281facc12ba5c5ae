import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalAsked, isNewForApproval } from '../../src/access-review/approval.ts';

const time = fc.integer({ min: 1, max: 5 });
const since = fc.record({ tokenApproval: time, autoTokenApproval: time }, { requiredKeys: ['tokenApproval'] });
const token = fc.record({
  origin: fc.constantFrom('manual' as const, 'auto' as const),
  createdAt: time,
  widenedAt: fc.option(time),
});

describe('the approval of new tokens', () => {
  it('is asked of what was made, widened or brought by a new member since the rule was set', () => {
    const property = fc.property(since, fc.boolean(), token, time, (times, autoTokenApproval, asked, memberSince) => {
      const approval = approvalAsked({ tokenApproval: true, autoTokenApproval }, times);
      // All that happened to the token here, each of which is enough.
      const moments = [asked.widenedAt ?? asked.createdAt, memberSince];
      const rules =
        asked.origin === 'auto' ? [times.tokenApproval, times.autoTokenApproval ?? 0] : [times.tokenApproval];
      const isAsked = asked.origin === 'manual' || autoTokenApproval;
      const expected = isAsked && moments.some((moment) => rules.every((set) => moment >= set));
      expect(approval && isNewForApproval(approval, asked, memberSince)).toBe(expected);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it('is asked of everything where a time is missing, and of nothing while the rule is off', () => {
    expect(approvalAsked({ tokenApproval: false, autoTokenApproval: true }, {})).toBeUndefined();
    const approval = approvalAsked({ tokenApproval: true, autoTokenApproval: false }, {});
    const old = { origin: 'manual', createdAt: 1, widenedAt: null } as const;
    expect(approval && isNewForApproval(approval, old, 1)).toBe(true);
    const later = approvalAsked({ tokenApproval: true, autoTokenApproval: false }, { tokenApproval: 5 });
    expect(later && isNewForApproval(later, old, null)).toBe(true);
    expect(later && isNewForApproval(later, { ...old, createdAt: Number.NaN }, 1)).toBe(true);
    expect(later && isNewForApproval(later, { ...old, origin: 'auto', createdAt: 9 }, 1)).toBe(false);
  });
});
