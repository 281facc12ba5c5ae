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

/** From one network: far more than a plan of Terraform over some hundred resources needs. */
const REQUESTS_PER_MINUTE = 3000;

/** Docker Hub's errors: its clients read flat strings only, and the rate limit by headers of its own. */
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

/** Whatever ran out: nothing is left until then. */
function limitHeaders(resetSeconds: number): Readonly<Record<string, string>> {
  return { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(resetSeconds) };
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

/** Absolute, from the configured address: Terraform's provider takes nothing else. A filter stays in the link. */
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

/** What a list may be asked: a page and what else is named. Anything more is refused, because a filter is never ignored. */
export function hubListQuery<const More extends Readonly<Record<string, z.ZodType>>>(more: More) {
  return z.strictObject({ ...hubPagingQuery, ...more });
}

/** A part of a name that a list is searched for. */
export const hubSearch = z.string().max(100).optional();

export function hubPageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ count: z.number(), ...hubLinks, results: z.array(item) });
}

/** A page of a list, with the links that keep what it was filtered by. */
export function hubPageBody<Item>(
  results: readonly Item[],
  { url, query, total }: { readonly url: string; readonly query: HubListQuery; readonly total: number },
) {
  return { count: total, ...linksOf(url, query, total), results };
}

export type HubListQuery = { readonly page: number; readonly page_size: number } & Readonly<Record<string, unknown>>;

/**
 * Names the field at fault as this interface's clients sent it: the use cases call some of them otherwise.
 * Errors: those of `work`.
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
