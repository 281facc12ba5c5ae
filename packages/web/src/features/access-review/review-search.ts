/**
 * The search part of the address of the review, so that a filtered list can be bookmarked and shared. It is read on every
 * page, so the words of the choices are elsewhere.
 */
export interface ReviewSearch {
  readonly page?: number;
  readonly search?: string;
  /** A whole name. */
  readonly holder?: string;
  readonly team?: string;
  /** A full name. */
  readonly repository?: string;
  /** Not used here for so many days. */
  readonly unused?: number;
  readonly kind?: (typeof KINDS)[number];
  readonly status?: (typeof STATUSES)[number];
  readonly finding?: (typeof NOTICED)[number];
  readonly state?: (typeof STATES)[number];
  readonly sort?: ReviewSort;
  readonly order?: (typeof ORDERS)[number];
}

/** What a control of the page changes; an empty text removes the filter. */
export type ReviewSearchChanges = { readonly [_ in keyof ReviewSearch]?: ReviewSearch[_] | string };

export const KINDS = ['pat', 'auto', 'oat'] as const;
export const STATUSES = ['active', 'inactive'] as const;
export const STATES = ['free', 'blocked', 'refused', 'waiting'] as const;
export const NOTICED = [
  'never-used',
  'unused',
  'no-expiry',
  'expires-soon',
  'no-second-factor',
  'holder-disabled',
  'maker-left',
  'not-approved',
  'against-policy',
] as const;
const SORTS = ['created', 'lastUsed', 'holder', 'expires'] as const;
export type ReviewSort = (typeof SORTS)[number];
const ORDERS = ['asc', 'desc'] as const;
const LONGEST_DAYS = 3_650;

/** Reads the known parts of an address and ignores the rest. */
export function readReviewSearch(raw: Record<string, unknown>): ReviewSearch {
  const [page, unused] = [Number(raw.page), Number(raw.unused)];
  const all = {
    search: textOf(raw.search, 100),
    holder: textOf(raw.holder, 100),
    team: textOf(raw.team, 100),
    repository: textOf(raw.repository, 255),
    kind: KINDS.find((kind) => kind === raw.kind),
    status: STATUSES.find((status) => status === raw.status),
    finding: NOTICED.find((finding) => finding === raw.finding),
    state: STATES.find((state) => state === raw.state),
    unused: Number.isInteger(unused) && unused > 0 && unused <= LONGEST_DAYS ? unused : undefined,
    sort: SORTS.find((sort) => sort === raw.sort),
    order: ORDERS.find((order) => order === raw.order),
    page: Number.isInteger(page) && page > 1 ? page : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A name of digits alone is a number in an address. */
function textOf(raw: unknown, length: number): string | undefined {
  const text = typeof raw === 'number' ? String(raw) : raw;
  return typeof text === 'string' && text !== '' ? text.slice(0, length) : undefined;
}
