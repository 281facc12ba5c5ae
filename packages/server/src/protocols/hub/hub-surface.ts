import { DomainError } from '@lanyard/core/domain-error';
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

/** For one network: far more than a Terraform plan with some hundred resources needs. */
const REQUESTS_PER_MINUTE = 3000;

/** Docker Hub's errors. Its clients read only flat strings, and read the rate limit from special headers. */
export const hubSurface: SurfaceForm = {
  json: ['application/json'],
  formBytes: 0,
  readsCookies: false,
  eitherSlash: true,
  addressesUnder: '/v2/',
  requestsPerMinute: REQUESTS_PER_MINUTE,
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

/** Reports that nothing is left until then, whatever limit was reached. */
function limitHeaders(resetSeconds: number): Readonly<Record<string, string>> {
  return { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(resetSeconds) };
}

/** Docker Hub's parameters. `page` counts from 1. */
export const hubPagingQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(10),
};

export const hubLinks = { next: z.string().nullable(), previous: z.string().nullable() };

export function pageOf({ page, page_size }: { readonly page: number; readonly page_size: number }): Page {
  return { page, pageSize: page_size };
}

/**
 * Absolute links from the configured address, because Terraform's provider accepts nothing else. A filter stays in the
 * link.
 */
export function linksOf(url: string, { page, page_size, ...filter }: HubListQuery, total: number) {
  const kept = Object.entries(filter).filter(([, value]) => value !== undefined);
  const link = (to: number) => {
    const pairs = [['page', to], ['page_size', page_size], ...kept].map(([name, value]) => [
      String(name),
      String(value),
    ]);
    return `${url}?${new URLSearchParams(pairs)}`;
  };
  return { next: page * page_size < total ? link(page + 1) : null, previous: page > 1 ? link(page - 1) : null };
}

/**
 * The allowed query of a list: a page and the named parameters. Any other parameter is refused, because a filter must
 * never be ignored.
 */
export function hubListQuery<const More extends Readonly<Record<string, z.ZodType>>>(more: More) {
  return z.strictObject({ ...hubPagingQuery, ...more });
}

/** A part of the name to search for. */
export const hubSearch = z.string().max(100).optional();

export function hubPageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ count: z.number(), ...hubLinks, results: z.array(item) });
}

/** A page of a list, whose links keep the filter. */
export function hubPageBody<Item>(
  results: readonly Item[],
  { url, query, total }: { readonly url: string; readonly query: HubListQuery; readonly total: number },
) {
  return { count: total, ...linksOf(url, query, total), results };
}

export type HubListQuery = { readonly page: number; readonly page_size: number } & Readonly<Record<string, unknown>>;

/**
 * Names the wrong field as this interface's clients call it, because the use cases use other names. Errors: those of
 * `work`.
 */
export async function naming<Result>(
  fields: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw renamed(error, fields);
  }
}

function renamed(error: unknown, fields: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof DomainError)) return error;
  const { field, reason } = error.data as { readonly field?: string; readonly reason?: string };
  const name = field === undefined ? undefined : fields[field];
  if (name === undefined || reason === undefined) return error;
  if (error.code === 'invalid-input') return new DomainError('invalid-input', { field: name, reason });
  return error.code === 'conflict' ? new DomainError('conflict', { field: name, reason }) : error;
}
