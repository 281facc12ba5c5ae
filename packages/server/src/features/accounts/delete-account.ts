import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { requireAccount, requireOwnerLeft } from '../access/accounts.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { accountSubject, type Change, subjectOf } from '../access/change.ts';
import { requireFreshSignIn } from '../access/permissions.ts';
import { repositorySubject } from '../access/repository-access.ts';
import { requireSomebodyElse } from './accounts.ts';
import { nameOf, ownedAlone } from './administer-account.ts';
import { closeAccount } from './end-access.ts';
import { tellTokensLeftBehind } from './tokens-left-behind.ts';

/**
 * Deletes the account permanently, with its tokens, its rights and the records of its repositories. Nobody else ever
 * gets its name, because a registry can still have images under it, and people trust the name (decision 38). Its events
 * stay. Errors: `forbidden`, `fresh-sign-in-required`, `not-found`, and `conflict` for one's own account and for the
 * only owner of an organization.
 */
export async function deleteAccount(services: Services, caller: Caller, name: string): Promise<void> {
  await administer(services, caller, async (change) => {
    requireFreshSignIn(change);
    const { records, audit, now } = change;
    const { id } = await requireAccount(records, name);
    await records.accounts.lock(id);
    const account = await requireAccount(records, name);
    requireSomebodyElse(caller, account, 'delete');
    // Disabled first, so that the revocations file tells an older copy of the database to refuse the account (R12).
    if (account.disabledAt === null) await closeAccount(change, account, 'the account was deleted');
    await tellTokensLeftBehind(change, account, 'disabled');
    await leaveOrganizations(change, account);
    await loseRights(change, account);
    const tokens = await records.tokens.deleteOfOwner(id, now);
    const repositories = await records.repositories.deleteOfNamespace(name);
    await audit('account.deleted', accountSubject(account), { email: account.email, tokens, repositories });
    await records.accounts.delete(id);
    await change.notify('account-deleted', { address: account.email }, { account: name, by: nameOf(caller) });
  });
}

/** Those in the namespaces of other people, each in its own log: those in organizations ended with the memberships. */
async function loseRights({ records, audit }: Change, account: Account): Promise<void> {
  for (const { right, ...repository } of await records.repositories.rightsOf('account', account.id)) {
    const facts = { account: account.name, before: right };
    await audit('repository.right-removed', repositorySubject(repository), facts);
  }
  await records.repositories.removeRightsOf('account', account.id);
}

async function leaveOrganizations(change: Change, account: Account): Promise<void> {
  const { records, audit } = change;
  const memberships = await records.organizations.ofAccount(account.id);
  const names = await ownedAlone(records, memberships);
  if (names.length > 0) {
    const what = `${account.name} is the only owner of ${names.slice(0, 10).join(', ')}`;
    throw new DomainError('conflict', { reason: `${what}; another owner is needed there first` });
  }
  for (const { organization } of memberships) {
    await records.organizations.lock(organization.id);
    await audit('member.removed', subjectOf('account', account, organization.name));
    await records.organizations.removeMember(organization.id, account.id);
    await requireOwnerLeft(records, organization);
  }
}
