import { refusalInWords } from '@lanyard/core/field-words';
import { type CliError, notSignedIn, refused, unreachable } from '../cli-error.ts';
import { printable } from '../foreign-text.ts';
import type { Answer } from './send-request.ts';

/** The error for an answer that is not a success. `what` is the beginning of its message. */
export function refusal(answer: Answer, what: string): CliError {
  const message = `${what}: ${reasonOf(answer)}`;
  if (answer.status >= 500) return unreachable(message, 'try again later');
  if (answer.status === 401) return notSignedIn(message, 'run: lanyard login REGISTRY');
  if (codeOf(answer) === 'fresh-sign-in-required') return notSignedIn(message, 'run: lanyard login REGISTRY');
  if (codeOf(answer) === 'client-scope-required') return refused(message, 'run: lanyard login REGISTRY');
  if (answer.status === 429) return refused(message, 'wait, then try again');
  return refused(message);
}

/** The server's own text, in any of the forms that its interfaces use. */
export function reasonOf({ status, body }: Answer): string {
  const { error, errors, error_description: description, message } = body;
  const [first] = Array.isArray(errors) ? errors : [];
  const text = textOf(first) ?? textOf(error) ?? description ?? message ?? error;
  return printable(typeof text === 'string' ? refusalInWords(text, fieldOf(error)) : `it answered ${status}`);
}

function fieldOf(error: unknown): string | undefined {
  const { field } = (typeof error === 'object' && error !== null ? error : {}) as { readonly field?: unknown };
  return typeof field === 'string' ? field : undefined;
}

/** The API's code for its refusal. */
function codeOf({ body: { error } }: Answer): unknown {
  return typeof error === 'object' && error !== null ? (error as { readonly code?: unknown }).code : undefined;
}

function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { readonly message?: unknown }).message : undefined;
}
