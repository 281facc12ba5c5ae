import { z } from 'zod';

const registryError = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string(), detail: z.null() })),
});

export const registryErrorAnswers = { '4xx': registryError, '5xx': registryError } as unknown as Record<
  number,
  typeof registryError
>;
