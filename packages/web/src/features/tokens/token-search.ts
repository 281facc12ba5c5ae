import type { TokenQuery } from './use-tokens.ts';

/** The search part of the address of the list, so that a filtered list can be bookmarked and shared. */
export interface TokenSearch {
  readonly page?: number;
  readonly search?: string;
  readonly origin?: 'manual' | 'auto';
  readonly status?: 'active' | 'inactive' | 'expired';
  /** Only tokens that were created with push and without pull. */
  readonly pushWithoutPull?: 'true';
  readonly sort?: SortKey;
  readonly order?: 'asc' | 'desc';
}

/** A change by a control of the page. An empty text removes the filter. */
export type SearchChanges = { readonly [_ in keyof TokenSearch]?: TokenSearch[_] | string };

const SORT_KEYS = ['created', 'lastUsed', 'description', 'expires'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export const PAGE_SIZE = 25;

/** Reads the known parts of an address and ignores the rest. */
export function readTokenSearch(raw: Record<string, unknown>): TokenSearch {
  const page = Number(raw.page);
  const origin = oneOf(['manual', 'auto'] as const, raw.origin);
  const status = oneOf(['active', 'inactive', 'expired'] as const, raw.status);
  const pushWithoutPull = oneOf(['true'] as const, String(raw.pushWithoutPull));
  const sort = oneOf(SORT_KEYS, raw.sort);
  const order = oneOf(['asc', 'desc'] as const, raw.order);
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(typeof raw.search === 'string' && raw.search !== '' && { search: raw.search.slice(0, 100) }),
    ...(origin && { origin }),
    ...(status && { status }),
    ...(pushWithoutPull && { pushWithoutPull }),
    ...(sort && { sort }),
    ...(order && { order }),
  };
}

/** Newest first, unless the address says otherwise. */
export function queryOf(search: TokenSearch): TokenQuery {
  const { sort = 'created' } = search;
  return { page: 1, pageSize: PAGE_SIZE, sort, order: firstOrder(sort), ...search };
}

/** The first order of a column: names from A, times from the newest. */
export function firstOrder(sort: SortKey): 'asc' | 'desc' {
  return sort === 'description' ? 'asc' : 'desc';
}

function oneOf<const Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((value) => value === raw);
}
