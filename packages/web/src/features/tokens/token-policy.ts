import type { Membership, Organization, OrganizationPolicy } from '../../api/types.ts';
import { formatSeconds } from '../../parts/duration.ts';
import { formatDay } from '../../parts/time-text.tsx';
import { type Expiration, expirationFault, expiresAtOf } from './expiration.ts';
import { type GrantChoice, grantChoiceFault } from './grants.ts';
import type { TokenRules } from './token-form.tsx';

const DAY_SECONDS = 86_400;

/**
 * The effects of the account's organizations on a personal token that would be generated now. There is a sentence for
 * each organization that allows it less than its permissions say. `expiresAt` is undefined while no date is chosen.
 */
export function organizationNotes(
  memberships: readonly Membership[],
  choice: GrantChoice,
  expiresAt: string | null | undefined,
  now: number,
): readonly string[] {
  const seconds = secondsUntil(expiresAt ?? null, now);
  return memberships
    .filter(({ name }) => isReached(choice, name))
    .flatMap((organization) => {
      const { name, policy } = organization;
      const maximum = policy.maximumTokenLifetimeSeconds;
      if (expiresAt !== undefined && maximum !== null && seconds > maximum) {
        return `${name} accepts only tokens that live for at most ${daysOf(maximum)}, so this one will not reach its repositories.`;
      }
      const waiting = expiresAt === undefined ? undefined : announcedLifetime(organization, { expiresAt, seconds });
      if (waiting !== undefined) return waiting;
      const refused = choice.actions.filter((action) => !policy.tokenActions.includes(action));
      if (refused.length === 0) return [];
      if (refused.length === choice.actions.length)
        return `${name} does not allow tokens to do any of this in its repositories.`;
      return `${name} does not allow tokens to ${refused.join(' or ')} in its repositories.`;
    });
}

type Announcing = Pick<Organization, 'name' | 'pendingRules'>;

interface AskedEnd {
  /** Null for never. */
  readonly expiresAt: string | null;
  /** How long the token would live. */
  readonly seconds: number;
}

/** What a rule that was announced will do to the token, on its date. For a new token, this is its notice (decision 43). */
function announcedLifetime({ name, pendingRules }: Announcing, { expiresAt, seconds }: AskedEnd): string | undefined {
  const next = pendingRules.find(({ rule }) => rule === 'maximumTokenLifetimeSeconds');
  if (!next || typeof next.value !== 'number' || seconds <= next.value) return undefined;
  if (expiresAt !== null && expiresAt <= next.bindsFrom) return undefined;
  return `From ${formatDay(next.bindsFrom)} on, ${name} accepts only tokens that live for at most ${daysOf(next.value)}. This one will not reach its repositories from then on.`;
}

/**
 * Whether a pattern can match a repository of the organization. That includes the choice of all public repositories.
 */
function isReached({ reach, patterns }: GrantChoice, organization: string): boolean {
  return reach !== 'named' || patterns.some((pattern) => pattern.startsWith(`${organization}/`));
}

function secondsUntil(expiresAt: string | null, now: number): number {
  return expiresAt === null ? Number.POSITIVE_INFINITY : (Date.parse(expiresAt) - now) / 1000;
}

function daysOf(seconds: number): string {
  const days = Math.floor(seconds / DAY_SECONDS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The server refuses an organization's token that its own policy would never allow. */
export function organizationTokenRules(
  { name: organization, policy, pendingRules }: Announcing & Pick<Organization, 'policy'>,
  now: number,
): TokenRules {
  const lifetimeFault = (value: Expiration) => organizationExpirationFault(value, policy, now);
  return {
    expirationFault: lifetimeFault,
    grantsFault: (value) => organizationGrantsFault(value, organization),
    notes: (choice, value) => {
      const fault = lifetimeFault(value);
      const expiresAt = expiresAtOf(value, now);
      const waiting = () =>
        expiresAt === undefined
          ? undefined
          : announcedLifetime(
              { name: organization, pendingRules },
              { expiresAt, seconds: secondsUntil(expiresAt, now) },
            );
      return [fault ?? waiting() ?? [], narrowedByPolicy(choice, policy) ?? []].flat();
    },
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
  return `The policy of the organization does not allow tokens to ${refused.join(' or ')}, so such requests will be refused.`;
}
