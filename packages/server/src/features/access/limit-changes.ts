import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Records } from '../../store/store.ts';
import type { OrganizationCaller, ScimCaller, Source } from './caller.ts';

/**
 * The limit for everything that an account, an organization's token or a directory can repeat without end, because each
 * change leaves events that are kept. It counts in the transaction of the change, and the refusal undoes the change.
 * What only ends something is not counted and never waits. Administrators and the operator have no limit. Errors:
 * `too-many-attempts`.
 */
export async function requireRoomForChanges(
  { changeLimit }: Services,
  { counters }: Pick<Records, 'counters'>,
  caller: OrganizationCaller | ScimCaller | Source,
  events: number,
): Promise<void> {
  const who = countedAs(caller);
  if (!who || events === 0) return;
  const retryAfterSeconds = await changeLimit.count(counters, who, events);
  if (retryAfterSeconds !== undefined)
    throw new DomainError('too-many-attempts', { retryAfterSeconds, what: 'changes' });
}

/** A request that has not authenticated has limits of its own. */
function countedAs(caller: OrganizationCaller | ScimCaller | Source) {
  if (!('type' in caller) || caller.type === 'operator') return undefined;
  if (caller.type === 'scim') return { type: 'directory', of: caller.organization.id } as const;
  if (caller.type === 'organization-token') return { type: 'person', of: caller.organization.id } as const;
  return caller.account.isAdministrator ? undefined : ({ type: 'person', of: caller.account.id } as const);
}
