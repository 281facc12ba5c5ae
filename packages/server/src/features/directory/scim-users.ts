import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { ScimUser, ScimUserFilter, ScimUserState } from '../../store/records/scim-users.ts';
import { requireEmail, requireOwnerLeft } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { accountSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { freeAccountName } from './free-names.ts';
import { lockLinkableAccount, requireManagedUser, requireOwnDomain, setActive } from './scim-account.ts';

export interface ScimUserInput {
  readonly userName: string;
  readonly externalId: string | null;
  readonly email: string;
  readonly active: boolean;
}

/** What is left out stays as it is: a user is never enabled by what is not said. */
export type ScimUserChanges = Partial<ScimUserInput>;

const TRIES = 5;

/** Those that this organization's directory provisioned, by userName; nobody else's. */
export function listScimUsers(
  services: Services,
  caller: ScimCaller,
  filter: ScimUserFilter,
): Promise<Paged<ScimUser>> {
  return look(services, caller).records.scimUsers.list(caller.organization.id, filter);
}

/** Errors: `not-found`. */
export async function showScimUser(services: Services, caller: ScimCaller, id: string): Promise<ScimUser> {
  const user = await look(services, caller).records.scimUsers.byId(caller.organization.id, id);
  if (user) return user;
  throw new DomainError('not-found', { what: 'user' });
}

/**
 * Creates an account without a password and makes it a member, or takes on the account that has the e-mail address.
 * Errors: `invalid-input`, `conflict`, `forbidden` for an administrator of the server.
 */
export async function createScimUser(services: Services, caller: ScimCaller, input: ScimUserInput): Promise<ScimUser> {
  const whole = { ...input, email: requireEmail(input.email) };
  for (let count = 1; ; count += 1) {
    try {
      return await transact(services, caller, (change) => provision(change, whole));
    } catch (error) {
      // Somebody took the name that was free a moment ago.
      if (count === TRIES || !isNameTaken(error)) throw error;
    }
  }
}

function isNameTaken(error: unknown): boolean {
  if (!(error instanceof DomainError) || error.code !== 'conflict') return false;
  return (error as DomainError<'conflict'>).data.field === 'name';
}

async function provision(change: Change<ScimCaller>, input: ScimUserInput): Promise<ScimUser> {
  const { records, caller, audit } = change;
  await requireOwnDomain(change, input.email);
  const found = await records.accounts.byEmail(input.email);
  const account = found ? await lockLinkableAccount(change, found) : await createAccount(change, input);
  const state = linkedState(change, account, input, await records.scimUsers.ofAccount(account.id));
  await records.scimUsers.put(state);
  if (found) await audit('scim-user.linked', subjectOf('account', account, caller.organization.name));
  await join(change, account);
  return setActive(change, { ...state, account }, input.active);
}

async function createAccount(
  { records, now, newId, audit }: Change<ScimCaller>,
  { userName, email }: ScimUserInput,
): Promise<Account> {
  const name = await freeAccountName(records, userName);
  const isNew = { passwordHash: null, isAdministrator: false, hasSecondFactor: false, disabledAt: null };
  const account = { id: newId(), name, email, ...isNew, createdAt: now };
  await records.accounts.insert(account);
  await audit('account.created', accountSubject(account), { email, isAdministrator: false });
  return account;
}

function linkedState(
  { caller: { organization }, now }: Change<ScimCaller>,
  account: Account,
  { userName, externalId }: ScimUserInput,
  before: ScimUserState | undefined,
): ScimUserState {
  const isOwn = before?.organizationId === organization.id;
  if (isOwn && before.deletedAt === null) {
    throw new DomainError('conflict', { reason: 'this user is provisioned already', field: 'userName' });
  }
  const names = { organizationId: organization.id, accountId: account.id, userName, externalId };
  // What another organization's directory disabled stays disabled.
  return { ...names, createdAt: now, disabledAt: isOwn ? before.disabledAt : null, deletedAt: null };
}

async function join({ records, now, caller, audit }: Change<ScimCaller>, account: Account): Promise<void> {
  const { id, name } = caller.organization;
  if ((await records.organizations.role(id, account.id)) !== undefined) return;
  await records.organizations.putMember(id, account.id, 'member', now);
  await audit('member.added', subjectOf('account', account, name), { role: 'member' });
}

/** Errors: `not-found`, `forbidden`, `conflict`, `invalid-input` for another e-mail address. */
export async function changeScimUser(
  services: Services,
  caller: ScimCaller,
  id: string,
  changes: ScimUserChanges,
): Promise<ScimUser> {
  return transact(services, caller, async (change) => {
    const user = await requireManagedUser(change, id);
    requireSameEmail(user, changes.email);
    const renamed = await rename(change, user, changes);
    return changes.active === undefined ? renamed : setActive(change, renamed, changes.active);
  });
}

function requireSameEmail({ account }: ScimUser, email: string | undefined): void {
  if (email === undefined || email.trim().toLowerCase() === account.email) return;
  throw new DomainError('invalid-input', { field: 'emails', reason: 'an account keeps its e-mail address' });
}

async function rename(
  { records, caller, audit }: Change<ScimCaller>,
  user: ScimUser,
  { userName = user.userName, externalId = user.externalId }: ScimUserChanges,
): Promise<ScimUser> {
  if (userName === user.userName && externalId === user.externalId) return user;
  const renamed = { ...user, userName, externalId };
  await records.scimUsers.put(renamed);
  const subject = subjectOf('account', user.account, caller.organization.name);
  await audit('scim-user.changed', subject, { userName, externalId });
  return renamed;
}

/**
 * Disables the account and ends its membership, with teams and rights. The account stays, for the log.
 * Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function deleteScimUser(services: Services, caller: ScimCaller, id: string): Promise<void> {
  const { organization } = caller;
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const user = await setActive(change, await requireManagedUser(change, id), false);
    await records.scimUsers.put({ ...user, deletedAt: now });
    await audit('member.removed', subjectOf('account', user.account, organization.name));
    await records.organizations.removeMember(organization.id, user.accountId);
    await requireOwnerLeft(records, organization);
  });
}
