import { ACTIONS, type Action } from '@lanyard/core/action';
import type { RepositoryFacts } from '@lanyard/core/decide';
import { actionsAllowedByPolicy } from '@lanyard/core/organization-policy';
import { type RepositoryRight, widestRight } from '@lanyard/core/repository-right';
import type { RepositoryStanding } from '../ports/records.ts';
import type { RegistryPrincipal } from './registry-principal.ts';

/** What the principal's standing amounts to, in the terms that `decide` takes. */
export function repositoryFacts(standing: RepositoryStanding, principal: RegistryPrincipal): RepositoryFacts {
  return {
    visibility: standing.visibility ?? undefined,
    right: rightOf(standing, principal),
    allowedByPolicy: allowedByPolicy(standing, principal),
  };
}

function rightOf(standing: RepositoryStanding, principal: RegistryPrincipal): RepositoryRight | undefined {
  if (!principal.owner) return undefined;
  if (principal.owner.id === standing.namespaceOwnerId) return 'admin';
  if (standing.role === 'owner') return 'admin';
  if (standing.repositoryId === null) return rightToCreate(standing);
  const throughTeams = standing.role === null ? null : standing.teamRight;
  return widestRight([standing.accountRight, throughTeams].filter((right) => right !== null));
}

function rightToCreate({ role, policy }: RepositoryStanding): RepositoryRight | undefined {
  return role === 'member' && policy?.membersCreateRepositories ? 'write' : undefined;
}

/** Policy binds tokens; a password that got this far is accepted by every policy. */
function allowedByPolicy({ policy }: RepositoryStanding, { token }: RegistryPrincipal): readonly Action[] {
  return policy && token ? actionsAllowedByPolicy(policy, token) : ACTIONS;
}
