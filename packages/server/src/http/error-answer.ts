import type { DomainError, DomainErrorCode } from '@lanyard/core/domain-error';
import { statusOf, textOf } from './error-table.ts';
import type { Answer } from './route.ts';
import type { Fault, SurfaceForm } from './surface.ts';

/** Codes that tell a program whether to keep its token. */
const TOKEN_REASONS: ReadonlySet<DomainErrorCode> = new Set<DomainErrorCode>([
  'token-inactive',
  'token-expired',
  'token-deleted',
  'token-evicted',
  'token-signed-out',
]);

/** An operator must repair it first. */
const DAMAGE_RETRY_SECONDS = 60;

/** `now` is in milliseconds. */
export function errorAnswer(form: SurfaceForm, error: DomainError, now: number): Answer {
  const fault = faultOf(error, now);
  const headers: Record<string, string> = { ...form.errorHeaders?.(fault) };
  if (fault.retry) headers['Retry-After'] = String(fault.retry.afterSeconds);
  if (fault.status === 401) headers['WWW-Authenticate'] = form.challenge;
  return { status: fault.status, body: form.errorBody(fault), headers };
}

/** For faults before a use case runs: malformed JSON, an unknown content type, a missing route. */
export function faultAnswer(form: SurfaceForm, status: number, text: string): Answer {
  const fault = { status, text };
  return { status, body: form.errorBody(fault), headers: { ...form.errorHeaders?.(fault) } };
}

function faultOf(error: DomainError, now: number): Fault {
  const fault = { status: statusOf(error), text: textOf(error), code: error.code };
  if (is(error, 'invalid-input') || is(error, 'conflict')) {
    const { field } = error.data;
    return { ...fault, ...(field !== undefined && { field }) };
  }
  if (is(error, 'oauth')) return { ...fault, oauthError: error.data.error };
  if (is(error, 'single-sign-on-required')) return { ...fault, organization: error.data.organization };
  if (is(error, 'too-many-attempts') || is(error, 'too-many-invitations'))
    return { ...fault, retry: retryAfter(error.data.retryAfterSeconds, now) };
  if (is(error, 'unavailable') || is(error, 'provider-unavailable')) return { ...fault, retry: retryAfter(1, now) };
  if (is(error, 'audit-log-damaged')) return { ...fault, retry: retryAfter(DAMAGE_RETRY_SECONDS, now) };
  return TOKEN_REASONS.has(error.code) ? { ...fault, detail: { reason: error.code } } : fault;
}

function is<Code extends DomainErrorCode>(error: DomainError, code: Code): error is DomainError<Code> {
  return error.code === code;
}

function retryAfter(afterSeconds: number, now: number): NonNullable<Fault['retry']> {
  return { afterSeconds, atSeconds: Math.ceil(now / 1000) + afterSeconds };
}
