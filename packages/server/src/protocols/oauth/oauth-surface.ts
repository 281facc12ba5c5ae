import { z } from 'zod';
import type { SurfaceForm } from '../../http/surface.ts';

const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string() });

export const oauthSurface: SurfaceForm = {
  json: [],
  formBytes: 64 * 1024,
  readsCookies: false,
  challenge: 'Bearer',
  errors: oauthErrorSchema,
  errorBody: ({ status, text, oauthError }) => ({ error: oauthError ?? oauthErrorOf(status), error_description: text }),
};

/** RFC 6749 5.2 and 4.1.2.1, for faults without a code of their own. */
function oauthErrorOf(status: number): string {
  if (status === 401 || status === 403) return 'access_denied';
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status >= 500 ? 'server_error' : 'invalid_request';
}
