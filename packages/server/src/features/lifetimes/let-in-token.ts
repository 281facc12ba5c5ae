import { DomainError } from '@lanyard/core/domain-error';
import { policyAt } from '@lanyard/core/lifetimes/announced-rules';
import { exemptUntil } from '@lanyard/core/lifetimes/exemption';
import { tokenHere, tokenStop } from '@lanyard/core/lifetimes/token-stops';
import type { Services } from '../../services.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { type Change, subjectOf, transact } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';

/**
 * Lets a token of the caller reach an organization again that stopped it because it was not used there. What owners said
 * of it, and every other rule, stay as they are. Errors: `not-found` for another's token and to strangers, `conflict`.
 */
export async function letOwnTokenIn(
  services: Services,
  caller: AccountCaller,
  tokenId: string,
  name: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireMembership(change, name);
    const token = await requireListed(change, organization, tokenId);
    if (token.ownerId !== caller.account.id) throw missing();
    await letIn(change, organization, token);
  });
}

/** The same by an owner, for a token of anybody, or of the organization itself. Errors: the same, `forbidden` to members. */
export async function letTokenIn(services: Services, caller: Caller, name: string, tokenId: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, name);
    await letIn(change, organization, await requireListed(change, organization, tokenId));
  });
}

async function requireListed({ records, now }: Change, organization: Organization, id: string): Promise<ReviewedToken> {
  const asked = { organization, now, ids: [id], page: 1, pageSize: 1 };
  const [token] = (await records.accessReview.list(asked)).items;
  if (!token) throw missing();
  return token;
}

/** Only what sleeps is woken: a row for each token that anybody names would be no use. Errors: `conflict`. */
async function letIn(change: Change, organization: Organization, token: ReviewedToken): Promise<void> {
  const { records, now, audit } = change;
  const { id, name, policy, pendingRules } = organization;
  const exemptions = await records.ruleExemptions.of(id, [token.id, token.ownerId], now);
  const rest = await records.stopFacts.restOf({ id, name }, token.id);
  const { memberSince } = token.holder;
  const here = tokenHere(token, { ...rest, memberSince, exemptUntil: exemptUntil(exemptions) });
  const { tokenUnusedSeconds } = policyAt(policy, pendingRules, now);
  if (!tokenStop({ maximumTokenLifetimeSeconds: null, tokenUnusedSeconds }, here, now)) {
    throw new DomainError('conflict', { reason: 'this access token is not stopped there because it was not used' });
  }
  await records.stopFacts.letTokenIn(id, token.id, now);
  const { holder, isOnlyHere, description } = token;
  const named = { id: token.id, name: isOnlyHere ? description : `token of ${holder.name}` };
  await audit('token.let-in-again', subjectOf('token', named, name), { holder: holder.name });
}

function missing(): DomainError {
  return new DomainError('not-found', { what: 'access token' });
}
