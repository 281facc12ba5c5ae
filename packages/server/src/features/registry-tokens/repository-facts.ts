import {
  actionsAllowedByPolicy,
  type MemberObstacle,
  memberObstacle,
} from '@lanyard/core/organizations/organization-policy';
import type { RepositoryFacts } from '@lanyard/core/registry-tokens/decide';
import { ACTIONS, type Action, type RepositoryRight, widestRight } from '@lanyard/core/repositories/repository';
import type { RepositoryStanding } from '../../store/records/repositories.ts';
import type { TokenOwner } from '../../store/records/tokens.ts';

import type { RegistryPrincipal } from '../registry-tokens/registry-principal.ts';

/** What the principal's standing amounts to, in the terms that `decide` takes. */
export function repositoryFacts(
  standing: RepositoryStanding,
  principal: RegistryPrincipal,
  now: number,
): RepositoryFacts {
  return {
    visibility: standing.visibility ?? undefined,
    right: principal.owner ? rightOf(standing, principal.owner) : undefined,
    allowedByPolicy: allowedByPolicy(standing, principal, now),
  };
}

/** What the owner of a credential may do there at all. */
export function rightOf(standing: RepositoryStanding, owner: Pick<TokenOwner, 'id'>): RepositoryRight | undefined {
  if (owner.id === standing.namespaceOwnerId) return 'admin';
  if (standing.role === 'owner') return 'admin';
  if (standing.repositoryId === null) return rightToCreate(standing);
  const throughTeams = standing.role === null ? null : standing.teamRight;
  return widestRight([standing.accountRight, throughTeams].filter((right) => right !== null));
}

function rightToCreate({ role, policy }: RepositoryStanding): RepositoryRight | undefined {
  return role === 'member' && policy?.membersCreateRepositories ? 'write' : undefined;
}

/** What is asked of members binds every credential; the rest binds tokens, for a password that got this far is accepted. */
function allowedByPolicy(standing: RepositoryStanding, principal: RegistryPrincipal, now: number): readonly Action[] {
  const { policy } = standing;
  const { token } = principal;
  if (!policy) return ACTIONS;
  if (obstacleOf(standing, principal, now) !== undefined) return [];
  return token ? actionsAllowedByPolicy(policy, token) : ACTIONS;
}

/** What the organization asks of whoever holds the credential, and does not find; strangers and its own tokens are not asked. */
export function obstacleOf(
  { policy, role, accountRight, singleSignOn }: RepositoryStanding,
  { owner }: RegistryPrincipal,
  now: number,
): MemberObstacle | undefined {
  if (!policy || owner?.type !== 'account' || (role === null && accountRight === null)) return undefined;
  const { provenAt: signOnProvenAt, endedAt: signOnEndedAt } = singleSignOn;
  return memberObstacle(policy, { hasSecondFactor: owner.hasSecondFactor, signOnProvenAt, signOnEndedAt }, now);
}
