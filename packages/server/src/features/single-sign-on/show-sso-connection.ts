import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { SsoConnection } from '../../store/records/sso-connections.ts';
import type { Caller } from '../access/caller.ts';
import { requireOwnership } from '../access/permissions.ts';

import { issuerOf } from './put-sso-connection.ts';

export interface ShownConnection {
  readonly organization: Organization;
  readonly connection: SsoConnection | undefined;
  /** How many members have signed in through it. */
  readonly connectedMembers: number;
}

/** For owners; never the client secret. Errors: `not-found`, `forbidden`. */
export async function showSsoConnection(
  { store }: Services,
  caller: Caller,
  organizationName: string,
): Promise<ShownConnection> {
  const { organization } = await requireOwnership({ records: store.read, caller }, organizationName);
  const connection = await store.read.ssoConnections.ofOrganization(organization.id);
  const connectedMembers = connection
    ? await store.read.identities.countOfOrganization(organization.id, issuerOf(connection.settings))
    : 0;
  return { organization, connection, connectedMembers };
}
