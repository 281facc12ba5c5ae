import { FINDINGS } from '@lanyard/core/access-review/findings';
import { NOTICED, type ReviewSearch, type ReviewSort, type STATES, type STATUSES } from './review-search.ts';

export const KIND_WORDS = { pat: 'Personal', auto: 'Auto-generated', oat: 'Of the organization' } as const;

export const STATUS_WORDS: Readonly<Record<(typeof STATUSES)[number], string>> = {
  active: 'Active',
  inactive: 'Inactive',
};

export const STATE_WORDS: Readonly<Record<(typeof STATES)[number], string>> = {
  free: 'Not blocked',
  blocked: 'Blocked here',
  refused: 'Refused here',
  waiting: 'Waiting for approval',
};

export const FINDING_WORDS = Object.fromEntries(NOTICED.map((kind) => [kind, FINDINGS[kind].label])) as Readonly<
  Record<(typeof NOTICED)[number], string>
>;

const REST_DAYS = [7, 30, 60, 90, 180, 365] as const;

/** For how long a token was not used here; another number of days can be in the address. */
export function restWords(days: number | undefined): Readonly<Record<string, string>> {
  const all = [...new Set([...REST_DAYS, ...(days === undefined ? [] : [days])])].sort((one, other) => one - other);
  return Object.fromEntries(all.map((each) => [String(each), each === 1 ? 'Not for a day' : `Not for ${each} days`]));
}

/** Each order of each column, for screens without the heads of columns. */
export const ORDER_WORDS: Readonly<Record<`${ReviewSort} ${'asc' | 'desc'}`, string>> = {
  'created desc': 'Newest first',
  'created asc': 'Oldest first',
  'holder asc': 'Holder from A to Z',
  'holder desc': 'Holder from Z to A',
  'lastUsed desc': 'Used last first',
  'lastUsed asc': 'Unused longest first',
  'expires asc': 'Expires soonest first',
  'expires desc': 'Expires latest first',
};

export interface SetFilter {
  readonly key: keyof ReviewSearch;
  readonly text: string;
}

/** What the list is limited to, without the words of the search, which its field shows. */
export function setFilters(search: ReviewSearch): readonly SetFilter[] {
  const { holder, team, repository, kind, unused, finding, state, status } = search;
  const all = {
    holder: holder && `Holder: ${holder}`,
    team: team && `Team: ${team}`,
    repository: repository && `Repository: ${repository}`,
    kind: kind && `Kind: ${KIND_WORDS[kind]}`,
    unused: unused && `Used here: ${restWords(unused)[unused]?.toLowerCase()}`,
    finding: finding && `Finding: ${FINDING_WORDS[finding]}`,
    state: state && `Decision: ${STATE_WORDS[state]}`,
    status: status && `Status: ${STATUS_WORDS[status]}`,
  };
  return Object.entries(all).flatMap(([key, text]) => (text ? [{ key: key as keyof ReviewSearch, text }] : []));
}
