import type { TokenOrigin } from '../tokens/access-token.ts';
import { ACTIONS, type Action } from '../tokens/action.ts';

/** An organization's rules for the tokens that reach its repositories. */
export interface OrganizationPolicy {
  /** A token that lives longer than this, or for ever, does not reach this organization; null for no limit. */
  readonly maximumTokenLifetimeSeconds: number | null;
  /** What tokens may do here at most. */
  readonly tokenActions: readonly Action[];
  /** Whether the account password is accepted by registry clients, or only tokens. */
  readonly passwordAtRegistry: boolean;
  /** Whether members, not only owners, may make repositories by pushing. */
  readonly membersCreateRepositories: boolean;
  /** The visibility of a repository that a push makes. */
  readonly defaultVisibility: 'public' | 'private';
  /** What auto-generated tokens may do here at most; within `tokenActions`. */
  readonly autoTokenActions: readonly Action[];
  /** How many auto-generated tokens a member keeps; null to leave it to the other organizations or the default. */
  readonly autoTokensKept: number | null;
  /** A command line's sign-in of a member ends when unused for so long; null for 30 days. */
  readonly signInIdleSeconds: number | null;
  /** It ends this long after it began, whatever its use; null for 90 days. */
  readonly signInLifetimeSeconds: number | null;
  /** Without a second factor, a member's tokens do not reach this organization, and the member makes no new ones. */
  readonly requireSecondFactor: boolean;
  /** Whoever has an e-mail address in a proven domain signs in at the organization's provider, by no password. */
  readonly requireSingleSignOn: boolean;
  /** How soon somebody whom the provider knows no more is signed out (R26). */
  readonly signOnRecheckSeconds: number;
  /** A member's token reaches this organization only so long after a sign-in at the provider; null to keep it. */
  readonly tokenSignOnSeconds: number | null;
}

export const DEFAULT_POLICY: OrganizationPolicy = {
  maximumTokenLifetimeSeconds: null,
  tokenActions: ACTIONS,
  passwordAtRegistry: true,
  membersCreateRepositories: false,
  defaultVisibility: 'private',
  autoTokenActions: ACTIONS,
  autoTokensKept: null,
  signInIdleSeconds: null,
  signInLifetimeSeconds: null,
  requireSecondFactor: false,
  requireSingleSignOn: false,
  signOnRecheckSeconds: 3600,
  tokenSignOnSeconds: null,
};

/** Milliseconds since the epoch; `expiresAt` null for a token without expiry. */
export interface TokenLifetime {
  readonly origin: TokenOrigin;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** The actions that the policy leaves to a token of this origin and lifetime. */
export function actionsAllowedByPolicy(policy: OrganizationPolicy, token: TokenLifetime): readonly Action[] {
  return isLifetimeAllowed(policy, token) ? actionsOfOrigin(policy, token.origin) : [];
}

function actionsOfOrigin({ tokenActions, autoTokenActions }: OrganizationPolicy, origin: TokenOrigin) {
  return origin === 'manual' ? tokenActions : tokenActions.filter((action) => autoTokenActions.includes(action));
}

export function isLifetimeAllowed(
  { maximumTokenLifetimeSeconds }: OrganizationPolicy,
  { createdAt, expiresAt }: Omit<TokenLifetime, 'origin'>,
): boolean {
  if (maximumTokenLifetimeSeconds === null) return true;
  return expiresAt !== null && expiresAt - createdAt <= maximumTokenLifetimeSeconds * 1000;
}

/** What is known of a member whose token asks. Times are milliseconds since the epoch. */
export interface MemberStanding {
  readonly hasSecondFactor: boolean;
  /** The last sign-in at the organization's provider; null for none. */
  readonly signOnProvenAt: number | null;
  /** Since when the provider knows the member no more; null while it does. */
  readonly signOnEndedAt: number | null;
}

export type MemberObstacle = 'second-factor' | 'single-sign-on';

/** Why a member's tokens do not reach the organization now, however they were made; undefined where nothing is in the way. */
export function memberObstacle(
  policy: OrganizationPolicy,
  member: MemberStanding,
  now: number,
): MemberObstacle | undefined {
  if (policy.requireSecondFactor && !member.hasSecondFactor) return 'second-factor';
  if (member.signOnEndedAt !== null) return 'single-sign-on';
  if (policy.tokenSignOnSeconds === null) return undefined;
  const { signOnProvenAt } = member;
  const isProven = signOnProvenAt !== null && now - signOnProvenAt < policy.tokenSignOnSeconds * 1000;
  return isProven ? undefined : 'single-sign-on';
}
