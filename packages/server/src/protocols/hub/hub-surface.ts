import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/password-attempts';
import { z } from 'zod';
import type { Fault, SurfaceForm } from '../../http/surface.ts';

const hubError = z.object({
  detail: z.string().optional(),
  message: z.string().optional(),
  text: z.string().optional(),
  fields: z.record(z.string(), z.array(z.string())).optional(),
  error: z.boolean().optional(),
  login_2fa_token: z.string().optional(),
});

export const hubErrorAnswers = { '4xx': hubError, '5xx': hubError } as unknown as Record<number, typeof hubError>;

/** Docker Hub's errors: its clients read flat strings only, and the rate limit by headers of its own. */
export const hubSurface: SurfaceForm = {
  json: ['application/json'],
  formBytes: 0,
  readsCookies: false,
  challenge: 'Bearer',
  errorBody,
  errorHeaders: ({ status, retry }) => (status === 429 && retry ? limitHeaders(retry.atSeconds) : {}),
};

function errorBody({ status, text, field }: Fault): z.input<typeof hubError> {
  if (status === 400) return { fields: field === undefined ? {} : { [field]: [text] }, text };
  if (status === 429) return { detail: 'Rate limit exceeded', error: false };
  return { detail: text, message: text };
}

function limitHeaders(resetSeconds: number): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(FAILURES_BEFORE_WAIT),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(resetSeconds),
  };
}
