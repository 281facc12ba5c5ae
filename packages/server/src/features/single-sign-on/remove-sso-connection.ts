import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import { requireAccount } from '../access/accounts.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireFreshSignIn, requireOwnership } from '../access/permissions.ts';

/**
 * Members sign in by their passwords again, those who have one. Who is whom at the provider is kept, for a connection to
 * the same one. Errors: `not-found`, `forbidden`, `fresh-sign-in-required`, `conflict` while single sign-on is required.
 */
export async function removeSsoConnection(services: Services, caller: Caller, organizationName: string): Promise<void> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    if (organization.policy.requireSingleSignOn) {
      throw new DomainError('conflict', { reason: 'single sign-on is required here; end that rule first' });
    }
    if (!(await records.ssoConnections.delete(organization.id))) throw missing('connection');
    const subject = partyOf('organization', organization);
    const details = { action: 'sso-connection.removed', subject, namespace: organization.name } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}

/** For who has become another person at the provider; by an owner. Errors: `not-found`, `forbidden`. */
export async function unlinkIdentity(
  services: Services,
  caller: Caller,
  organizationName: string,
  accountName: string,
): Promise<void> {
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const account = await requireAccount(records, accountName);
    const identity = await records.identities.ofAccount(organization.id, account.id);
    if (!identity) throw missing('identity');
    await records.identities.delete(organization.id, account.id);
    const { issuer, subject: subjectAtIssuer } = identity;
    const subject = partyOf('account', account);
    const data = { issuer, subject: subjectAtIssuer };
    const details = { action: 'identity.unlinked', subject, namespace: organization.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
  });
}

function missing(what: string): DomainError {
  return new DomainError('not-found', { what });
}
