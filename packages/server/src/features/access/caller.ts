import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { OrganizationScope } from '@lanyard/core/tokens/organization-scope';
import type { ScopedRepositories } from '@lanyard/core/tokens/repository-scope';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';

/** Where a request came from. */
export interface Source {
  /** The address of the peer, or the address that a trusted proxy reports. */
  readonly address: string;
  /** The User-Agent, cut to 256 characters. */
  readonly client: string;
  /** The content of a browser's long-lived cookie, by which accounts recognize the browser. It proves nothing. */
  readonly device?: Secret | undefined;
}

/** For an event that owners read: a person who declines does not reveal the address of the answer. */
export const NOWHERE: Source = { address: '', client: '' };

/** An account that has authenticated, and the credential that it used. */
export interface AccountCaller extends Source {
  readonly type: 'account';
  readonly account: Account;
  readonly credential: 'session' | 'password-jwt' | 'token-jwt' | 'command-line-jwt';
  /**
   * The scopes for which a command line was approved, besides its auto-generated token. Null for any other credential
   * (R48).
   */
  readonly clientScopes: readonly ClientScope[] | null;
  /** The id of the session, command-line login or access token that was used. */
  readonly credentialId: string;
  /**
   * Milliseconds since the epoch: when the session or command-line login was last proven with all proofs that the
   * account requires. Null for an access token.
   */
  readonly authenticatedAt: number | null;
}

export interface OperatorCaller extends Source {
  readonly type: 'operator';
}

/**
 * A directory that provisions an organization over SCIM. It is not an account, and only the routes of `directory`
 * accept it.
 */
export interface ScimCaller extends Source {
  readonly type: 'scim';
  readonly organization: Organization;
}

/**
 * An access token of an organization that signed in to Docker Hub's interface. It is not a person: it may do what its
 * scopes say, in its own organization, and can create neither tokens nor owners.
 */
export interface OrganizationTokenCaller extends Source {
  readonly type: 'organization-token';
  readonly organization: Organization;
  readonly token: Pick<AccessToken, 'id' | 'description'>;
  readonly scopes: readonly OrganizationScope[];
  readonly repositoryScopes: readonly ScopedRepositories[];
}

export type Caller = AccountCaller | OperatorCaller;

/** Any caller that acts in an organization. */
export type OrganizationCaller = Caller | OrganizationTokenCaller;

/** The person who runs commands on the server's own machine. */
export const OPERATOR: OperatorCaller = { type: 'operator', address: 'local', client: 'admin' };
