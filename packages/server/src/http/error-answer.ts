import type { DomainError, DomainErrorCode, OAuthErrorCode } from '@lanyard/core/domain-error';
import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/password-attempts';
import { HTML } from '../protocols/pages/html.ts';
import { faultPage } from '../protocols/pages/message-page.ts';
import { scimError, scimHeaders } from '../protocols/scim/scim-schema.ts';
import { statusOf, textOf } from './error-table.ts';
import type { Answer, Surface } from './route.ts';

interface Fault {
  readonly code?: DomainErrorCode;
  /** Whose single sign-on it takes. */
  readonly organization?: string;
  readonly status: number;
  readonly text: string;
  readonly field?: string;
  readonly oauthError?: OAuthErrorCode;
  readonly detail?: { readonly reason: string };
}

type BodyOf = (fault: Fault) => unknown;

const REGISTRY_CODES: Readonly<Record<number, string>> = { 403: 'DENIED', 429: 'TOOMANYREQUESTS', 503: 'UNAVAILABLE' };

/** What a program that holds a token may want to know: whether it is worth keeping. */
const REASONS_TOLD: ReadonlySet<string> = new Set<DomainErrorCode>([
  'token-inactive',
  'token-expired',
  'token-deleted',
  'token-evicted',
  'token-signed-out',
]);

/** Each surface's own form, so that its clients show the text: see docs/protocol. */
const BODY_OF_SURFACE: Readonly<Record<Surface, BodyOf>> = {
  registry: ({ status, text, detail = null }) => ({ errors: [{ code: registryCode(status), message: text, detail }] }),
  hub: ({ status, text, field }) => hubBody(status, text, field),
  api: ({ text, field, code, organization }) => ({ error: { message: text, field, code, organization } }),
  oauth: ({ status, text, oauthError }) => ({ error: oauthError ?? oauthErrorOf(status), error_description: text }),
  scim: ({ status, text, field }) => scimError(status, text, scimTypeOf(status, field)),
  page: ({ text }) => faultPage(text),
  plain: ({ text }) => ({ error: { message: text } }),
};

const HEADERS_OF_SURFACE: Readonly<Partial<Record<Surface, Readonly<Record<string, string>>>>> = {
  page: HTML,
  scim: scimHeaders,
};

/** RFC 7644, section 3.12, table 9. */
function scimTypeOf(status: number, field: string | undefined): string | undefined {
  if (status === 409) return field === undefined ? undefined : 'uniqueness';
  if (status !== 400) return undefined;
  return field === 'filter' ? 'invalidFilter' : 'invalidValue';
}

/** `now` in milliseconds: Hub's clients are told when to come back by the clock. */
export function errorAnswer(surface: Surface, error: DomainError, now: number): Answer {
  const field = fieldOf(error);
  const oauthError = error.code === 'oauth' ? (error as DomainError<'oauth'>).data.error : undefined;
  const organization = organizationOf(error);
  const detail = REASONS_TOLD.has(error.code) ? { reason: error.code } : undefined;
  const optional = {
    ...(field !== undefined && { field }),
    ...(oauthError !== undefined && { oauthError }),
    ...(detail && { detail }),
    ...(organization !== undefined && { organization }),
  };
  const fault = { status: statusOf(error), text: textOf(error), code: error.code, ...optional };
  return { status: fault.status, body: BODY_OF_SURFACE[surface](fault), headers: headersOf(surface, error, now) };
}

function fieldOf(error: DomainError): string | undefined {
  const isInputAtFault = error.code === 'invalid-input' || error.code === 'conflict';
  return isInputAtFault ? (error as DomainError<'invalid-input' | 'conflict'>).data.field : undefined;
}

/** Where the sign-in page leads on to. */
function organizationOf(error: DomainError): string | undefined {
  if (error.code !== 'single-sign-on-required') return undefined;
  return (error as DomainError<'single-sign-on-required'>).data.organization;
}

/** For what goes wrong before a use case runs: malformed JSON, an unknown content type, a missing route. */
export function faultAnswer(surface: Surface, status: number, text: string): Answer {
  return { status, body: BODY_OF_SURFACE[surface]({ status, text }), headers: { ...HEADERS_OF_SURFACE[surface] } };
}

/** RFC 6749 5.2 and 4.1.2.1, for what has no code of its own. */
function oauthErrorOf(status: number): string {
  if (status === 401 || status === 403) return 'access_denied';
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}

/** The cause stays in the log, under the request's id. */
export function internalErrorAnswer(surface: Surface, requestId: string): Answer {
  return faultAnswer(surface, 500, `something went wrong here; request ${requestId}`);
}

function registryCode(status: number): string {
  return REGISTRY_CODES[status] ?? (status === 401 ? 'UNAUTHORIZED' : 'UNSUPPORTED');
}

/** Hub's clients read flat strings alone; the limiter's answer has a form of its own. */
function hubBody(status: number, text: string, field: string | undefined): unknown {
  if (status === 400) return { fields: field === undefined ? {} : { [field]: [text] }, text };
  if (status === 429) return { detail: 'Rate limit exceeded', error: false };
  return { detail: text, message: text };
}

function headersOf(surface: Surface, error: DomainError, now: number): Record<string, string> {
  const headers: Record<string, string> = { ...HEADERS_OF_SURFACE[surface] };
  if (error.code === 'too-many-attempts') {
    const { retryAfterSeconds } = (error as DomainError<'too-many-attempts'>).data;
    headers['Retry-After'] = String(retryAfterSeconds);
    if (surface === 'hub') Object.assign(headers, hubLimitHeaders(Math.ceil(now / 1000) + retryAfterSeconds));
  }
  if (error.code === 'unavailable' || error.code === 'provider-unavailable') headers['Retry-After'] = '1';
  if (statusOf(error) === 401)
    headers['WWW-Authenticate'] = surface === 'registry' ? 'Basic realm="lanyard"' : 'Bearer';
  return headers;
}

function hubLimitHeaders(resetSeconds: number): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(FAILURES_BEFORE_WAIT),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(resetSeconds),
  };
}
