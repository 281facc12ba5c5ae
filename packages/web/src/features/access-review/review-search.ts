import { FINDINGS, UNUSED_DAYS } from '@lanyard/core/access-review/findings';
import type { ReviewQuery } from '../../api/types.ts';

/** The search part of the address of the review, so that a filtered list can be bookmarked and shared. */
export interface ReviewSearch {
  readonly page?: number;
  readonly search?: string;
  readonly kind?: ReviewQuery['kind'];
  readonly finding?: Noticed;
  readonly state?: ReviewQuery['state'];
  readonly repository?: string;
  readonly sort?: ReviewQuery['sort'];
}

/** What a control of the page changes; an empty text removes the filter. */
export type ReviewSearchChanges = { readonly [_ in keyof ReviewSearch]?: ReviewSearch[_] | string };

export const PAGE_SIZE = 25;

export const KINDS = { pat: 'Personal', auto: 'Auto-generated', oat: 'Of the organization' } as const;
export const STATES = {
  free: 'Not blocked',
  blocked: 'Blocked here',
  refused: 'Refused here',
  waiting: 'Waiting for approval',
} as const;
/** What can be noticed, or for how long it was not used. */
export const NOTICED = {
  'never-used': FINDINGS['never-used'].label,
  '30': 'Unused for 30 days',
  unused: `Unused for ${UNUSED_DAYS} days`,
  '180': 'Unused for 180 days',
  'no-expiry': FINDINGS['no-expiry'].label,
  'expires-soon': FINDINGS['expires-soon'].label,
  'no-second-factor': FINDINGS['no-second-factor'].label,
  'holder-disabled': FINDINGS['holder-disabled'].label,
  'not-approved': FINDINGS['not-approved'].label,
} as const;
export const SORTS = {
  created: 'Newest first',
  lastUsed: 'Last used here',
  holder: 'By holder',
  expires: 'By expiration',
} as const;
type Noticed = keyof typeof NOTICED;

/** Reads the known parts of an address and ignores the rest. */
export function readReviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const page = Number(raw.page);
  const [kind, finding, state, sort] = [
    keyIn(KINDS, raw.kind),
    keyIn(NOTICED, raw.finding),
    keyIn(STATES, raw.state),
    keyIn(SORTS, raw.sort),
  ];
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(typeof raw.search === 'string' && raw.search !== '' && { search: raw.search.slice(0, 100) }),
    ...(typeof raw.repository === 'string' && raw.repository !== '' && { repository: raw.repository.slice(0, 255) }),
    ...(kind && { kind }),
    ...(finding && { finding }),
    ...(state && { state }),
    ...(sort && { sort }),
  };
}

export function queryOf({ page = 1, sort = 'created', ...search }: ReviewSearch): ReviewQuery {
  return { page, pageSize: PAGE_SIZE, sort, order: sort === 'holder' ? 'asc' : 'desc', ...criteriaOf(search) };
}

/** The address of a file with all tokens that match. */
export function exportAddress(format: 'csv' | 'jsonl', organization: string, search: ReviewSearch): string {
  const criteria = Object.entries(criteriaOf(search)).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams([['format', format], ...criteria]);
  return `/api/organizations/${organization}/access-review/tokens/export?${query}`;
}

export function isFiltered({ search, kind, finding, state, repository }: ReviewSearch): boolean {
  return [search, kind, finding, state, repository].some((filter) => filter !== undefined);
}

function criteriaOf({ search, kind, finding, state, repository }: ReviewSearch) {
  return {
    ...(search !== undefined && { search }),
    ...(kind && { kind }),
    ...(state && { state }),
    ...(repository !== undefined && { repository }),
    ...(finding === '30' || finding === '180' ? { unusedDays: Number(finding) } : finding && { finding }),
  };
}

function keyIn<Table extends object>(table: Table, raw: unknown): keyof Table | undefined {
  const text = String(raw);
  return Object.hasOwn(table, text) ? (text as keyof Table) : undefined;
}
