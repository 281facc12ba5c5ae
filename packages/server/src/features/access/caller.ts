import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';

/** Where a request came from. */
export interface Source {
  /** The peer's address, or the forwarded one where a listed proxy tells it. */
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
  /** When the session or command-line login behind it was last proven by all that the account asks for; null for an access token. */
  readonly authenticatedAt: number | null;
}

export interface OperatorCaller extends Source {
  readonly type: 'operator';
}

/** A directory that provisions an organization over SCIM. It is no account, and no other use case takes it. */
export interface ScimCaller extends Source {
  readonly type: 'scim';
  readonly organization: Organization;
}

export type Caller = AccountCaller | OperatorCaller;

/** Anyone who runs commands on the server's own machine. */
export const OPERATOR: OperatorCaller = { type: 'operator', address: 'local', client: 'admin' };
