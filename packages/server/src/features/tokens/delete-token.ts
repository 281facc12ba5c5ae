import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { tokenOfOwner } from './token-of-owner.ts';
import { tokenParty } from './token-party.ts';

/**
 * Ends the token for good. Its row stays, so that whoever still holds the secret is told.
 * Errors: those of `requireTokenOwner`; `not-found`.
 */
export async function deleteToken(
  services: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const owner = await requireTokenOwner({ records, caller }, whose);
    const token = await tokenOfOwner(records.tokens, owner, id);
    await records.tokens.update(id, { deletedAt: services.clock.now(), deletedBecause: 'deleted' });
    const signIn = await records.signIns.ofToken(id);
    // Whoever takes a command line's token away means the command line.
    if (signIn) await records.signIns.end(signIn.id, services.clock.now());
    const details = { action: 'token.deleted', subject: tokenParty(token), namespace: owner.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}
