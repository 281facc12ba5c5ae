import { z } from 'zod';

const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    field: z.string().optional(),
    code: z.string().optional(),
    organization: z.string().optional(),
  }),
});

/** What any route of the API may answer besides its success. */
export const errorAnswers = { '4xx': errorSchema, '5xx': errorSchema } as unknown as Record<number, typeof errorSchema>;
