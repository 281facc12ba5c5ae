import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { tokensToEvict } from '@lanyard/core/tokens/retention';
import type { Services } from '../../services.ts';
import type { Records } from '../../store/store.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { tokenParty } from '../tokens/token-party.ts';

/** Only the most recently used stay; the account is locked, so no other sign-in counts at the same time. */
export async function evictAutoTokens(
  services: Services,
  records: Records,
  caller: AccountCaller,
  fresh: AccessToken,
  kept: number,
): Promise<void> {
  const tokens = new Map((await records.tokens.auto(caller.account.id)).map((token) => [token.id, token]));
  for (const id of tokensToEvict([...tokens.values()], fresh.id, kept)) {
    const token = tokens.get(id);
    if (token) await evict(services, records, caller, token, fresh, kept);
  }
}

async function evict(
  services: Services,
  records: Records,
  caller: AccountCaller,
  token: AccessToken,
  fresh: AccessToken,
  kept: number,
): Promise<void> {
  const now = services.clock.now();
  await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'evicted', keptThen: kept });
  const signIn = await records.signIns.ofToken(token.id);
  if (signIn) await records.signIns.end(signIn.id, now);
  const data = { replacedBy: fresh.id, replacedByName: fresh.description, kept };
  const details = {
    action: 'token.evicted',
    subject: tokenParty(token),
    namespace: caller.account.name,
    data,
  } as const;
  await records.audit.append(auditEventOf(services, caller, details));
}
