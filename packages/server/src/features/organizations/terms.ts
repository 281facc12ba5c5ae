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
  /** When a member who does not accept the stricter rules is suspended, or was; null if nothing more is asked. */
  readonly dueAt: number | null;
}

export interface ShownTerms extends ShownStanding {
  /** The account-wide rules as they are now: what is sent back to accept them. */
  readonly terms: MemberTerms;
  /** Everything that the organization asks of a member, in words. */
  readonly words: readonly TermInWords[];
  /** Account-wide rules that ask for more than the member accepted. */
  readonly notAccepted: readonly AccountWideRule[];
}

/** What the organization asks of the caller, and how much of it the caller accepted. Errors: `not-found`, `forbidden`. */
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
 * Accepts the account-wide rules as the caller saw them. Errors: `not-found`, `forbidden`; `terms-changed` if they became
 * stricter meanwhile.
 */
export async function acceptTerms(
  services: Services,
  caller: AccountCaller,
  name: string,
  seen: MemberTerms,
): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    // It locks the organization: what is accepted is what the rules are.
    const { organization, acceptedTerms } = await requireMembership(change, name);
    const terms = requireTermsAsSeen(organization, seen);
    if (JSON.stringify(terms) === JSON.stringify(acceptedTerms)) return;
    await records.organizations.setAcceptedTerms(organization.id, caller.account.id, terms);
    const subject = subjectOf('account', caller.account, organization.name);
    await audit('member.terms-accepted', subject, { terms: JSON.stringify(terms) });
  });
}

/**
 * What is accepted: the rules as they are now, if they ask for no more than what was seen. The organization is locked.
 * Errors: `terms-changed`, with what they ask now.
 */
export function requireTermsAsSeen({ name, policy }: Organization, seen: MemberTerms): MemberTerms {
  const stricter = stricterRules(seen, policy);
  if (stricter.length === 0) return termsOf(policy);
  const changes = stricter.flatMap((rule) => termInWords(rule, policy[rule]) ?? []);
  throw new DomainError('terms-changed', { organization: name, changes });
}
