import { DomainError } from '@lanyard/core/domain-error';
import { isNamespace } from '@lanyard/core/repositories/repository-name';
import type { Services } from '../../services.ts';
import type { Team } from '../../store/records/teams.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

/** A team without members; by an owner. Errors: `not-found`, `forbidden`, `invalid-input`, `conflict`. */
export async function createTeam(
  services: Services,
  caller: Caller,
  organizationName: string,
  teamName: string,
): Promise<Team> {
  const createdAt = services.clock.now();
  return services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const name = requireTeamName(teamName);
    const team = { id: services.random.uuid(), organizationId: organization.id, name, createdAt };
    await records.teams.insert(team);
    const details = { action: 'team.created', subject: partyOf('team', team), namespace: organizationName } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return team;
  });
}

function requireTeamName(name: string): string {
  if (isNamespace(name)) return name;
  const reason = 'must be 1 to 39 lower-case letters, digits and inner hyphens';
  throw new DomainError('invalid-input', { field: 'name', reason });
}
