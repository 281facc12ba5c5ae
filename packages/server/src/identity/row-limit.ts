import { type Limiters, take } from './limiters.ts';

/** What an account may make so often. */
export type AccountRows =
  | 'sessions-started'
  | 'command-lines-approved'
  | 'tokens-created'
  | 'auto-tokens-created'
  | 'repositories-created'
  | 'webhook-events-sent'
  | 'organizations-created';

/** Whatever an account makes and the database keeps has a limit. */
export interface RowLimit {
  /** Seconds to wait, or undefined where these may be made. The owner is an account, or one of its command-line logins. */
  countMade(rows: AccountRows, ownerId: string, count?: number): Promise<number | undefined>;
}

export function createRowLimit(limiters: Limiters): RowLimit {
  return {
    countMade: (limit, of, count = 1) =>
      take(
        limiters,
        Array.from({ length: count }, () => ({ limit, of })),
      ),
  };
}
