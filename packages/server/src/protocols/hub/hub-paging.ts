import { z } from 'zod';
import type { Page } from '../../store/paged.ts';

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
