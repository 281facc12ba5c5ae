import { DomainError } from '@lanyard/core/domain-error';
import type { MemberTerms } from '@lanyard/core/organizations/member-terms';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Reads } from '../../store/store.ts';
import { NOWHERE, type Source } from '../access/caller.ts';
import { accountSubject, inNameOf, look, partyOf, transact } from '../access/change.ts';
import { enforcingOrganization } from '../access/login-facts.ts';
import { newAccount } from '../accounts/accounts.ts';
import { decline, join } from './answer-invitation.ts';
import { noSuchInvitation, type WaitingInvitation, waitingInvitation } from './waiting-invitation.ts';

/**
 * For a person with a link who is not signed in. The link shows the invitation, declines it, and creates a new account
 * if it may. A person with an account accepts after signing in. The link gives no access to an account.
 */

export interface OpenedInvitation extends WaitingInvitation {
  /** `sign-in` is also possible without an account, because the link must not show an inviter who has one. */
  readonly acceptBy: 'sign-in' | 'new-account';
}

/** Errors: `not-found`. */
export async function openInvitation(services: Services, source: Source, code: Secret): Promise<OpenedInvitation> {
  const { records } = look(services, source);
  const waiting = await requireWaiting(services, records, code);
  return { ...waiting, acceptBy: (await mayMakeAccount(records, waiting.invitation)) ? 'new-account' : 'sign-in' };
}

/** Errors: `not-found`. */
export async function declineByLink(services: Services, code: Secret): Promise<void> {
  await transact(services, NOWHERE, async (change) => {
    await decline(change, (await requireWaiting(services, change.records, code)).invitation);
  });
}

export interface NewAccountByLink {
  readonly code: Secret;
  readonly name: string;
  readonly password: Secret;
  /** The account-wide rules that the person saw. Null for an invitation to the server. */
  readonly terms: MemberTerms | null;
}

/**
 * Creates an account with the invited address. If an organization sent the invitation, the account becomes a member.
 * Errors: `not-found`, `forbidden` if the link may create no account, `single-sign-on-required`, `invalid-input`,
 * `conflict`, `terms-changed`.
 */
export async function joinByLink(services: Services, source: Source, input: NewAccountByLink): Promise<Account> {
  const { records } = look(services, source);
  const email = await requireNewAddress(records, (await requireWaiting(services, records, input.code)).invitation);
  const draft = newAccount(services, { name: input.name, email, password: input.password }, false);
  // Hashed only after the check of the link, so that a wrong link costs no hash.
  const account = { ...draft, passwordHash: await services.passwords.hash(input.password) };
  await transact(services, source, async (asked) => {
    const { organization: found } = await requireWaiting(services, asked.records, input.code);
    if (found) await asked.records.organizations.lock(found.id);
    const waiting = await requireWaiting(services, asked.records, input.code);
    const change = inNameOf(asked, partyOf('account', account));
    await asked.records.accounts.insert(account);
    await change.audit('account.created', accountSubject(account), { email, isAdministrator: false });
    await join(change, waiting, account, input.terms);
  });
  return account;
}

async function requireWaiting({ digester, clock }: Services, records: Reads, code: Secret): Promise<WaitingInvitation> {
  const invitation = await records.invitations.byDigest(digester.digest('invitation', code));
  const waiting = await waitingInvitation(records, invitation, clock.now());
  if (waiting) return waiting;
  throw noSuchInvitation();
}

async function mayMakeAccount({ accounts }: Reads, { makesAccount, email }: Invitation): Promise<boolean> {
  return makesAccount && email !== null && (await accounts.byEmail(email)) === undefined;
}

async function requireNewAddress(records: Reads, invitation: Invitation): Promise<string> {
  const { email } = invitation;
  if (email === null || !(await mayMakeAccount(records, invitation))) {
    throw new DomainError('forbidden', {
      reason: 'this link cannot create an account; sign in to accept the invitation',
    });
  }
  const enforcing = await enforcingOrganization(records, email);
  if (enforcing) throw new DomainError('single-sign-on-required', { organization: enforcing.name });
  return email;
}
