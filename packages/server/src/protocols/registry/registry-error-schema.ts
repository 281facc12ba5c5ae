import { z } from 'zod';

const registryError = z.object({
  errors: z.array(
    z.object({ code: z.string(), message: z.string(), detail: z.object({ reason: z.string() }).nullable() }),
  ),
});

export const registryErrorAnswers = { '4xx': registryError, '5xx': registryError } as unknown as Record<
  number,
  typeof registryError
>;
