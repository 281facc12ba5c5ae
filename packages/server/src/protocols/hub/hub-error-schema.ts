import { z } from 'zod';

const hubError = z.object({
  detail: z.string().optional(),
  message: z.string().optional(),
  text: z.string().optional(),
  fields: z.record(z.string(), z.array(z.string())).optional(),
  error: z.boolean().optional(),
  login_2fa_token: z.string().optional(),
});

export const hubErrorAnswers = { '4xx': hubError, '5xx': hubError } as unknown as Record<number, typeof hubError>;
