import { z } from 'zod';

const oauthError = z.object({ error: z.string(), error_description: z.string() });

/** RFC 6749 5.2. */
export const oauthErrorAnswers = { '4xx': oauthError, '5xx': oauthError } as unknown as Record<
  number,
  typeof oauthError
>;
