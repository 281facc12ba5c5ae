import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';

import type { ScimCaller, Source } from './caller.ts';

/** The directory behind a SCIM token. Errors: `unauthenticated`. */
export async function authenticateScim(services: Services, source: Source, secret: Secret): Promise<ScimCaller> {
  const { scimTokens, organizations } = services.store.read;
  const organizationId = await scimTokens.organizationIdOf(services.digester.digest('scim-token', secret));
  const organization = organizationId === undefined ? undefined : await organizations.byId(organizationId);
  if (!organization) throw new DomainError('unauthenticated', {});
  return { type: 'scim', organization, ...source };
}

/** The organization of the address; another one than the token's answers like a missing one (R25). */
export function requireScimOrganization({ organization }: ScimCaller, name: string): Organization {
  if (organization.name === name) return organization;
  throw new DomainError('not-found', { what: 'organization' });
}
