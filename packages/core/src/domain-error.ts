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
  'account-disabled': Record<never, never>;
  'password-not-accepted': { readonly why: 'second-factor' | 'policy' };
  'setup-code-invalid': Record<never, never>;
  'setup-done': Record<never, never>;
  forbidden: { readonly reason: string };
  csrf: { readonly reason: string };
  'not-found': { readonly what: string };
  /** `field` where one field of the input is what stands in the way. */
  conflict: { readonly reason: string; readonly field?: string };
  'too-many-attempts': { readonly retryAfterSeconds: number };
  'unknown-service': { readonly service: string };
  'unsupported-grant': { readonly grantType: string };
  /** RFC 6749 5.2 and RFC 8628 3.5, in the protocol's own codes. */
  oauth: { readonly error: OAuthErrorCode; readonly description: string };
  unavailable: { readonly what: string };
}

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'authorization_pending'
  | 'slow_down'
  | 'access_denied'
  | 'expired_token';

export type DomainErrorCode = keyof DomainErrorData;

export class DomainError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  readonly code: Code;
  readonly data: DomainErrorData[Code];

  constructor(code: Code, data: DomainErrorData[Code]) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.data = data;
  }
}
