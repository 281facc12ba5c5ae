import { z } from 'zod';
import type { SurfaceForm } from './surface.ts';

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

const common = { json: ['application/json'], formBytes: 0, challenge: 'Bearer' } as const;

export const apiSurface: SurfaceForm = {
  ...common,
  readsCookies: true,
  errorBody: ({ text, field, code, organization }) => ({ error: { message: text, field, code, organization } }),
};

/** Probes and public documents. */
export const plainSurface: SurfaceForm = {
  ...common,
  readsCookies: false,
  errorBody: ({ text }) => ({ error: { message: text } }),
};
