import type { IncomingMessage } from 'node:http';
import { failed } from '../cli-error.ts';
import { jsonObject } from '../foreign-text.ts';
import { type Access, callApi } from './lanyard-api.ts';
import { refusal } from './refusal.ts';
import { openRequest } from './send-request.ts';

interface Counts {
  readonly undecided: number;
  readonly keep: number;
  readonly block: number;
  readonly gone: number;
}

/** As the API returns it. Times are RFC 3339. */
export interface ReviewView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly scope: { readonly type: string; readonly team: string | null; readonly pattern: string | null };
  readonly reviewers: string;
  readonly undecided: string;
  readonly recurrence: string | null;
  readonly startedBy: string;
  readonly startsAt: string;
  readonly dueAt: string;
  readonly closedAt: string | null;
  readonly counts: Counts;
}

export interface ReviewItemView {
  readonly token: {
    readonly id: string;
    readonly description: string | null;
    readonly holder: { readonly name: string };
    readonly findings: readonly { readonly kind: string }[];
  };
  readonly isGone: boolean;
  readonly decision: string | null;
  readonly reason: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

export interface ItemFilter {
  readonly decision?: string;
  readonly finding?: string;
  /** A part of the holder's name. */
  readonly search?: string;
  /** Only what the caller is asked about. */
  readonly mine?: 'true';
}

const PAGE_SIZE = 100;

/** Reads all pages. */
export function listReviews(access: Access, organization: string): Promise<readonly ReviewView[]> {
  return readAll<ReviewView>(access, pathOf(organization), {}, 'reviews');
}

export async function showReview(access: Access, organization: string, id: string): Promise<ReviewView> {
  return (await callApi(access, { path: pathOf(organization, id) })) as unknown as ReviewView;
}

/** Reads all pages. */
export function listReviewItems(
  access: Access,
  organization: string,
  id: string,
  filter: ItemFilter,
): Promise<readonly ReviewItemView[]> {
  return readAll<ReviewItemView>(access, `${pathOf(organization, id)}/items`, { ...filter }, 'items');
}

const EVIDENCE_MILLISECONDS = 600_000;
const MAXIMUM_REFUSAL_BYTES = 65_536;

/** The file as the server sends it. Errors: those of `callApi`. */
export async function openEvidence(
  { server, accessToken, proxies }: Access,
  { organization, id }: { readonly organization: string; readonly id: string },
  format: 'json' | 'html',
): Promise<IncomingMessage> {
  const url = `${server}${pathOf(organization, id)}/evidence?format=${format}`;
  const authorization = `Bearer ${accessToken.reveal()}`;
  const asked = { url, accept: '*/*', authorization, timeoutMs: EVIDENCE_MILLISECONDS, proxies };
  const message = await openRequest(asked);
  const status = message.statusCode ?? 0;
  if (status === 200) return message;
  let text = '';
  for await (const chunk of message.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAXIMUM_REFUSAL_BYTES) break;
  }
  throw refusal({ status, header: () => undefined, body: jsonObject(text) ?? {} }, `${server} refused it`);
}

async function readAll<View>(
  access: Access,
  path: string,
  filter: Readonly<Record<string, string>>,
  field: string,
): Promise<readonly View[]> {
  const views: View[] = [];
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams({ ...filter, page: String(page), pageSize: String(PAGE_SIZE) });
    const found = (await callApi(access, { path: `${path}?${query}` }))[field];
    if (!Array.isArray(found)) throw failed(`${access.server} gave an answer without ${field}`);
    views.push(...(found as readonly View[]));
    if (found.length < PAGE_SIZE) return views;
  }
}

function pathOf(organization: string, id?: string): string {
  const path = `/api/organizations/${encodeURIComponent(organization)}/reviews`;
  return id === undefined ? path : `${path}/${encodeURIComponent(id)}`;
}
