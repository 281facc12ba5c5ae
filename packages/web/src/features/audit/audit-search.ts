import { AUDIT_ACTIONS } from '@lanyard/core/audit/audit-event';
import type { AuditAction, AuditQuery } from '../../api/types.ts';

/** The search part of the address of an audit log, so that a filtered log can be bookmarked and shared. */
export interface AuditSearch {
  readonly page?: number;
  readonly action?: AuditAction;
  /** The whole name of the account. */
  readonly actor?: string;
  /** Days as `YYYY-MM-DD` in the reader's time zone. Both are included. */
  readonly from?: string;
  readonly to?: string;
}

/** A change by a control of the page. An empty text removes the filter. */
export type AuditSearchChanges = { readonly [_ in keyof AuditSearch]?: AuditSearch[_] | string };

export const PAGE_SIZE = 25;

/** Reads the known parts of an address and ignores the rest. */
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

/** The query for the API. `namespace` is undefined for the account's own log. */
export function queryOf({ page = 1, ...search }: AuditSearch, namespace?: string): AuditQuery {
  return { page, pageSize: PAGE_SIZE, ...criteriaOf(search, namespace) };
}

/** The address of a file with all events that match. */
export function exportAddress(
  format: 'csv' | 'jsonl',
  search: AuditSearch,
  namespace?: string,
  isServer = false,
): string {
  const query = new URLSearchParams({ format, ...criteriaOf(search, namespace) });
  return `/api/${isServer ? 'server/audit' : 'audit'}/export?${query}`;
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

/** The start of the day in the reader's time zone, some days later, as RFC 3339 in UTC. */
export function startOfDay(day: string, daysLater: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}

function isAction(raw: unknown): raw is AuditAction {
  return typeof raw === 'string' && Object.hasOwn(AUDIT_ACTIONS, raw);
}

export function isDay(raw: unknown): raw is string {
  return typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw) && !Number.isNaN(Date.parse(raw));
}
