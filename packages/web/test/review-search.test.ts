import { describe, expect, it } from 'vitest';
import { exportAddress, queryOf } from '../src/features/access-review/review-query.ts';
import { readReviewSearch } from '../src/features/access-review/review-search.ts';
import { setFilters } from '../src/features/access-review/review-words.ts';

const SEARCH = {
  search: 'ci',
  holder: 'grace',
  team: 'web',
  repository: 'acme/app',
  unused: 90,
  kind: 'pat',
  status: 'active',
  finding: 'no-expiry',
  state: 'free',
} as const;

describe('the address of the access review', () => {
  it('has each filter, the order and the page', () => {
    const whole = { ...SEARCH, page: 2, sort: 'expires', order: 'desc' } as const;
    expect(readReviewSearch(whole)).toEqual(whole);
    expect(readReviewSearch({ ...whole, unused: '90', page: '2' })).toEqual(whole);
  });

  it('is read without what it cannot mean', () => {
    const wrong = {
      page: 0,
      unused: -1,
      kind: 'x',
      status: 1,
      finding: 'y',
      state: '',
      sort: 'z',
      order: 'up',
      team: '',
    };
    expect(readReviewSearch({ ...wrong, more: 1, holder: ['a'] })).toEqual({});
    expect(readReviewSearch({ unused: 4_000, holder: 42, search: 'x'.repeat(101) })).toEqual({
      holder: '42',
      search: 'x'.repeat(100),
    });
  });

  it('asks the server for a page, newest first unless it says otherwise, and for a file of all that match', () => {
    expect(queryOf({})).toEqual({ page: 1, pageSize: 25, sort: 'created', order: 'desc' });
    expect(queryOf({ sort: 'expires' }).order).toBe('asc');
    const { unused, ...same } = SEARCH;
    expect(queryOf({ ...SEARCH, page: 3 })).toMatchObject({ ...same, unusedDays: unused, page: 3 });
    const address = new URL(exportAddress('csv', 'acme', { ...SEARCH, page: 3, sort: 'holder' }), 'http://x');
    const sent = Object.fromEntries(address.searchParams);
    expect(sent).toEqual({ ...same, unusedDays: '90', format: 'csv' });
  });

  it('is said in words, one for each filter', () => {
    expect(setFilters({ search: 'ci', sort: 'holder', page: 2 })).toEqual([]);
    expect(setFilters(SEARCH).map(({ text }) => text)).toEqual([
      'Holder: grace',
      'Team: web',
      'Repository: acme/app',
      'Kind: Personal',
      'Used here: not for 90 days',
      'Finding: Never expires',
      'Decision: Not blocked',
      'Status: Active',
    ]);
  });
});
