import type { ReviewQuery } from '../../api/types.ts';
import type { ReviewSearch, ReviewSort } from './review-search.ts';

export const PAGE_SIZE = 25;

/** Newest first, unless the address says otherwise. */
export function queryOf({
  page = 1,
  sort = 'created',
  order = firstOrder(sort),
  ...search
}: ReviewSearch): ReviewQuery {
  return { page, pageSize: PAGE_SIZE, sort, order, ...criteriaOf(search) };
}

/** The first order of a column: names from A, ends from the soonest, other times from the newest. */
export function firstOrder(sort: ReviewSort): 'asc' | 'desc' {
  return sort === 'holder' || sort === 'expires' ? 'asc' : 'desc';
}

/** The address of a file with all tokens that match. */
export function exportAddress(format: 'csv' | 'jsonl', organization: string, search: ReviewSearch): string {
  const criteria = Object.entries(criteriaOf(search)).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams([['format', format], ...criteria]);
  return `/api/organizations/${organization}/access-review/tokens/export?${query}`;
}

function criteriaOf({ page: _page, sort: _sort, order: _order, unused, ...criteria }: ReviewSearch) {
  return { ...criteria, ...(unused !== undefined && { unusedDays: unused }) };
}
