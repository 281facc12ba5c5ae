import { approvalAsked, isNewForApproval } from '@lanyard/core/access-review/approval';
import { patternsIn } from '@lanyard/core/access-review/reach';
import { holdOn, type ReachHold } from '@lanyard/core/access-review/ruling';
import type { Services } from '../../services.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireToken } from '../tokens/show-tokens.ts';

/** An organization in which a token of the caller reaches nothing now, because its owners said so. */
export interface HoldInOrganization {
  readonly organization: string;
  readonly hold: ReachHold;
}

/** For the holder of the token; organizations that its grants do not name are left out. Errors: those of `requireToken`. */
export async function showHolds(
  services: Services,
  caller: AccountCaller,
  id: string,
): Promise<readonly HoldInOrganization[]> {
  const asked = look(services, caller);
  const { token } = await requireToken(asked, { account: caller.account, id });
  const { records } = asked;
  const accountId = caller.account.id;
  const rulings = await records.reachRulings.onAccount(accountId);
  const said = Map.groupBy(rulings, ({ organization }) => organization);
  const asking = new Map<string, boolean>();
  for (const { organization, memberSince } of await records.organizations.ofAccount(accountId)) {
    const { id: organizationId, name, policy, termsStricterSince } = organization;
    const approval = approvalAsked(policy, termsStricterSince);
    if (!approval || !isNewForApproval(approval, token, memberSince)) continue;
    asking.set(name, !(await records.trustedHolders.has(organizationId, accountId)));
  }
  return [...new Set([...said.keys(), ...asking.keys()])].sort().flatMap((organization) => {
    if (patternsIn(token.grants, organization).length === 0) return [];
    const hold = holdOn(said.get(organization) ?? [], token, asking.get(organization) ?? false);
    return hold ? [{ organization, hold }] : [];
  });
}
