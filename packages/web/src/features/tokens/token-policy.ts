import type { Membership, OrganizationPolicy } from '../../api/types.ts';
import { formatSeconds } from '../../parts/duration.ts';
import { type Expiration, expirationFault, expiresAtOf } from './expiration.ts';
import { type GrantChoice, grantChoiceFault } from './grants.ts';
import type { TokenRules } from './token-form.tsx';

const DAY_SECONDS = 86_400;

/** Which organizations a personal token cannot reach because it lives too long; undefined if there is none. */
export function policyWarning(
  memberships: readonly Membership[],
  expiresAt: string | null | undefined,
  now: number,
): string | undefined {
  if (expiresAt === undefined) return undefined;
  const seconds = expiresAt === null ? Number.POSITIVE_INFINITY : (Date.parse(expiresAt) - now) / 1000;
  const strict = memberships.filter(({ policy }) => seconds > (policy.maximumTokenLifetimeSeconds ?? seconds));
  if (strict.length === 0) return undefined;
  const limits = strict.map(
    ({ name, policy }) => `${name} (at most ${daysOf(policy.maximumTokenLifetimeSeconds ?? 0)})`,
  );
  return `This token cannot reach the repositories of ${limits.join(', ')}, because it lives too long.`;
}

function daysOf(seconds: number): string {
  const days = Math.floor(seconds / DAY_SECONDS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The server refuses a token of an organization that its policy would never let in. */
export function organizationTokenRules(organization: string, policy: OrganizationPolicy, now: number): TokenRules {
  const lifetimeFault = (value: Expiration) => organizationExpirationFault(value, policy, now);
  return {
    expirationFault: lifetimeFault,
    expirationWarning: (value) => lifetimeFault(value) ?? undefined,
    grantsFault: (value) => organizationGrantsFault(value, organization),
    grantsWarning: (value) => narrowedByPolicy(value, policy),
  };
}

function organizationGrantsFault(choice: GrantChoice, organization: string): string | null {
  const foreign = choice.patterns.find((pattern) => !pattern.startsWith(`${organization}/`));
  if (foreign !== undefined) return `${foreign} is outside of this organization. Start with ${organization}/`;
  return grantChoiceFault(choice);
}

function organizationExpirationFault(
  expiration: Expiration,
  { maximumTokenLifetimeSeconds: maximum }: OrganizationPolicy,
  now: number,
): string | null {
  const fault = expirationFault(expiration, now);
  const expiresAt = expiresAtOf(expiration, now);
  if (fault !== null || maximum === null || expiresAt === undefined) return fault;
  const isAllowed = expiresAt !== null && Date.parse(expiresAt) - now <= maximum * 1000;
  return isAllowed ? null : `The policy of the organization allows a lifetime of at most ${formatSeconds(maximum)}`;
}

function narrowedByPolicy({ actions }: GrantChoice, { tokenActions }: OrganizationPolicy): string | undefined {
  const refused = actions.filter((action) => !tokenActions.includes(action));
  if (refused.length === 0) return undefined;
  return `The policy of the organization does not allow tokens to ${refused.join(' or ')}, so this will be refused.`;
}
