import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { ScimUser, ScimUserFilter, ScimUserState } from '../../store/records/directory/scim-users.ts';
import { requireEmail } from '../access/accounts.ts';
import type { ScimCaller } from '../access/caller.ts';
import { accountSubject, type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireRoomFor } from '../access/require-room.ts';
import { tellTokensLeftBehind } from '../accounts/tokens-left-behind.ts';
import { isSomebodysOwn, join } from './brought-accounts.ts';
import { tellDirectoryRequest } from './directory-requests.ts';
import { freeAccountName } from './free-names.ts';
import {
  endMembership,
  isActive,
  lockLinkableAccount,
  requireManagedUser,
  requireOwnDomain,
  setActive,
} from './scim-account.ts';

export interface ScimUserInput {
  readonly userName: string;
  readonly externalId: string | null;
  readonly email: string;
  readonly active: boolean;
}

/** Fields that are missing do not change. So a missing `active` never enables a user. */
export type ScimUserChanges = Partial<ScimUserInput>;

const TRIES = 5;

/** The users that this organization's directory provisioned, sorted by userName. No other users. */
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
 * Creates an account without a password and makes it a member, or takes over the account that has the e-mail address.
 * If that account belongs to a person independently, the person must agree first. Until then the user exists, but the
 * account is not a member. A person who left, or whom an owner removed, stays outside. Errors: `invalid-input`,
 * `conflict`, `forbidden` for an administrator of the server.
 */
export async function createScimUser(services: Services, caller: ScimCaller, input: ScimUserInput): Promise<ScimUser> {
  const whole = { ...input, email: requireEmail(input.email) };
  await requireRoomFor(services, 'accounts-brought', caller.organization.id);
  for (let count = 1; ; count += 1) {
    try {
      return await transact(services, caller, async (change) => {
        const user = await provision(change, whole);
        await tellDirectoryRequest(change, user);
        return user;
      });
    } catch (error) {
      // Somebody else took the name that was free a moment ago.
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
  const { organization } = caller;
  await requireOwnDomain(change, input.email);
  const found = await records.accounts.byEmail(input.email);
  const account = found ? await lockLinkableAccount(change, found) : await createAccount(change, input);
  const before = await records.scimUsers.ofAccount(account.id);
  const state = { ...linkedState(change, account, input, before), consent: await consentOf(change, account, before) };
  await records.scimUsers.put(state);
  const { consent } = state;
  if (found) await audit('scim-user.linked', subjectOf('account', account, organization.name), { consent });
  if (consent === 'given') await join(change, organization, account);
  const isMember = (await records.organizations.role(organization.id, account.id)) !== undefined;
  return setActive(change, { ...state, account, isMember }, input.active);
}

/** After a person declined, the directory cannot ask again, even if it deletes and creates the user. */
async function consentOf(
  { records, caller: { organization } }: Change<ScimCaller>,
  account: Account,
  before: ScimUserState | undefined,
): Promise<ScimUserState['consent']> {
  if (before?.organizationId === organization.id && before.consent === 'declined') return 'declined';
  return (await isSomebodysOwn(records, account, organization.id)) ? 'asked' : 'given';
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
  { userName, externalId, active: wantedActive }: ScimUserInput,
  before: ScimUserState | undefined,
): Omit<ScimUserState, 'consent'> {
  const isOwn = before?.organizationId === organization.id;
  if (isOwn && before.deletedAt === null) {
    throw new DomainError('conflict', { reason: 'this user is provisioned already', field: 'userName' });
  }
  const names = { organizationId: organization.id, accountId: account.id, userName, externalId };
  // An account that another organization's directory disabled stays disabled.
  return { ...names, createdAt: now, disabledAt: isOwn ? before.disabledAt : null, deletedAt: null, wantedActive };
}

/** Errors: `not-found`, `forbidden`, `conflict`, and `invalid-input` for a change of the e-mail address. */
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
    const after = changes.active === undefined ? renamed : await setActive(change, renamed, changes.active);
    await tellGone(change, user, after);
    return after;
  });
}

function requireSameEmail({ account }: ScimUser, email: string | undefined): void {
  if (email === undefined || email.trim().toLowerCase() === account.email) return;
  throw new DomainError('invalid-input', { field: 'emails', reason: 'an account keeps its e-mail address' });
}

/** A directory can rename a user in the request that deactivates the user. That request must not wait (`isEnding`). */
async function rename(
  { records, caller, audit }: Change<ScimCaller>,
  user: ScimUser,
  { userName = user.userName, externalId = user.externalId, active }: ScimUserChanges,
): Promise<ScimUser> {
  if (userName === user.userName && externalId === user.externalId) return user;
  const renamed = { ...user, userName, externalId };
  await records.scimUsers.put(renamed);
  const subject = subjectOf('account', user.account, caller.organization.name);
  const isDeactivated = active === false && isActive(user);
  await audit('scim-user.changed', subject, { userName, externalId, ...(isDeactivated && { active }) });
  return renamed;
}

/**
 * Disables the account if the directory decides about it, and ends its membership, with teams and rights. The account
 * stays, because the log refers to it. Errors: `not-found`, `forbidden`, `conflict` for the last owner.
 */
export async function deleteScimUser(services: Services, caller: ScimCaller, id: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const before = await requireManagedUser(change, id);
    const user = await endMembership(change, await setActive(change, before, false));
    await records.scimUsers.put({ ...user, deletedAt: now });
    for (const { id: team } of await records.scimGroups.waitsFor(caller.organization.id, id)) {
      await records.scimGroups.stopWaiting(team, id);
    }
    // The end of a membership has its own event.
    const subject = subjectOf('account', user.account, caller.organization.name);
    if (!before.isMember) await audit('scim-user.deleted', subject);
    await tellGone(change, before, user);
  });
}

/** A person who is gone may still know the secrets of organizations' access tokens. */
async function tellGone(change: Change<ScimCaller>, before: ScimUser, after: ScimUser): Promise<void> {
  const isDisabled = before.account.disabledAt === null && after.account.disabledAt !== null;
  if (isDisabled) await tellTokensLeftBehind(change, after.account, 'disabled');
  else if (before.isMember && !after.isMember) await tellTokensLeftBehind(change, after.account, change.caller);
}
