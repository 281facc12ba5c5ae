import { DomainError } from '@lanyard/core/domain-error';
import type { Organization } from '../../store/records/organizations.ts';
import type { Team } from '../../store/records/teams.ts';

import type { Reads } from '../../store/store.ts';

/** The organization's team of this name. Errors: `not-found`. */
export async function teamOf({ teams }: Pick<Reads, 'teams'>, organization: Organization, name: string): Promise<Team> {
  const team = await teams.byName(organization.id, name);
  if (team) return team;
  throw new DomainError('not-found', { what: 'team' });
}
