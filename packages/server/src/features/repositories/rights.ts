import { DomainError } from '@lanyard/core/domain-error';
import { idOfNobody, isNamespace, type RepositoryRight } from '@lanyard/core/repositories/repository';
import type { RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import type { Services } from '../../services.ts';
import type { RepositoryStanding } from '../../store/records/access/access.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Team } from '../../store/records/organizations/teams.ts';
import type { RightHolder } from '../../store/records/repositories/repositories.ts';
import type { Reads } from '../../store/store.ts';
import { requireMember } from '../access/accounts.ts';
import type { OrganizationCaller } from '../access/caller.ts';
import { look, transact } from '../access/change.ts';
import { requireNoToken } from '../access/permissions.ts';
import { repositorySubject, requireAdminRight } from '../access/repository-access.ts';
import { requireTeam } from '../organizations/teams.ts';

/** A limit, so that rights for names without an account do not fill the table. */
const HOLDERS_AT_MOST = 1_000;

/** The team or account that gets or loses a right. A team that was looked up before is given by its id, because its name can change. */
export type RightSubjectInput =
  | { readonly subjectType: 'team' | 'account'; readonly subjectName: string }
  | { readonly subjectType: 'team'; readonly teamId: string };

export type PutRightInput = RightSubjectInput & { readonly right: RepositoryRight };

/** Everyone with a right, without the owners of the namespace. Errors: those of `requireAdminRight`. */
export async function listRepositoryRights(
  services: Services,
  caller: OrganizationCaller,
  name: string,
): Promise<readonly RightHolder[]> {
  const asked = look(services, caller);
  const { repository } = await requireAdminRight(asked, name, 'scope-repo-group-read');
  return asked.records.repositories.rights(repository.id);
}

/** The teams to which somebody with the admin right can give rights. Errors: those of `requireAdminRight`. */
export async function listRightfulTeams(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  scope: RepositoryScope,
): Promise<readonly Team[]> {
  const { records } = look(services, caller);
  const { standing } = await requireAdminRight({ records, caller }, name, scope);
  const organization = await organizationOf(records, standing);
  return organization ? records.teams.ofOrganization(organization.id) : [];
}

/**
 * Gives a team or an account a right, or changes it. If nothing changes, no event is recorded. Errors: those of
 * `requireAdminRight` and `requireRightSubject`.
 */
export async function putRepositoryRight(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  input: PutRightInput,
): Promise<void> {
  const { subjectType, right } = input;
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { repository, standing } = await requireAdminRight(change, name, 'scope-repo-group-edit');
    if (subjectType === 'account') requireNoToken(caller, 'gives permissions only to teams');
    const subject = await requireRightSubject(records, standing, input);
    const holders = await records.repositories.rights(repository.id);
    // Compared by name: a right that was given to a name without an account stays with that name. Otherwise the owner
    // could see that somebody has the name now.
    const before = holders.find((holder) => holder.subjectType === subjectType && holder.subjectName === subject.name);
    if (before?.right === right) return;
    if (!before && holders.length >= HOLDERS_AT_MOST) throw full();
    const facts = { [subjectType]: subject.name, right, before: before?.right ?? null };
    await audit('repository.right-set', repositorySubject(repository), facts);
    await records.repositories.putRight(repository.id, subjectType, before?.subjectId ?? subject.id, right);
  });
}

/** Errors: those of `requireAdminRight`, and `not-found` if there is no such right. */
export async function removeRepositoryRight(
  services: Services,
  caller: OrganizationCaller,
  name: string,
  input: RightSubjectInput,
): Promise<void> {
  const { subjectType } = input;
  const isMeant = (holder: RightHolder) =>
    'teamId' in input ? holder.subjectId === input.teamId : holder.subjectName === input.subjectName;
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { repository } = await requireAdminRight(change, name, 'scope-repo-group-admin');
    if (subjectType === 'account') requireNoToken(caller, 'takes permissions only from teams');
    const holders = await records.repositories.rights(repository.id);
    const held = holders.find((holder) => holder.subjectType === subjectType && isMeant(holder));
    if (!held) throw new DomainError('not-found', { what: 'right' });
    await records.repositories.removeRight(repository.id, subjectType, held.subjectId);
    const facts = { [subjectType]: held.subjectName, before: held.right };
    await audit('repository.right-removed', repositorySubject(repository), facts);
  });
}

function full(): DomainError {
  const reason = `a repository can have ${HOLDERS_AT_MOST} teams and accounts with a right; use teams, or remove some`;
  return new DomainError('conflict', { reason });
}

/**
 * An organization can give rights to its teams and members. An account can give rights to any name. The answer and the
 * list are the same whether or not somebody has the name, so that nobody can find out which accounts exist (R25).
 * Errors: `not-found`, `invalid-input` for a team in an account's namespace.
 */
async function requireRightSubject(
  reads: Reads,
  standing: RepositoryStanding,
  input: RightSubjectInput,
): Promise<{ readonly id: string; readonly name: string }> {
  const organization = await organizationOf(reads, standing);
  if ('teamId' in input) {
    const teams = organization ? await reads.teams.ofOrganization(organization.id) : [];
    const team = teams.find(({ id }) => id === input.teamId);
    if (team) return team;
    throw new DomainError('not-found', { what: 'team' });
  }
  const { subjectType, subjectName } = input;
  if (organization) {
    const require = subjectType === 'team' ? requireTeam : requireMember;
    return require(reads, organization, subjectName);
  }
  if (subjectType === 'account') {
    if (!isNamespace(subjectName))
      throw new DomainError('invalid-input', { field: 'subject', reason: 'names no account' });
    return (await reads.accounts.byName(subjectName)) ?? { id: idOfNobody(subjectName), name: subjectName };
  }
  const reason = 'must be account: only organizations have teams';
  throw new DomainError('invalid-input', { field: 'subjectType', reason });
}

async function organizationOf(reads: Reads, standing: RepositoryStanding): Promise<Organization | undefined> {
  if (standing.namespaceType === 'account') return undefined;
  return reads.organizations.byId(standing.namespaceOwnerId);
}
