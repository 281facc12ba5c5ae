import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { AuditFilter } from '../../store/records/audit.ts';
import type { AccountCaller, Caller } from '../access/caller.ts';
import { requireAdministrator, requireAuditReader } from '../access/permissions.ts';

/**
 * One namespace's events, newest first: the caller's own where none is named, or an organization's for its owners.
 * Errors: `not-found` for a namespace of others, `forbidden` for members.
 */
export async function listAuditEvents(
  services: Services,
  caller: AccountCaller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  const namespace = filter.namespace ?? caller.account.name;
  await requireAuditReader({ records: services.store.read, caller }, namespace);
  return services.store.read.audit.list({ ...filter, namespace });
}

/** The whole server's, for administrators and the operator. */
export async function listServerAuditEvents(
  services: Services,
  caller: Caller,
  filter: AuditFilter,
): Promise<Paged<ChainedAuditEvent>> {
  requireAdministrator(caller);
  return services.store.read.audit.list(filter);
}
