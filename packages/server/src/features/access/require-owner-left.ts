import { DomainError } from '@lanyard/core/domain-error';
import type { Organization } from '../../store/records/organizations.ts';

import type { Records } from '../../store/store.ts';

/**
 * Asked after the event is appended, which lets one writer through at a time: two owners who step down at once
 * would otherwise each count the other.
 */
export async function requireOwnerLeft(records: Records, organization: Organization): Promise<void> {
  if ((await records.organizations.countOwners(organization.id)) > 0) return;
  throw new DomainError('conflict', { reason: 'the organization must keep at least one owner' });
}
