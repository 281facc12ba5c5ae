import { DomainError } from '@lanyard/core/domain-error';
import { widerRole } from '@lanyard/core/organizations/member-role';
import type { MemberTerms } from '@lanyard/core/organizations/member-terms';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Reads } from '../../store/store.ts';
import { lockActiveAccount } from '../access/accounts.ts';
import { beginMembership } from '../access/begin-membership.ts';
import { type AccountCaller, NOWHERE, type Source } from '../access/caller.ts';
import { type Asker, type Change, inNameOf, look, subjectOf, transact } from '../access/change.ts';
import { requireSignedIn } from '../access/permissions.ts';
import { requireTermsAsSeen } from '../organizations/terms.ts';
import { invitationSubject } from './invitations.ts';
import { noSuchInvitation, type WaitingInvitation, waitingInvitation } from './waiting-invitation.ts';

/** For an account that is signed in. */

/**
 * The invitations that wait for the caller, by its name or its e-mail address, newest first. Errors: `forbidden` for
 * tokens.
 */
export async function listOwnInvitations(
  services: Services,
  caller: AccountCaller,
): Promise<readonly WaitingInvitation[]> {
  requireSignedIn(caller);
  const { records, now } = look(services, caller);
  const found: WaitingInvitation[] = [];
  for (const invitation of await records.invitations.waitingFor(caller.account, now)) {
    const waiting = await waitingInvitation(records, invitation, now);
    // An invitation to the server is useless for an account that already exists.
    if (waiting?.organization) found.push(waiting);
  }
  return found;
}

/**
 * Makes the caller a member, with the account-wide rules that the caller saw. Errors: `forbidden`, `not-found` for
 * another account's invitation and for one that no longer waits, `terms-changed`, `account-disabled`.
 */
export async function acceptInvitation(
  services: Services,
  caller: AccountCaller,
  id: string,
  seen: MemberTerms,
): Promise<void> {
  requireSignedIn(caller);
  await transact(services, caller, async (change) => {
    const { organizationId } = await requireOwnInvitation(change.records, caller.account, id);
    // Lock the organization first, then the account. Inviters use the same order.
    if (organizationId !== null) await change.records.organizations.lock(organizationId);
    const account = await lockActiveAccount(change.records, caller.account.id);
    const invitation = await requireOwnInvitation(change.records, account, id);
    const waiting = await waitingInvitation(change.records, invitation, change.now);
    if (!waiting) throw noSuchInvitation();
    if (!waiting.organization) throw new DomainError('conflict', { reason: 'you already have an account' });
    await join(change, waiting, account, seen);
  });
}

/** For some weeks, the organization cannot invite this name or address again. Errors: `forbidden`, `not-found`. */
export async function declineInvitation(services: Services, caller: AccountCaller, id: string): Promise<void> {
  requireSignedIn(caller);
  await transact(services, NOWHERE, async (change) => {
    await decline(change, await requireOwnInvitation(change.records, caller.account, id));
  });
}

async function requireOwnInvitation(
  { invitations }: Pick<Reads, 'invitations'>,
  { id: accountId, email }: Account,
  id: string,
): Promise<Invitation> {
  const invitation = await invitations.byId(id);
  if (invitation && (invitation.accountId === accountId || invitation.email === email)) return invitation;
  throw noSuchInvitation();
}

/**
 * Begins the membership, in the name of the account. The organization must be locked. Also brings back a person who
 * left or was removed. Errors: `not-found`, `terms-changed`.
 */
export async function join(
  change: Change<Asker>,
  { invitation, organization }: WaitingInvitation,
  account: Account,
  seen: MemberTerms | null,
): Promise<void> {
  const { records, now, audit } = change;
  if (!(await records.invitations.answer(invitation.id, 'accepted', now))) throw noSuchInvitation();
  await audit('invitation.accepted', invitationSubject(invitation, organization), { account: account.name });
  if (!organization) return;
  if (!seen)
    throw new DomainError('invalid-input', { field: 'terms', reason: 'are missing; send the rules that you accept' });
  const terms = requireTermsAsSeen(organization, seen);
  const before = await records.organizations.role(organization.id, account.id);
  // An owner who accepts an invitation as a member stays an owner.
  const role = widerRole(before ?? 'member', invitation.role ?? 'member');
  const subject = subjectOf('account', account, organization.name);
  if (before === undefined) await beginMembership(change, organization, account, role);
  else if (before !== role) {
    await records.organizations.setRole(organization.id, account.id, role);
    await audit('member.role-changed', subject, { role, before });
  }
  await records.organizations.setAcceptedTerms(organization.id, account.id, terms);
  await records.removedMembers.forget(organization.id, account.id);
  await records.invitations.acceptOthers(organization.id, account, now);
  await audit('member.terms-accepted', subject, { terms: JSON.stringify(terms) });
}

/** Declines in the name of the invitation. Errors: `not-found` if it no longer waits. */
export async function decline(change: Change<Source>, invitation: Invitation): Promise<void> {
  const holder = { type: 'invitation', id: invitation.id, name: invitation.invited } as const;
  const { records, now, audit } = inNameOf(change, holder);
  if (!(await records.invitations.answer(invitation.id, 'declined', now))) throw noSuchInvitation();
  const { organizationId } = invitation;
  const organization = organizationId === null ? undefined : await records.organizations.byId(organizationId);
  await audit('invitation.declined', invitationSubject(invitation, organization ?? null));
}
