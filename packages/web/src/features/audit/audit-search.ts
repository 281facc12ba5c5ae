import type { AuditAction, AuditQuery } from '../../api/types.ts';
import { ACTION_LABELS } from './action-labels.ts';

/** What stands in the address of an audit list, so that it can be gone back to and sent to somebody. */
export interface AuditSearch {
  readonly page?: number;
  readonly action?: AuditAction;
  /** The whole name of who did it. */
  readonly actor?: string;
  /** Days, `YYYY-MM-DD` in the reader's zone; both are in it. */
  readonly from?: string;
  readonly to?: string;
}

/** What a control of the page asks for; an empty text asks for no filter. */
export type AuditSearchChanges = { readonly [_ in keyof AuditSearch]?: AuditSearch[_] | string };

export const PAGE_SIZE = 25;

/** Takes what it knows of an address and drops the rest. */
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const page = Number(raw.page);
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(isAction(raw.action) && { action: raw.action }),
    ...(typeof raw.actor === 'string' && raw.actor !== '' && { actor: raw.actor.slice(0, 100) }),
    ...(isDay(raw.from) && { from: raw.from }),
    ...(isDay(raw.to) && { to: raw.to }),
  };
}

/** What the API is asked for; `namespace` undefined for the reader's own. */
export function queryOf({ page = 1, ...search }: AuditSearch, namespace?: string): AuditQuery {
  return { page, pageSize: PAGE_SIZE, ...criteriaOf(search, namespace) };
}

/** Where the browser saves all that matches from. */
export function exportAddress(format: 'csv' | 'jsonl', search: AuditSearch, namespace?: string): string {
  const query = new URLSearchParams({ format, ...criteriaOf(search, namespace) });
  return `/api/audit/export?${query}`;
}

export function isFiltered({ action, actor, from, to }: AuditSearch): boolean {
  return [action, actor, from, to].some((filter) => filter !== undefined);
}

function criteriaOf({ action, actor, from, to }: AuditSearch, namespace: string | undefined) {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(action && { action }),
    ...(actor !== undefined && { actorName: actor }),
    ...(from !== undefined && { from: startOfDay(from, 0) }),
    ...(to !== undefined && { to: startOfDay(to, 1) }),
  };
}

/** RFC 3339 in UTC of the midnight in the reader's zone, so many days later. */
function startOfDay(day: string, daysLater: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}

function isAction(raw: unknown): raw is AuditAction {
  return typeof raw === 'string' && Object.hasOwn(ACTION_LABELS, raw);
}

function isDay(raw: unknown): raw is string {
  return typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw) && !Number.isNaN(Date.parse(raw));
}
