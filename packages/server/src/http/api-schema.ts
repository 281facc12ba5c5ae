import { z } from 'zod';
import type { SurfaceForm } from './surface.ts';

/** `page` counts from 1. */
export const pagingQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
};

/** A program, as its User-Agent describes it (ClientDescription in core). */
export const clientSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  operatingSystem: z.string().nullable(),
});

/** RFC 3339 in UTC. `milliseconds` are since the epoch. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    field: z.string().optional(),
    code: z.string().optional(),
    organization: z.string().optional(),
  }),
});

const common = { json: ['application/json'], formBytes: 0, challenge: 'Bearer', errors: errorSchema } as const;

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
