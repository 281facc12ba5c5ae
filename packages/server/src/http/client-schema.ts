import { z } from 'zod';

/** A program as its User-Agent tells: core's ClientDescription. */
export const clientSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  operatingSystem: z.string().nullable(),
});
