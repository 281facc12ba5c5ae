/** Every refusal that the rules know, with the facts that its public text needs. The http layer has one row for each. */
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
  /** A registry client asks this server for an image; the hosts of its registries. */
  'not-the-registry': { readonly hosts: readonly string[] };
  'account-disabled': Record<never, never>;
  'password-not-accepted': { readonly why: 'second-factor' | 'policy' };
  /** A code, passkey or recovery code that is wrong, old or used; what exactly is for the log alone. */
  'factor-refused': Record<never, never>;
  /** The sign-in that was begun is over: too late, too many wrong codes, or another browser's. */
  'login-over': Record<never, never>;
  /** Tokens, factors and keys change only within 10 minutes after a sign-in (R34). */
  'fresh-sign-in-required': Record<never, never>;
  /** A command line that was approved for less; `scope` is null where none opens the route (R48). */
  'client-scope-required': { readonly scope: string | null };
  'second-factor-required': { readonly organization: string };
  'single-sign-on-required': { readonly organization: string };
  /** A token's owner has to sign in at the organization's provider first. */
  'sign-on-required-for-token': { readonly organization: string };
  /** Stricter rules were announced, and this member did not accept them in time. */
  'terms-not-accepted': { readonly organization: string };
  /** An owner ended the token's reach into the organization, and said why. */
  'token-blocked-here': { readonly organization: string; readonly reason: string; readonly at: number };
  /** An owner was asked to approve the token, and refused it. */
  'token-refused-here': { readonly organization: string; readonly reason: string; readonly at: number };
  /** The rules about tokens leave this one nothing of what it asks for. */
  'token-refused-by-policy': { readonly organization: string } & TokenRefusal;
  'token-waits-for-approval': { readonly organization: string; readonly because: 'block' | 'policy' };
  /** The rules became stricter between reading and accepting them; `changes` says what they ask now, in words. */
  'terms-changed': { readonly organization: string; readonly changes: readonly string[] };
  'too-many-invitations': { readonly reason: string; readonly retryAfterSeconds: number };
  /** What a provider said is forged, stale, replayed or not for us; what exactly is for the log alone. */
  'assertion-refused': Record<never, never>;
  'provider-unavailable': { readonly provider: string };
  'setup-code-invalid': Record<never, never>;
  'setup-done': Record<never, never>;
  forbidden: { readonly reason: string };
  csrf: { readonly reason: string };
  'not-found': { readonly what: string };
  /** What other servers of this interface have, and this one does not; `instead` says what to do. */
  'not-offered': { readonly what: string; readonly instead: string };
  /** `field` where one field of the input is what stands in the way. */
  conflict: { readonly reason: string; readonly field?: string };
  'too-many-attempts': { readonly retryAfterSeconds: number; readonly what?: string };
  'unknown-service': { readonly service: string };
  'unsupported-grant': { readonly grantType: string };
  /** RFC 6749 5.2 and RFC 8628 3.5, in the protocol's own codes. */
  oauth: { readonly error: OAuthErrorCode; readonly description: string };
  unavailable: { readonly what: string };
  /** An event cannot be appended, because the log was changed past the server: nothing changes without its event. */
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

/** What of a policy keeps a token out: it lives too long, or may do none of these actions. */
export type TokenRefusal =
  | { readonly rule: 'lifetime'; readonly maximumSeconds: number }
  | { readonly rule: 'actions'; readonly refused: readonly string[] };

export type DomainErrorCode = keyof DomainErrorData;

export class DomainError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  readonly code: Code;
  readonly data: DomainErrorData[Code];
  /** What exactly was wrong, where the answer must not tell: for the log. Never a secret. */
  readonly why: string | undefined;
  #account: string | undefined;

  constructor(code: Code, data: DomainErrorData[Code], why?: string) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.data = data;
    this.why = why;
  }
  /** The account that it is about, where the answer must not say so: for the log. */
  get account(): string | undefined {
    return this.#account;
  }

  about(account: string): this {
    this.#account = account;
    return this;
  }
}
