import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

/** By an owner; the directory is refused from then on. Errors: `not-found`, `forbidden`. */
export async function deleteScimToken(services: Services, caller: Caller, organizationName: string): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    if (!(await records.scimTokens.delete(organization.id))) throw new DomainError('not-found', { what: 'SCIM token' });
    const subject = partyOf('organization', organization);
    const details = { action: 'scim-token.deleted', subject, namespace: organization.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}
