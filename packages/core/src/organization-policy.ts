import { ACTIONS, type Action } from './action.ts';

/** An organization's rules for the tokens that reach its repositories. */
export interface OrganizationPolicy {
  /** A token that lives longer than this, or for ever, does not reach this organization; null for no limit. */
  readonly maximumTokenLifetimeSeconds: number | null;
  /** What personal tokens may do here at most. */
  readonly tokenActions: readonly Action[];
  /** Whether the account password is accepted by registry clients, or only tokens. */
  readonly passwordAtRegistry: boolean;
  /** Whether members, not only owners, may make repositories by pushing. */
  readonly membersCreateRepositories: boolean;
  /** The visibility of a repository that a push makes. */
  readonly defaultVisibility: 'public' | 'private';
}

export const DEFAULT_POLICY: OrganizationPolicy = {
  maximumTokenLifetimeSeconds: null,
  tokenActions: ACTIONS,
  passwordAtRegistry: true,
  membersCreateRepositories: false,
  defaultVisibility: 'private',
};

/** Milliseconds since the epoch; `expiresAt` null for a token without expiry. */
export interface TokenLifetime {
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** The actions that the policy leaves to a token of this lifetime. */
export function actionsAllowedByPolicy(policy: OrganizationPolicy, lifetime: TokenLifetime): readonly Action[] {
  const maximumSeconds = policy.maximumTokenLifetimeSeconds;
  if (maximumSeconds === null) return policy.tokenActions;
  if (lifetime.expiresAt === null) return [];
  const withinLimit = lifetime.expiresAt - lifetime.createdAt <= maximumSeconds * 1000;
  return withinLimit ? policy.tokenActions : [];
}
