import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireFreshSignIn, requireOwnership } from '../access/permissions.ts';

const SECRET_BYTES = 32;

/** The one credential of the organization's directory, shown once (R18); by an owner. The one before it ends. Errors: `not-found`, `forbidden`. */
export async function createScimToken(services: Services, caller: Caller, organizationName: string): Promise<Secret> {
  const secret = new Secret(`lyd_scim_${Buffer.from(services.random.bytes(SECRET_BYTES)).toString('base64url')}`);
  const digest = services.digester.digest('scim-token', secret);
  requireFreshSignIn({ caller, now: services.clock.now() });
  await services.store.transaction(async (records) => {
    const { organization } = await requireOwnership({ records, caller }, organizationName);
    const replaced = (await records.scimTokens.createdAt(organization.id)) !== undefined;
    await records.scimTokens.put(organization.id, digest, services.clock.now());
    const subject = partyOf('organization', organization);
    const details = { action: 'scim-token.created', subject, namespace: organization.name } as const;
    await records.audit.append(auditEventOf(services, caller, { ...details, data: { replaced } }));
  });
  return secret;
}
