import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireMayIssue, requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { type ChangeTokenInput, changesOfToken, type TokenChange } from './changes-of-token.ts';
import { tokenOfOwner } from './token-of-owner.ts';
import { tokenParty } from './token-party.ts';

/**
 * Renames, deactivates or activates; what is so already changes nothing and leaves no event.
 * Errors: those of `requireTokenOwner` and, to activate or grant, of `requireMayIssue`; `not-found`, `invalid-input`.
 */
export async function changeToken(
  services: Services,
  caller: AccountCaller,
  whose: WhoseTokens,
  id: string,
  input: ChangeTokenInput,
): Promise<AccessToken> {
  return services.store.transaction(async (records) => {
    const owner = await requireTokenOwner({ records, caller }, whose);
    const token = await tokenOfOwner(records.tokens, owner, id);
    const all = changesOfToken(token, owner, input, services.clock.now());
    if (all.some(isWidening)) await requireMayIssue({ records, caller, now: services.clock.now() });
    for (const { action, changes, data } of all) {
      await records.tokens.update(id, changes);
      const details = { action, subject: tokenParty(token), namespace: owner.name, data };
      await records.audit.append(auditEventOf(services, caller, details));
    }
    return Object.assign({}, token, ...all.map(({ changes }) => changes)) as AccessToken;
  });
}

/** To take away, any sign-in is good enough. */
function isWidening({ action, changes }: TokenChange): boolean {
  return action === 'token.activated' || changes.grants !== undefined;
}
