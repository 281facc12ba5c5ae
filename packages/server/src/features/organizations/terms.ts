import { DomainError } from '@lanyard/core/domain-error';
import {
  type AccountWideRule,
  type MemberTerms,
  stricterRules,
  type TermsStanding,
  termsDueAt,
  termsOf,
  termsStanding,
} from '@lanyard/core/organizations/member-terms';
import { type TermInWords, termInWords, termsInWords } from '@lanyard/core/organizations/terms-in-words';
import type { Services } from '../../services.ts';
import type { Membership, Organization } from '../../store/records/organizations/organizations.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look, subjectOf, transact } from '../access/change.ts';
import { requireMembership } from '../access/permissions.ts';

export interface ShownStanding {
  readonly standing: TermsStanding;
  /** When a member who does not accept the stricter rules is or was suspended. Null if nothing more is required. */
  readonly dueAt: number | null;
}

export interface ShownTerms extends ShownStanding {
  /** The current account-wide rules. To accept them, a client sends them back. */
  readonly terms: MemberTerms;
  /** Everything that the organization requires of a member, in words. */
  readonly words: readonly TermInWords[];
  /** Account-wide rules that require more than the member accepted. */
  readonly notAccepted: readonly AccountWideRule[];
}

/**
 * What the organization requires of the caller, and how much of it the caller accepted. Errors: `not-found`,
 * `forbidden`.
 */
export async function showTerms(services: Services, caller: AccountCaller, name: string): Promise<ShownTerms> {
  const asked = look(services, caller);
  const membership = await requireMembership(asked, name);
  const { organization, acceptedTerms } = membership;
  return {
    ...standingOf(membership, asked.now),
    terms: termsOf(organization.policy),
    words: termsInWords(organization.policy),
    notAccepted: acceptedTerms === null ? [] : stricterRules(acceptedTerms, organization.policy),
  };
}

export function standingOf({ organization, acceptedTerms }: Omit<Membership, 'role'>, now: number): ShownStanding {
  const { policy, termsStricterSince } = organization;
  const dueAt = acceptedTerms === null ? undefined : termsDueAt(acceptedTerms, policy, termsStricterSince);
  return { standing: termsStanding(acceptedTerms, policy, termsStricterSince, now), dueAt: dueAt ?? null };
}

/**
 * Accepts the account-wide rules that the caller saw. Errors: `not-found`, `forbidden`, and `terms-changed` if they
 * became stricter in the meantime.
 */
export async function acceptTerms(
  services: Services,
  caller: AccountCaller,
  name: string,
  seen: MemberTerms,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    // Locks the organization, so that the accepted rules are the current ones.
    const { organization, acceptedTerms } = await requireMembership(change, name);
    const terms = requireTermsAsSeen(organization, seen);
    if (JSON.stringify(terms) === JSON.stringify(acceptedTerms)) return;
    await records.organizations.setAcceptedTerms(organization.id, caller.account.id, terms);
    const subject = subjectOf('account', caller.account, organization.name);
    await audit('member.terms-accepted', subject, { terms: JSON.stringify(terms) });
  });
}

/**
 * The rules to accept: the current ones, if they require no more than the person saw. The organization must be locked.
 * Errors: `terms-changed`, with the current rules.
 */
export function requireTermsAsSeen({ name, policy }: Organization, seen: MemberTerms): MemberTerms {
  const stricter = stricterRules(seen, policy);
  if (stricter.length === 0) return termsOf(policy);
  const changes = stricter.flatMap((rule) => termInWords(rule, policy[rule]) ?? []);
  throw new DomainError('terms-changed', { organization: name, changes });
}
