import type { AuditAction, AuditData } from '@lanyard/core/audit/audit-event';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { SsoConnection } from '../../store/records/sso-connections.ts';
import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';

import type { IdentityLink } from '../sessions/flow-state.ts';

/** A sign-in at an organization's provider, in its transaction. */
export interface SignOn {
  readonly services: Services;
  readonly records: Records;
  readonly source: Source;
  readonly organization: Organization;
  readonly connection: SsoConnection;
  readonly link: IdentityLink;
}

/** The organization acts, through its provider. */
export function recordSignOn(
  { services, records, source, organization }: Omit<SignOn, 'connection' | 'link'>,
  action: AuditAction,
  account: Account,
  data: AuditData,
  namespace = organization.name,
): Promise<void> {
  const actor = partyOf('organization', organization);
  const subject = partyOf('account', account);
  const details = { action, subject, namespace, data: { ...data, by: 'single-sign-on' } };
  return records.audit.append(auditEventBy(services, actor, source, details));
}
