import { DomainError } from '@lanyard/core/domain-error';
import type { Organization } from '../../store/records/organizations.ts';
import type { RepositoryStanding } from '../../store/records/repositories.ts';
import type { Reads } from '../../store/store.ts';
import { requireAccount, requireMember } from '../access/accounts.ts';

import { teamOf } from '../organizations/team-of.ts';

/** Who gets or loses a right, as its giver names it. */
export interface RightSubjectInput {
  readonly subjectType: 'team' | 'account';
  readonly subjectName: string;
}

/**
 * Rights to an organization's repositories are for its teams and members, those to an account's for any account.
 * Errors: `not-found`, `invalid-input` for a team where there is no organization.
 */
export async function rightSubject(
  reads: Reads,
  standing: RepositoryStanding,
  { subjectType, subjectName }: RightSubjectInput,
): Promise<{ readonly id: string; readonly name: string }> {
  const organization = await organizationOf(reads, standing);
  if (!organization && subjectType === 'account') return requireAccount(reads, subjectName);
  if (!organization) throw invalid('must be account: only organizations have teams');
  return subjectType === 'team'
    ? teamOf(reads, organization, subjectName)
    : requireMember(reads, organization, subjectName);
}

async function organizationOf(reads: Reads, standing: RepositoryStanding): Promise<Organization | undefined> {
  if (standing.namespaceType === 'account') return undefined;
  return reads.organizations.byId(standing.namespaceOwnerId);
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'subjectType', reason });
}
