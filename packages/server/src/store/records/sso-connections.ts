import type { OidcConnection, SamlConnection } from '../../identity/identity-provider.ts';
import { columnsOf, json, type RowOf } from '../columns.ts';
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

const CONNECTION = columnsOf<SsoConnection>()({ settings: json() });

declare module '../schema.ts' {
  interface Schema {
    ssoConnections: RowOf<typeof CONNECTION>;
  }
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
      const query = database.selectFrom('ssoConnections').selectAll().where('organizationId', '=', organizationId);
      return CONNECTION.read(await query.executeTakeFirst());
    },
    put: async (connection) => {
      const row = CONNECTION.keep(connection);
      const insert = database.insertInto('ssoConnections').values(row);
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row)).execute();
    },
    delete: async (organizationId) => {
      const deletion = database.deleteFrom('ssoConnections').where('organizationId', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
