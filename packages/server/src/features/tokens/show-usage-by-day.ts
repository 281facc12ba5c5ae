import type { Services } from '../../services.ts';
import type { DayTotal } from '../../store/records/usage.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { tokenOfOwner } from './token-of-owner.ts';

const DAY_MILLISECONDS = 86_400_000;

export interface UsageByDay {
  /** The first and the last day of those asked for, as their start in UTC. */
  readonly from: number;
  readonly to: number;
  /** Oldest first; a day without a use is left out. */
  readonly days: readonly DayTotal[];
}

/** How often the token was used on each of the last `days` days, today among them. Errors: those of `requireTokenOwner`, `not-found`. */
export async function showUsageByDay(
  { store, clock }: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
  days: number,
): Promise<UsageByDay> {
  const owner = await requireTokenOwner({ records: store.read, caller }, whose);
  const token = await tokenOfOwner(store.read.tokens, owner, id);
  const now = clock.now();
  const to = now - (now % DAY_MILLISECONDS);
  const from = to - (days - 1) * DAY_MILLISECONDS;
  return { from, to, days: await store.read.usage.byDay(token.id, from) };
}
