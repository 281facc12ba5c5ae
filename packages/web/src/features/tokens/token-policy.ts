import type { Membership, OrganizationPolicy } from '../../api/types.ts';
import { formatSeconds } from '../../parts/duration.ts';
import { type Expiration, expirationFault, expiresAtOf } from './expiration.ts';
import { type GrantChoice, grantChoiceFault } from './grants.ts';

const DAY_SECONDS = 86_400;

/** What the policies of the account's organizations make of a lifetime; undefined where none minds. */
export function policyWarning(
  memberships: readonly Membership[],
  expiresAt: string | null | undefined,
  now: number,
): string | undefined {
  if (expiresAt === undefined) return undefined;
  const seconds = expiresAt === null ? Number.POSITIVE_INFINITY : (Date.parse(expiresAt) - now) / 1000;
  const minding = memberships.filter(({ policy }) => seconds > (policy.maximumTokenLifetimeSeconds ?? seconds));
  if (minding.length === 0) return undefined;
  const limits = minding.map(({ name, policy }) => `${name} (${daysOf(policy.maximumTokenLifetimeSeconds ?? 0)})`);
  return `It will not reach the repositories of ${limits.join(', ')}: tokens there may not live longer.`;
}

function daysOf(seconds: number): string {
  const days = Math.floor(seconds / DAY_SECONDS);
  return days === 1 ? '1 day at most' : `${days} days at most`;
}

export interface OrganizationTokenValues extends Record<string, unknown> {
  readonly description: string;
  readonly expiresAt: Expiration;
  readonly grants: GrantChoice;
}

/** Pulling all that the organization has, for 30 days. */
export function initialValues(organization: string): OrganizationTokenValues {
  return {
    description: '',
    expiresAt: { choice: '30', date: '' },
    grants: { reach: 'named', patterns: [`${organization}/*`], actions: ['pull'] },
  };
}

/** Another organization's repositories are out of reach for good, so they are not asked for. */
export function organizationGrantsFault(choice: GrantChoice, organization: string): string | null {
  const foreign = choice.patterns.find((pattern) => !pattern.startsWith(`${organization}/`));
  if (foreign !== undefined) return `${foreign} does not begin with ${organization}/`;
  return grantChoiceFault(choice);
}

/** The server makes no token that the policy would never let in. */
export function organizationExpirationFault(
  expiration: Expiration,
  { maximumTokenLifetimeSeconds: maximum }: OrganizationPolicy,
  now: number,
): string | null {
  const fault = expirationFault(expiration, now);
  const expiresAt = expiresAtOf(expiration, now);
  if (fault !== null || maximum === null || expiresAt === undefined) return fault;
  const isAllowed = expiresAt !== null && Date.parse(expiresAt) - now <= maximum * 1000;
  return isAllowed ? null : `The policy of the organization lets tokens live for ${formatSeconds(maximum)} at most`;
}

/** What the policy takes away from the choice; undefined where it takes nothing. */
export function narrowedByPolicy({ actions }: GrantChoice, { tokenActions }: OrganizationPolicy): string | undefined {
  const refused = actions.filter((action) => !tokenActions.includes(action));
  if (refused.length === 0) return undefined;
  return `The policy of the organization lets no token ${refused.join(' or ')}: it will be refused.`;
}
