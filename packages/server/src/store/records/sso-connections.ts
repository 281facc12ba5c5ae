import type { OidcConnection } from '../../identity/oidc-connection.ts';
import type { SamlConnection } from '../../identity/saml-connection.ts';

import type { Database } from '../schema.ts';

/** Without the client secret, which is sealed beside it. */
export type SsoSettings = { readonly groupTeams: readonly GroupTeam[] } & (
  | ({ readonly protocol: 'oidc' } & Pick<OidcConnection, 'issuer' | 'clientId' | 'groupsClaim'>)
  | ({ readonly protocol: 'saml' } & Pick<
      SamlConnection,
      'entityId' | 'signOnUrl' | 'certificates' | 'groupsAttribute' | 'emailAttribute'
    >)
);

/** Who is in the provider's group is in the team, and nobody else. */
export interface GroupTeam {
  readonly group: string;
  readonly team: string;
}

/** How an organization's members sign in at its own provider. */
export interface SsoConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly settings: SsoSettings;
  readonly sealedSecret: string | null;
  readonly createdAt: number;
}

export interface SsoConnectionReads {
  ofOrganization(organizationId: string): Promise<SsoConnection | undefined>;
}

export interface SsoConnectionRecords extends SsoConnectionReads {
  /** Replaces the one before. */
  put(connection: SsoConnection): Promise<void>;
  delete(organizationId: string): Promise<boolean>;
}

export function ssoConnectionRecords(database: Database): SsoConnectionRecords {
  return {
    ofOrganization: async (organizationId) => {
      const query = database.selectFrom('sso_connections').selectAll().where('organization_id', '=', organizationId);
      const row = await query.executeTakeFirst();
      if (!row) return undefined;
      const settings = JSON.parse(row.settings) as SsoSettings;
      const { id, sealed_secret: sealedSecret, created_at: createdAt } = row;
      return { id, organizationId, settings, sealedSecret, createdAt };
    },
    put: async ({ id, organizationId, settings, sealedSecret, createdAt }: SsoConnection) => {
      const row = { id, settings: JSON.stringify(settings), sealed_secret: sealedSecret, created_at: createdAt };
      await database
        .insertInto('sso_connections')
        .values({ organization_id: organizationId, ...row })
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(row))
        .execute();
    },
    delete: async (organizationId) => {
      const deletion = database.deleteFrom('sso_connections').where('organization_id', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
