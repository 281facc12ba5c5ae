import { describe, expect, it } from 'vitest';
import type { Review } from '../src/api/types.ts';
import { describeSeries, endOf } from '../src/features/reviews/describe-review.ts';

const OPEN = {
  recurrence: 'quarterly',
  occurrence: 4,
  isLast: false,
  dueAt: '2027-03-31T12:00:00.000Z',
  closedAt: null,
  cancelledAt: null,
} as unknown as Review;

describe('a review on a page', () => {
  it('says which of its series it is, and that it is the last one', () => {
    expect(describeSeries({ ...OPEN, recurrence: null, isLast: true })).toBe('Never');
    expect(describeSeries(OPEN)).toBe('Every three months, number 4');
    expect(describeSeries({ ...OPEN, recurrence: 'monthly', occurrence: 60, isLast: true })).toBe(
      'Every month, and this is the last one, number 60',
    );
  });

  it('says when it ended, where it ended before it was due', () => {
    expect(endOf(OPEN)).toEqual({ label: 'Due', at: OPEN.dueAt });
    const [closedAt, cancelledAt] = ['2027-03-01T12:00:00.000Z', '2027-02-01T12:00:00.000Z'];
    expect(endOf({ ...OPEN, closedAt })).toEqual({ label: 'Closed', at: closedAt });
    expect(endOf({ ...OPEN, cancelledAt })).toEqual({ label: 'Cancelled', at: cancelledAt });
  });
});
