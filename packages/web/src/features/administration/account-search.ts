const SHOWS = ['active', 'disabled', 'administrators'] as const;
export type AccountShow = (typeof SHOWS)[number];

/** The search part of the address of the list. */
export interface AccountSearch {
  readonly page?: number;
  readonly search?: string;
  readonly show?: AccountShow;
}

/** Reads the known parts of an address and ignores the rest. */
export function readAccountSearch(raw: Record<string, unknown>): AccountSearch {
  const page = Number(raw.page);
  const show = SHOWS.find((one) => one === raw.show);
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(typeof raw.search === 'string' && raw.search !== '' && { search: raw.search.slice(0, 100) }),
    ...(show && { show }),
  };
}
