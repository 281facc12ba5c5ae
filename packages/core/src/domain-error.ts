/**
 * Every refusal that the rules can make, with the facts that its public text needs. The http layer has one row for
 * each.
 */
export interface DomainErrorData {
  'invalid-input': { readonly field: string; readonly reason: string };
  'invalid-scope': { readonly scope: string; readonly reason: string };
  unauthenticated: Record<never, never>;
  'invalid-credential': Record<never, never>;
  'token-inactive': { readonly at: number };
  'token-expired': { readonly at: number };
  'token-deleted': { readonly at: number };
  'token-evicted': { readonly at: number; readonly kept: number };
  'token-signed-out': { readonly at: number };
  'token-of-another-account': Record<never, never>;
  /** A registry client asks this server for an image. `hosts` are the hosts of its registries. */
  'not-the-registry': { readonly hosts: readonly string[] };
  'account-disabled': Record<never, never>;
  'password-not-accepted': { readonly why: 'second-factor' | 'policy' };
  /** A code, passkey or recovery code is wrong, old or already used. Only the log says which. */
  'factor-refused': Record<never, never>;
  /** The sign-in has ended: it took too long, had too many wrong codes, or began in another browser. */
  'login-over': Record<never, never>;
  /** Changes to tokens, factors and keys need a sign-in from the last 10 minutes (R34). */
  'fresh-sign-in-required': Record<never, never>;
  /** The command line was approved for fewer scopes. `scope` is null if no scope opens the route (R48). */
  'client-scope-required': { readonly scope: string | null };
  'second-factor-required': { readonly organization: string };
  'single-sign-on-required': { readonly organization: string };
  /** The token's owner must first sign in at the organization's provider. */
  'sign-on-required-for-token': { readonly organization: string };
  /** Stricter rules were announced, and this member did not accept them in time. */
  'terms-not-accepted': { readonly organization: string };
  /** An owner ended the token's reach in the organization, and gave a reason. */
  'token-blocked-here': { readonly organization: string; readonly reason: string; readonly at: number };
  /** An owner was asked to approve the token, and refused it. */
  'token-refused-here': { readonly organization: string; readonly reason: string; readonly at: number };
  /** The rules about tokens allow this token none of the actions that it requests. */
  'token-refused-by-policy': { readonly organization: string } & TokenRefusal;
  'token-waits-for-approval': { readonly organization: string; readonly because: 'block' | 'policy' };
  /**
   * The rules became stricter after the person read them and before the person accepted them. `changes` describes the
   * new rules in words.
   */
  'terms-changed': { readonly organization: string; readonly changes: readonly string[] };
  'too-many-invitations': { readonly reason: string; readonly retryAfterSeconds: number };
  /** The provider's statement is forged, old, replayed or meant for another server. Only the log says which. */
  'assertion-refused': Record<never, never>;
  'provider-unavailable': { readonly provider: string };
  'setup-code-invalid': Record<never, never>;
  'setup-done': Record<never, never>;
  forbidden: { readonly reason: string };
  csrf: { readonly reason: string };
  'not-found': { readonly what: string };
  /** Other servers with this interface offer this, and Lanyard does not. `instead` says what to do. */
  'not-offered': { readonly what: string; readonly instead: string };
  /** `field` is set if one field of the input causes the conflict. */
  conflict: { readonly reason: string; readonly field?: string };
  'too-many-attempts': { readonly retryAfterSeconds: number; readonly what?: string };
  'unknown-service': { readonly service: string };
  'unsupported-grant': { readonly grantType: string };
  /** RFC 6749 5.2 and RFC 8628 3.5, with the protocol's own codes. */
  oauth: { readonly error: OAuthErrorCode; readonly description: string };
  unavailable: { readonly what: string };
  /**
   * No event can be added, because somebody changed the log without the server. Every change needs an event, so nothing
   * changes.
   */
  'audit-log-damaged': Record<never, never>;
}

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_target'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token';

/** What of a policy keeps a token out: it lives too long, was not used there for so long, or may do none of these actions. */
export type TokenRefusal =
  | {
      readonly rule: 'maximumTokenLifetimeSeconds' | 'tokenUnusedSeconds';
      readonly seconds: number;
      /** Of an auto-generated token: it is older than the rule says. */
      readonly isByAge: boolean;
    }
  | { readonly rule: 'actions'; readonly refused: readonly string[] };

export type DomainErrorCode = keyof DomainErrorData;

export class DomainError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  readonly code: Code;
  readonly data: DomainErrorData[Code];
  /** The exact fault, for the log, when the answer must not say it. Never contains a secret. */
  readonly why: string | undefined;
  #account: string | undefined;

  constructor(code: Code, data: DomainErrorData[Code], why?: string) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.data = data;
    this.why = why;
  }
  /** The account that the error is about, for the log, when the answer must not say it. */
  get account(): string | undefined {
    return this.#account;
  }

  about(account: string): this {
    this.#account = account;
    return this;
  }
}
