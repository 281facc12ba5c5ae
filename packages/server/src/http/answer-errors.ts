import { DomainError } from '@lanyard/core/domain-error';
import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Clock } from '../world.ts';
import { errorAnswer, faultAnswer } from './error-answer.ts';
import { quoted } from './error-table.ts';
import { type LoggedRequest, noteRequest } from './observe-requests.ts';
import { send } from './register-routes.ts';
import type { Answer } from './route.ts';
import { formOfRequest, type SurfaceForm, type SurfaceForms } from './surface.ts';
import { type ValidationFault, validationText } from './validation-text.ts';

/** The only function that decides what a client sees when something went wrong. */
export function answerErrors(app: FastifyInstance, clock: Clock, surfaces: SurfaceForms): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    reply.header('Cache-Control', 'no-store');
    return send(reply, answerOfError(error, request, formOfRequest(surfaces, request), clock.now()));
  });
}

export function answerOfError(error: FastifyError, request: LoggedRequest, form: SurfaceForm, now: number): Answer {
  if (error instanceof DomainError) {
    noteRequest(request, factsOf(error));
    if (error.why !== undefined)
      request.log.warn({ requestId: request.id, code: error.code, why: error.why }, 'refused');
    if (error.code === 'unavailable' && error.cause instanceof Error)
      request.log.error({ requestId: request.id, error: describe(error.cause) }, 'the database failed');
    return errorAnswer(form, error, now);
  }
  if (hasZodFastifySchemaValidationErrors(error)) return errorAnswer(form, invalidInput(error), now);
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return faultAnswer(form, status, textOfFault(error));
  // The cause stays in the log, with the request's id.
  request.log.error({ requestId: request.id, error: describe(error) }, 'request failed');
  return faultAnswer(form, 500, `something went wrong on this server; request ${request.id}`);
}

/** The account, only if the error knows it better than the authenticated caller. */
function factsOf({ code, account, cause }: DomainError) {
  return { code, ...(account !== undefined && { account }), ...(cause !== undefined && { cause: causeCode(cause) }) };
}

/** The message of a driver can quote values. Its code cannot. */
function causeCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  const { code, errcode } = cause as { readonly code?: unknown; readonly errcode?: unknown };
  return [code, errcode].filter((part) => part !== undefined).join(' ') || cause.name;
}

interface Validation extends ValidationFault {
  readonly instancePath: string;
}

/** Names the place of the first fault, but never the value, which can be a secret. */
function invalidInput({ validation }: { readonly validation: readonly Validation[] }) {
  const [first] = validation;
  const field = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.') || 'request';
  const unknown = first?.params?.keys;
  if (Array.isArray(unknown)) {
    const names = unknown.map((name) => quoted(String(name))).join(', ');
    return new DomainError('invalid-input', { field, reason: `has an unknown field: ${names}` });
  }
  return new DomainError('invalid-input', { field, reason: first ? validationText(first) : 'is malformed' });
}

const FAULT_TEXTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'this Content-Type is not accepted here',
  FST_ERR_CTP_BODY_TOO_LARGE: 'the body is too large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty, but its Content-Type is JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'the length of the body is not what Content-Length says',
  FST_ERR_CTP_INVALID_JSON_BODY: 'the body is not well-formed JSON',
};

/** Never the library's own text, because it can quote the body. */
function textOfFault(error: FastifyError): string {
  return (
    FAULT_TEXTS[error.code] ?? (error instanceof SyntaxError ? 'the body is malformed' : 'the request is malformed')
  );
}

/** Name, code and stack without the message, because messages of drivers can quote values. */
function describe(error: Error & { readonly code?: unknown; readonly errcode?: unknown }) {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, code: error.errcode ?? error.code, stack: frames.slice(0, 12).join('\n') };
}
