import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';

/** Where a request came from. */
export interface Source {
  /** The address of the peer, or the one that a trusted proxy forwards. */
  readonly address: string;
  /** The User-Agent, cut to 256 characters. */
  readonly client: string;
  /** What the long-lived cookie of a browser holds, by which accounts know it again. It proves nothing. */
  readonly device?: Secret | undefined;
}

/** For an event that owners read: anyone who declines does not show them where the answer came from. */
export const NOWHERE: Source = { address: '', client: '' };

/** An account that has proven itself, and by what. */
export interface AccountCaller extends Source {
  readonly type: 'account';
  readonly account: Account;
  readonly credential: 'session' | 'password-jwt' | 'token-jwt' | 'command-line-jwt';
  /** What a command line was approved for, beside its auto-generated token; null for any other credential (R48). */
  readonly clientScopes: readonly ClientScope[] | null;
  /** The session, command-line login or access token behind it. */
  readonly credentialId: string;
  /**
   * Milliseconds since the epoch: when the session or command-line login behind it was last proven with all proofs that
   * the account requires. Null for an access token.
   */
  readonly authenticatedAt: number | null;
}

export interface OperatorCaller extends Source {
  readonly type: 'operator';
}

/** A directory that provisions an organization over SCIM. It is not an account: only `directory` works for it. */
export interface ScimCaller extends Source {
  readonly type: 'scim';
  readonly organization: Organization;
}

/**
 * An access token of an organization that signed in to Docker Hub's interface. It is nobody: it does what its scopes say,
 * in its own organization, and makes neither tokens nor owners.
 */
export interface OrganizationTokenCaller extends Source {
  readonly type: 'organization-token';
  readonly organization: Organization;
  readonly token: Pick<AccessToken, 'id' | 'description'>;
  readonly scopes: readonly OrganizationScope[];
}

export type Caller = AccountCaller | OperatorCaller;

/** Anyone who acts in an organization. */
export type OrganizationCaller = Caller | OrganizationTokenCaller;

/** Anyone who runs commands on the server's own machine. */
export const OPERATOR: OperatorCaller = { type: 'operator', address: 'local', client: 'admin' };
