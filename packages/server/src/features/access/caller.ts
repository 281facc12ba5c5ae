import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';

/** Where a request came from. */
export interface Source {
  /** The address of the peer, or the one that a trusted proxy forwards. */
  readonly address: string;
  /** The User-Agent, cut to 256 characters. */
  readonly client: string;
}

/** An account that has proven itself, and by what. */
export interface AccountCaller extends Source {
  readonly type: 'account';
  readonly account: Account;
  readonly credential: 'session' | 'password-jwt' | 'token-jwt' | 'sign-in-jwt';
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

export type Caller = AccountCaller | OperatorCaller;

/** Anyone who runs commands on the server's own machine. */
export const OPERATOR: OperatorCaller = { type: 'operator', address: 'local', client: 'admin' };
