import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Membership } from '../../store/records/organizations/organizations.ts';
import type { TokenCounts } from '../../store/records/tokens/tokens.ts';
import type { Records } from '../../store/store.ts';
import { requireAccount, requireEmail } from '../access/accounts.ts';
import { administer } from '../access/administer.ts';
import { hasEnded } from '../access/authenticate.ts';
import type { Caller, OperatorCaller } from '../access/caller.ts';
import { accountSubject, type Change, look } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';
import { requireSomebodyElse } from './accounts.ts';
import { type EndedAccess, endAccountAccess } from './end-access.ts';

/** An account as an administrator sees it before a decision: what it has, but not what it does. */
export interface AccountInDetail {
  readonly account: Account;
  readonly sessions: number;
  readonly commandLines: number;
  readonly tokens: TokenCounts;
  readonly repositories: number;
  readonly memberships: readonly Membership[];
  /** Organizations without any other owner. While there are any, the account cannot be deleted. */
  readonly onlyOwnerOf: readonly string[];
  /** The organization whose directory manages the account, or null. */
  readonly managedBy: string | null;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`. */
export async function showAccount(services: Services, caller: Caller, name: string): Promise<AccountInDetail> {
  requireAdministrator(caller);
  const { records, now } = look(services, caller);
  const account = await requireAccount(records, name);
  const { id } = account;
  const memberships = await records.organizations.ofAccount(id);
  const [sessions, commandLines, tokens, repositories, user] = await Promise.all([
    records.sessions.ofAccount(id),
    records.commandLines.ofAccount(id),
    records.tokens.counts({ ownerId: id, now }),
    records.repositories.countOfNamespace(name),
    records.scimUsers.ofAccount(id),
  ]);
  const directory = user && (await records.organizations.byId(user.organizationId));
  return {
    account,
    sessions: sessions.length,
    commandLines: commandLines.length,
    tokens,
    repositories,
    memberships,
    onlyOwnerOf: await ownedAlone(records, memberships),
    managedBy: directory?.name ?? null,
  };
}

export async function ownedAlone(
  {
    organizations,
  }: Pick<Records, 'organizations'> | { readonly organizations: Pick<Records['organizations'], 'countOwners'> },
  memberships: readonly Membership[],
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { organization, role } of memberships) {
    if (role === 'owner' && (await organizations.countOwners(organization.id)) === 1) names.push(organization.name);
  }
  return names;
}

/**
 * Makes an account an administrator of the server, or an ordinary account again. A new administrator must sign in
 * again, because single sign-on alone does not open an administrator's account (decision 18). All administrators get a
 * mail. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`, and `conflict` for one's own account, a disabled
 * one and the last administrator.
 */
export async function setAdministrator(
  services: Services,
  caller: Caller,
  { name, isAdministrator }: { readonly name: string; readonly isAdministrator: boolean },
): Promise<Account> {
  return administer(services, caller, async (change) => {
    requireFreshSignIn(change);
    const account = await lockedAccount(change, name);
    requireSomebodyElse(caller, account, 'change the role of');
    if (account.isAdministrator === isAdministrator) return account;
    if (isAdministrator && account.disabledAt !== null)
      throw new DomainError('conflict', { reason: 'the account is disabled; enable it first' });
    await change.records.accounts.setAdministrator(account.id, isAdministrator);
    const sessions = await change.records.sessions.ofAccount(account.id);
    await change.records.sessions.deleteOfAccount(account.id);
    await change.audit(isAdministrator ? 'account.promoted' : 'account.demoted', accountSubject(account), {
      endedSessions: sessions.length,
    });
    await requireAdministratorLeft(change.records);
    const administrators = await change.records.accounts.administrators();
    const accounts = [account.id, ...administrators.map(({ id }) => id)];
    await change.notify('administrator-changed', { accounts }, { account: name, isAdministrator, by: nameOf(caller) });
    return { ...account, isAdministrator };
  });
}

/** Expects that the administrators are locked. Errors: `conflict`. */
async function requireAdministratorLeft({ accounts }: Records): Promise<void> {
  if ((await accounts.administrators()).length > 0) return;
  throw new DomainError('conflict', { reason: 'the server must keep at least one administrator who is not disabled' });
}

/**
 * Changes the account's e-mail address. The old address gets a mail, because anyone who reads the mails of an account
 * can set its password. Links that were mailed earlier stop working. Errors: `forbidden`, `fresh-sign-in-required`,
 * `not-found`, `invalid-input`, and `conflict` if another account has the address or a directory manages the account.
 */
export async function changeEmail(
  services: Services,
  caller: Caller,
  { name, email: text }: { readonly name: string; readonly email: string },
): Promise<Account> {
  return administer(services, caller, async (change) => {
    requireFreshSignIn(change);
    const email = requireEmail(text);
    const { records, audit, notify } = change;
    const account = await lockedAccount(change, name);
    const { email: before } = account;
    if (before === email) return account;
    if (await records.scimUsers.ofAccount(account.id))
      throw new DomainError('conflict', { reason: 'a directory manages the account; change the address there' });
    await records.accounts.setEmail(account.id, email);
    await records.passwordResets.deleteOfAccount(account.id);
    await records.flowStates.deleteOfAccount(account.id);
    await audit('account.email-changed', accountSubject(account), { before, after: email });
    const facts = { account: name, before, after: email, by: nameOf(caller) };
    for (const address of [before, email]) await notify('email-changed', { address }, facts);
    return { ...account, email };
  });
}

/** Ends every session and command line of another account, which gets a mail. Errors: `forbidden`, `not-found`. */
export async function endSessionsOf(services: Services, caller: Caller, name: string): Promise<EndedAccess> {
  return administer(services, caller, async (change) => {
    const account = await lockedAccount(change, name);
    const ended = await endAccountAccess(change, account, 'an administrator signed the account out');
    await change.audit('account.signed-out-everywhere', accountSubject(account), ended);
    await change.notify('signed-out', { accounts: [account.id] }, { by: nameOf(caller) });
    return ended;
  });
}

/** A browser or command line that is signed in. */
export interface SignedIn {
  readonly type: 'session' | 'command-line';
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/**
 * The most recently seen first. Only for the operator: administrators need not know where a person works. Errors:
 * `not-found`.
 */
export async function listSignedIn(
  services: Services,
  caller: OperatorCaller,
  name: string,
): Promise<readonly SignedIn[]> {
  const { records, now } = look(services, caller);
  const { id } = await requireAccount(records, name);
  const sessions = (await records.sessions.ofAccount(id)).filter((session) => !hasEnded(session, now));
  const commandLines = await records.commandLines.ofAccount(id);
  return [
    ...sessions.map((session) => ({ ...session, type: 'session' as const })),
    ...commandLines.map((commandLine) => {
      return { ...commandLine, type: 'command-line' as const, lastSeenAt: commandLine.lastUsedAt };
    }),
  ]
    .map(({ type, client, address, createdAt, lastSeenAt }) => ({ type, client, address, createdAt, lastSeenAt }))
    .toSorted((a, b) => b.lastSeenAt - a.lastSeenAt);
}

async function lockedAccount({ records }: Change, name: string): Promise<Account> {
  const { id } = await requireAccount(records, name);
  await records.accounts.lock(id);
  return requireAccount(records, name);
}

/** The name that mails show. The operator has no name. */
export function nameOf(caller: Caller): string {
  return caller.type === 'operator' ? 'an operator of the server' : `the administrator ${caller.account.name}`;
}
