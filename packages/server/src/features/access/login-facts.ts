import { DomainError } from '@lanyard/core/domain-error';
import type { Login, LoginStep } from '@lanyard/core/sessions/login-flow';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';

import type { Reads } from '../../store/store.ts';

type LoginReads = Pick<Reads, 'domains' | 'organizations' | 'singleSignOnConnections'>;

/** How far a sign-in has come. */
export interface ProofsSoFar extends Pick<Login, 'entrance' | 'proofs'> {
  /** The id of the organization whose provider was used. */
  readonly organizationId: string | null;
  /** Whether the person asked to bypass single sign-on. */
  readonly breakGlass: boolean;
}

/** Everything that the rule of sign-in needs, as the database has it now. */
export async function loginFacts(reads: LoginReads, account: Account, progress: ProofsSoFar): Promise<Login> {
  const { entrance, proofs, breakGlass } = progress;
  const enforcing = await enforcingOrganization(reads, account.email);
  const isThrough = enforcing !== undefined && progress.organizationId === enforcing.id;
  return {
    entrance,
    proofs,
    through: isThrough ? enforcing.name : null,
    hasSecondFactor: account.hasSecondFactor,
    isAdministrator: account.isAdministrator,
    singleSignOnBy: enforcing?.name ?? null,
    breakGlass: breakGlass ? await mayBreakGlass(reads, account, enforcing) : 'not-asked',
  };
}

export const ADMINISTRATOR_NEEDS_FACTOR =
  'an administrator of this server needs a second factor for single sign-on; sign in with your password and add one';

/**
 * For an entrance that cannot ask for more proofs. Errors: `password-not-accepted`, `single-sign-on-required`,
 * `forbidden`, `unauthenticated`.
 */
export function requireSignedIn(step: LoginStep): Extract<LoginStep, { type: 'signed-in' }> {
  if (step.type === 'signed-in') return step;
  if (step.type !== 'refused') throw new DomainError('unauthenticated', {});
  if (step.because === 'administrator') throw new DomainError('forbidden', { reason: ADMINISTRATOR_NEEDS_FACTOR });
  if (step.because === 'second-factor') throw new DomainError('password-not-accepted', { why: 'second-factor' });
  throw new DomainError('single-sign-on-required', { organization: step.organization });
}

/**
 * The organization that has proven the domain of the address and requires everyone with such an address to use its
 * provider.
 */
export async function enforcingOrganization(reads: LoginReads, email: string): Promise<Organization | undefined> {
  const organization = await domainHolder(reads, email);
  if (!organization?.policy.requireSingleSignOn) return undefined;
  return (await reads.singleSignOnConnections.ofOrganization(organization.id)) && organization;
}

export async function domainHolder(
  { domains, organizations }: Pick<Reads, 'domains' | 'organizations'>,
  email: string,
): Promise<Organization | undefined> {
  const id = await domains.holder(email.slice(email.lastIndexOf('@') + 1));
  return id === undefined ? undefined : organizations.byId(id);
}

/** The server's administrators, and the organization's owners who have a second factor. */
async function mayBreakGlass(
  { organizations }: LoginReads,
  account: Account,
  enforcing: Organization | undefined,
): Promise<'permitted' | 'not-permitted'> {
  if (account.isAdministrator) return 'permitted';
  const role = enforcing && (await organizations.role(enforcing.id, account.id));
  return role === 'owner' && account.hasSecondFactor ? 'permitted' : 'not-permitted';
}
