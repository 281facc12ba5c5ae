import { DomainError } from '@lanyard/core/domain-error';
import { bindingTerms } from '@lanyard/core/organizations/member-terms';
import { Secret } from '@lanyard/core/secret';
import { nextLoginStep } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { recordRefusedPassword } from '../access/authenticate-password.ts';
import type { Source } from '../access/caller.ts';
import { loginFacts, requireSignedIn } from '../access/login-facts.ts';

/** A password that is right is not enough everywhere. Errors: `password-not-accepted`, and those of an unfinished sign-in. */
export async function requirePasswordAtRegistry(services: Services, source: Source, account: Account): Promise<void> {
  try {
    await requirePasswordEnough(services, account);
    await requirePasswordAccepted(services, account);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    recordRefusedPassword(services, source, error, account);
    throw error.about(account.name);
  }
}

/** A registry client can be asked for nothing more: the same rule of sign-in, at an entrance without a second step. */
async function requirePasswordEnough({ store }: Services, account: Account): Promise<void> {
  const progress = { entrance: 'program', proofs: ['password'], organizationId: null, breakGlass: false } as const;
  requireSignedIn(nextLoginStep(await loginFacts(store.read, account, progress)));
}

/**
 * It is enough that one organization requires tokens everywhere, that the member accepted that rule, and that its owners
 * made no exemption.
 */
async function requirePasswordAccepted({ store, clock }: Services, account: Account): Promise<void> {
  const memberships = await store.read.organizations.ofAccount(account.id);
  const refusing = memberships.filter(({ organization, acceptedTerms }) => {
    return !bindingTerms(acceptedTerms, organization.policy).passwordAtRegistry;
  });
  if (refusing.length === 0) return;
  const exemptions = await store.read.ruleExemptions.onAccount('passwordAtRegistry', account.id, clock.now());
  const exempt = new Set(exemptions.map(({ organizationId }) => organizationId));
  if (refusing.every(({ organization }) => exempt.has(organization.id))) return;
  throw new DomainError('password-not-accepted', { why: 'policy' });
}

/** Another one after every change of the password; it says nothing about the password, nor about its hash. */
export function passwordEpoch({ digester }: Services, { passwordHash }: Account): string {
  return digester.digest('password-epoch', new Secret(passwordHash ?? '')).slice(0, 16);
}
