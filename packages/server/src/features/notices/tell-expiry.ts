import { dueWarning, type Looked, warnedExpiries } from '@lanyard/core/notices/expiry-warning';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import { OPERATOR } from '../access/caller.ts';
import { type Change, transact } from '../access/change.ts';

/**
 * Tells the owners of manual access tokens which tokens expire soon. Only one server does this at a time. The time of
 * the last check is stored in the same transaction as the notices.
 */
export async function tellExpiry(services: Services): Promise<void> {
  await transact(services, OPERATOR, async (change) => {
    const { records, now } = change;
    const looked = { after: (await records.toldExpiries.lock()) ?? now, until: now };
    // The clock of another server can be ahead.
    if (looked.after > now) return;
    const { after, until } = warnedExpiries(looked);
    const tokens = await records.tokens.expiring(after, until);
    for (const [ownerId, owned] of Map.groupBy(tokens, (token) => token.ownerId)) {
      await tellOwner(change, ownerId, owned, looked);
    }
    await records.toldExpiries.put(now);
  });
}

async function tellOwner(
  { records, notify }: Change,
  ownerId: string,
  owned: readonly AccessToken[],
  looked: Looked,
): Promise<void> {
  const byDays = Map.groupBy(owned, ({ expiresAt }) => dueWarning(expiresAt ?? 0, looked));
  byDays.delete(undefined);
  if (byDays.size === 0) return;
  const organization = await records.organizations.byId(ownerId);
  const accounts = organization ? (await records.organizations.owners(ownerId)).map(({ id }) => id) : [ownerId];
  for (const [days = 0, tokens] of byDays) {
    const facts = { organization: organization?.name ?? null, days, tokens: tokens.map(inList) };
    await notify('tokens-expire', { accounts }, facts);
  }
}

function inList({ description, expiresAt }: AccessToken): string {
  return `${description} (${new Date(expiresAt ?? 0).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}
