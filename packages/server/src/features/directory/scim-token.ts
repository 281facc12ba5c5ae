import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';

const SECRET_BYTES = 32;

/**
 * For an owner: creates the only credential of the organization's directory, which is shown once (R18). The previous
 * one ends. Errors: `not-found`, `forbidden`.
 */
export async function createScimToken(services: Services, caller: Caller, organizationName: string): Promise<Secret> {
  const secret = new Secret(`lyd_scim_${Buffer.from(services.random.bytes(SECRET_BYTES)).toString('base64url')}`);
  const digest = services.digester.digest('scim-token', secret);
  await transact(services, caller, async (change) => {
    const { records, now, audit } = change;
    const { organization } = await requireOwnership(change, organizationName);
    const replaced = (await records.scimTokens.createdAt(organization.id)) !== undefined;
    await records.scimTokens.put(organization.id, digest, now);
    await audit('scim-token.created', subjectOf('organization', organization, organization.name), { replaced });
    const owners = (await records.organizations.owners(organization.id)).map((owner) => owner.id);
    const maker = caller.type === 'operator' ? 'An operator' : caller.account.name;
    await change.notify('directory-connected', { accounts: owners }, { organization: organization.name, maker });
  });
  return secret;
}

/** For an owner: from now on the directory is refused. Errors: `not-found`, `forbidden`. */
export async function deleteScimToken(services: Services, caller: Caller, organizationName: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, audit } = change;
    const { organization } = await requireOwnership(change, organizationName);
    if (!(await records.scimTokens.delete(organization.id))) throw new DomainError('not-found', { what: 'SCIM token' });
    await audit('scim-token.deleted', subjectOf('organization', organization, organization.name));
  });
}
