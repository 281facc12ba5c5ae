import type { AccountCaller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { auditEventOf } from './audit-event-of.ts';
import { ownToken } from './own-token.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';
import { tokenParty } from './token-party.ts';

/** Ends the token for good. Its row stays, so that whoever still holds the secret is told. */
export async function deleteToken(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireMayManageTokens(caller);
  await services.store.transaction(async (records) => {
    const token = await ownToken(records.tokens, caller, id);
    await records.tokens.update(id, { deletedAt: services.clock.now(), deletedBecause: 'deleted' });
    const signIn = await records.signIns.ofToken(id);
    // Whoever takes a command line's token away means the command line.
    if (signIn) await records.signIns.end(signIn.id, services.clock.now());
    await records.audit.append(
      auditEventOf(services, caller, {
        action: 'token.deleted',
        subject: tokenParty(token),
        namespace: caller.account.name,
      }),
    );
  });
}
