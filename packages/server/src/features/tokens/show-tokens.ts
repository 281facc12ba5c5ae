import { DomainError } from '@lanyard/core/domain-error';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { TokenCounts, TokenFilter } from '../../store/records/tokens/tokens.ts';
import type { DayTotal, UsageRow } from '../../store/records/tokens/usage.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { type Look, look } from '../access/change.ts';
import { type ManagedOwner, requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

const DAY_MILLISECONDS = 86_400_000;

export interface ListedTokens extends Paged<AccessToken> {
  readonly counts: TokenCounts;
}

/** The owner's tokens, manual and auto-generated, newest first. Errors: those of `requireTokenOwner`. */
export async function listTokens(
  services: Services,
  caller: Caller,
  whose: WhoseTokens,
  filter: Omit<TokenFilter, 'ownerId' | 'now'>,
): Promise<ListedTokens> {
  const { records, now } = look(services, caller);
  const { id: ownerId } = await requireTokenOwner({ records, caller }, whose);
  const [listed, counts] = await Promise.all([
    records.tokens.list({ ...filter, ownerId, now }),
    records.tokens.counts({ ...filter, ownerId, now }),
  ]);
  return { ...listed, counts };
}

/** One token, by its owner and its id. */
export type WhichToken = WhoseTokens & { readonly id: string };

/** A token together with the owner whom the caller acts for. */
export interface OwnedToken {
  readonly owner: ManagedOwner;
  readonly token: AccessToken;
}

/**
 * Another owner's token looks like a missing one (R25, attack 30). Errors: those of `requireTokenOwner`, `not-found`.
 */
export async function requireToken(
  { records, caller }: Pick<Look, 'records' | 'caller'>,
  which: WhichToken,
): Promise<OwnedToken> {
  const owner = await requireTokenOwner({ records, caller }, which);
  const token = await records.tokens.byId(which.id);
  if (token?.ownerId === owner.id) return { owner, token };
  throw new DomainError('not-found', { what: 'access token' });
}

/** Errors: those of `requireToken`. */
export async function showToken(services: Services, caller: AccountCaller, which: WhichToken): Promise<AccessToken> {
  return (await requireToken(look(services, caller), which)).token;
}

/**
 * The uses of the token: by day, repository, actions, address and client, newest first. Errors: those of
 * `requireToken`.
 */
export async function showTokenUsage(
  services: Services,
  caller: AccountCaller,
  which: WhichToken,
  page: Page,
): Promise<Paged<UsageRow>> {
  const asked = look(services, caller);
  const { token } = await requireToken(asked, which);
  return asked.records.usage.ofToken(token.id, page);
}

export interface UsageByDay {
  /** The first and the last day, each as its start in UTC. */
  readonly from: number;
  readonly to: number;
  /** Oldest first. Days without a use are left out. */
  readonly days: readonly DayTotal[];
}

/** How often the token was used on each of the last `days` days, including today. Errors: those of `requireToken`. */
export async function showUsageByDay(
  services: Services,
  caller: AccountCaller,
  which: WhichToken,
  days: number,
): Promise<UsageByDay> {
  const asked = look(services, caller);
  const { token } = await requireToken(asked, which);
  const { records, now } = asked;
  const to = now - (now % DAY_MILLISECONDS);
  const from = to - (days - 1) * DAY_MILLISECONDS;
  return { from, to, days: await records.usage.byDay(token.id, from) };
}
