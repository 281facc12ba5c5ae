import { DomainError } from '@lanyard/core/domain-error';
import * as client from 'openid-client';
import type { OidcConnection } from './identity-provider.ts';

/** A statement of the provider that cannot be accepted. The message is for the log. */
export class OidcFault extends Error {}

/** The library's codes for a wrong statement. With all other codes, the provider sent no usable statement. */
const SAID: ReadonlySet<string> = new Set([
  'OAUTH_AUTHORIZATION_RESPONSE_ERROR',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
  'OAUTH_PARSE_ERROR',
]);
const CODE = /^[\w.-]{1,60}$/;

/**
 * Translates a fault at the provider into our own errors. The cause consists only of codes, because messages can
 * contain what was sent. Errors: `assertion-refused`, `provider-unavailable`.
 */
export async function asRefusal<Result>({ issuer }: OidcConnection, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const why = whyOf(error);
    if (isSaid(error)) throw new DomainError('assertion-refused', {}, why);
    throw new DomainError('provider-unavailable', { provider: new URL(issuer).host }, why);
  }
}

/** RFC 6749, 5.2: the refresh token was revoked or has expired. */
export function isGrantOver(error: unknown): boolean {
  return error instanceof client.ResponseBodyError && error.error === 'invalid_grant';
}

/**
 * The status codes of a proxy in front of the provider when it cannot reach the provider, or when there are too many
 * requests.
 */
const NOT_ITS_OWN_WORD: readonly number[] = [429, 502, 503, 504];

/**
 * The cause as codes only, and whether it is a network fault. Then nobody knows what the provider would have answered.
 */
export function causeOf(error: unknown): { readonly cause: string; readonly isNetwork: boolean } {
  const status = statusOf(error);
  const why = IN_WORDS[codeOf(error)] ?? whyOf(error);
  const cause = status === undefined ? why : `${why} (status ${status})`;
  if (status !== undefined) return { cause, isNetwork: NOT_ITS_OWN_WORD.includes(status) };
  const isItsWord = error instanceof OidcFault || codeOf(error).startsWith('OAUTH_');
  return { cause, isNetwork: !isItsWord };
}

/** Words for the library's codes of the most frequent faults. */
const IN_WORDS: Readonly<Record<string, string>> = {
  OAUTH_RESPONSE_IS_NOT_JSON: 'it answers with something that is not JSON',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'it answers with an error',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof client.ResponseBodyError) return error.status;
  return error instanceof Error && error.cause instanceof Response ? error.cause.status : undefined;
}

function isSaid(error: unknown): boolean {
  if (error instanceof OidcFault) return true;
  if (error instanceof client.ResponseBodyError) return error.error === 'invalid_grant';
  return SAID.has(codeOf(error));
}

function whyOf(error: unknown): string {
  if (error instanceof OidcFault) return error.message;
  if (error instanceof client.ResponseBodyError) return `the token endpoint says ${coded(error.error)}`;
  if (error instanceof client.AuthorizationResponseError) return `the provider says ${coded(error.error)}`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const claim = claimOf(error);
  // A guarded request's error names only the host and the fault.
  const guarded = cause instanceof Error && cause.constructor.name === 'OutboundRefusal' ? cause.message : undefined;
  return guarded ?? [codeOf(error) || 'unknown fault', claim].filter(Boolean).join(' ');
}

function claimOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const claim = typeof cause === 'object' && cause !== null && 'claim' in cause ? cause.claim : undefined;
  return typeof claim === 'string' ? coded(claim) : '';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? coded(error.code) : '';
}

function coded(text: string): string {
  return CODE.test(text) ? text : '(not shown)';
}
