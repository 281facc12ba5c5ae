import { z } from 'zod';
import type { SurfaceForm } from '../../http/surface.ts';

const registryError = z.object({
  errors: z.array(
    z.object({ code: z.string(), message: z.string(), detail: z.object({ reason: z.string() }).nullable() }),
  ),
});

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'DENIED',
  429: 'TOOMANYREQUESTS',
  503: 'UNAVAILABLE',
};

/** The errors of the distribution specification. docker shows their message to people. */
export const registrySurface: SurfaceForm = {
  json: [],
  formBytes: 64 * 1024,
  readsCookies: false,
  challenge: 'Basic realm="lanyard"',
  errors: registryError,
  errorBody: ({ status, text, detail = null }) => ({
    errors: [{ code: CODES[status] ?? 'UNSUPPORTED', message: text, detail }],
  }),
};
