import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { ScimUser, ScimUserState } from '../../store/records/directory/scim-users.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import { type AskedMail, mayBeMailed } from '../access/asked-mail.ts';
import { type AccountCaller, NOWHERE, type ScimCaller } from '../access/caller.ts';
import { type Change, inNameOf, look, partyOf, subjectOf, transact } from '../access/change.ts';
import { domainHolder } from '../access/login-facts.ts';
import { requireSignedIn } from '../access/permissions.ts';
import { join } from './brought-accounts.ts';

/** A directory that wants to manage an account that existed before. */
export interface DirectoryRequest {
  readonly organization: Organization;
  /** The directory's name for the person. */
  readonly userName: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

interface Waiting {
  readonly organization: Organization;
  readonly user: ScimUserState;
}

/** At most one request: that of the organization with the domain of the account's address. Errors: `forbidden`. */
export async function listDirectoryRequests(
  services: Services,
  caller: AccountCaller,
): Promise<readonly DirectoryRequest[]> {
  requireSignedIn(caller);
  const waiting = await waitingRequest(look(services, caller).records, caller);
  if (!waiting) return [];
  const { organization, user } = waiting;
  return [{ organization, userName: user.userName, createdAt: user.createdAt }];
}

async function waitingRequest(
  records: Pick<Reads, 'scimUsers' | 'organizations' | 'domains' | 'removedMembers'>,
  { account }: AccountCaller,
): Promise<Waiting | undefined> {
  const user = await records.scimUsers.ofAccount(account.id);
  if (user?.consent !== 'asked' || user.deletedAt !== null || !user.wantedActive) return undefined;
  const organization = await domainHolder(records, account.email);
  if (organization?.id !== user.organizationId) return undefined;
  // A member whom an owner removed needs an invitation. The directory cannot bring them back.
  return (await records.removedMembers.find(organization.id, account.id)) ? undefined : { organization, user };
}

/**
 * The account becomes a member, and from now on the directory manages it. Errors: `not-found`, and `forbidden` in a
 * session that the organization's own provider opened, and for an administrator of the server.
 */
export async function confirmDirectoryRequest(
  services: Services,
  caller: AccountCaller,
  organizationName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization, user } = await requireWaiting(change, organizationName);
    await requireOwnWay(change, organization);
    await change.records.scimUsers.put({ ...user, consent: 'given' });
    await change.audit('scim-user.confirmed', subjectOf('account', caller.account, organization.name));
    await join(change, organization, caller.account);
  });
}

/** The answer is final: the directory cannot ask again. An existing membership stays. Errors: `not-found`. */
export async function declineDirectoryRequest(
  services: Services,
  caller: AccountCaller,
  organizationName: string,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization, user } = await requireWaiting(change, organizationName);
    await change.records.scimUsers.put({ ...user, consent: 'declined' });
    const { audit } = inNameOf({ ...change, caller: NOWHERE }, partyOf('account', caller.account));
    await audit('scim-user.declined', subjectOf('account', caller.account, organization.name));
  });
}

async function requireWaiting(change: Change<AccountCaller>, organizationName: string): Promise<Waiting> {
  const { records, caller } = change;
  requireSignedIn(caller);
  const organization = await records.organizations.byName(organizationName);
  if (organization) await records.organizations.lock(organization.id);
  await records.accounts.lock(caller.account.id);
  const waiting = await waitingRequest(records, caller);
  if (waiting && waiting.organization.id === organization?.id) return waiting;
  throw new DomainError('not-found', { what: 'request of a directory' });
}

/** A provider must not agree in the person's name (R26). Errors: `forbidden`. */
async function requireOwnWay({ records, caller }: Change<AccountCaller>, { id, name }: Organization): Promise<void> {
  if (caller.account.isAdministrator) {
    throw new DomainError('forbidden', { reason: 'an administrator of the server is not managed by a directory' });
  }
  const found = await records.sessions.byId(caller.credentialId);
  if (found && found.session.organizationId !== id) return;
  const reason = `sign in in a way of your own, such as your password: the identity provider of ${name} cannot agree for you`;
  throw new DomainError('forbidden', { reason });
}

/** Asks the account's person, if the directory wants to manage the account. */
export async function tellDirectoryRequest(
  { caller, notify }: Change<ScimCaller>,
  { account, consent, wantedActive }: ScimUser,
): Promise<void> {
  if (consent !== 'asked' || !wantedActive) return;
  await notify('directory-request', { accounts: [account.id] }, { organization: caller.organization.name });
}

/** No more often than other requested mails, because a directory can delete and create users at will. */
export async function prepareDirectoryRequest(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const account = await services.store.read.accounts.byId(notice.recipient);
  if (account?.disabledAt !== null || !(await mayBeMailed(services, notice, account.id))) return undefined;
  return { to: account.email, accountName: account.name };
}
