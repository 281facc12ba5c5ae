import { FAILURES_BEFORE_WAIT } from '@lanyard/core/sessions/login-flow';
import { z } from 'zod';
import type { Fault, SurfaceForm } from '../../http/surface.ts';
import type { Page } from '../../store/paged.ts';

const hubError = z.object({
  detail: z.string().optional(),
  message: z.string().optional(),
  text: z.string().optional(),
  fields: z.record(z.string(), z.array(z.string())).optional(),
  error: z.boolean().optional(),
  login_2fa_token: z.string().optional(),
});

/** Docker Hub's errors: its clients read flat strings only, and the rate limit by headers of its own. */
export const hubSurface: SurfaceForm = {
  json: ['application/json'],
  formBytes: 0,
  readsCookies: false,
  challenge: 'Bearer',
  errors: hubError,
  errorBody,
  errorHeaders: ({ status, retry }) => (status === 429 && retry ? limitHeaders(retry.atSeconds) : {}),
};

function errorBody({ status, text, field }: Fault): z.input<typeof hubError> {
  if (status === 400) return { fields: field === undefined ? {} : { [field]: [text] }, text };
  if (status === 429) return { detail: 'Rate limit exceeded', error: false };
  return { detail: text, message: text };
}

function limitHeaders(resetSeconds: number): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(FAILURES_BEFORE_WAIT),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': String(resetSeconds),
  };
}

/** Docker Hub's words; `page` counts from 1. */
export const hubPagingQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(10),
};

export const hubLinks = { next: z.string().nullable(), previous: z.string().nullable() };

export function pageOf({ page, page_size }: { readonly page: number; readonly page_size: number }): Page {
  return { page, pageSize: page_size };
}

/** Absolute, from the configured address: Terraform's provider takes nothing else. */
export function linksOf(url: string, { page, pageSize }: Page, total: number) {
  const link = (to: number) => `${url}?page=${to}&page_size=${pageSize}`;
  return { next: page * pageSize < total ? link(page + 1) : null, previous: page > 1 ? link(page - 1) : null };
}
