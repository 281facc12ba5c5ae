import type { OidcConnection, SamlConnection } from '../../identity/identity-provider.ts';
import { columnsOf, json, type RowOf } from '../columns.ts';
import type { Connection } from '../schema.ts';

/** Without the client secret, which is sealed beside it. */
export type SingleSignOnSettings = { readonly groupTeams: readonly GroupTeam[] } & (
  | ({ readonly protocol: 'oidc' } & Pick<OidcConnection, 'issuer' | 'clientId' | 'groupsClaim'>)
  | ({ readonly protocol: 'saml' } & Pick<
      SamlConnection,
      'entityId' | 'signOnUrl' | 'certificates' | 'groupsAttribute' | 'emailAttribute'
    >)
);

/** The members of the provider's group are in the team, and nobody else. */
export interface GroupTeam {
  readonly group: string;
  readonly team: string;
}

/** How an organization's members sign in at its own provider. */
export interface SingleSignOnConnection {
  readonly id: string;
  readonly organizationId: string;
  readonly settings: SingleSignOnSettings;
  readonly sealedSecret: string | null;
  readonly createdAt: number;
}

const SSO_CONNECTION = columnsOf<SingleSignOnConnection>()({ settings: json() });

declare module '../schema.ts' {
  interface Schema {
    ssoConnections: RowOf<typeof SSO_CONNECTION>;
  }
}

export function singleSignOnConnectionReads({ database }: Connection) {
  return {
    ofOrganization: async (organizationId: string): Promise<SingleSignOnConnection | undefined> => {
      const query = database.selectFrom('ssoConnections').selectAll().where('organizationId', '=', organizationId);
      return SSO_CONNECTION.read(await query.executeTakeFirst());
    },
  };
}

export function singleSignOnConnectionRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...singleSignOnConnectionReads(connection),
    /** Replaces the connection before. */
    put: async (singleSignOnConnection: SingleSignOnConnection) => {
      const row = SSO_CONNECTION.keep(singleSignOnConnection);
      const insert = database.insertInto('ssoConnections').values(row);
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row)).execute();
    },
    /** True for the one call that removed it. */
    delete: async (organizationId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('ssoConnections').where('organizationId', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
