import type { OidcConnection, SamlConnection } from '../../../identity/identity-provider.ts';
import { columnsOf, json, jsonOrNull, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** Without the client secret, which is sealed beside it. */
export type SingleSignOnSettings = { readonly groupTeams: readonly GroupTeam[] } & (
  | ({ readonly protocol: 'oidc' } & Pick<OidcConnection, 'issuer' | 'clientId' | 'groupsClaim'> & {
        /** Seen at a sign-in: the provider gives refresh tokens only to who asks the person for consent. */
        readonly needsConsent?: boolean;
      })
  | ({ readonly protocol: 'saml' } & Pick<
      SamlConnection,
      'entityId' | 'signOnUrl' | 'certificates' | 'groupsAttribute' | 'emailAttribute' | 'signsRequests'
    > & {
        /** When each certificate was added beside those of before; those that are not named were there from the beginning. */
        readonly certificatesAddedAt?: Readonly<Record<string, number>>;
      })
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
  /** Null while it confirms people. */
  readonly outage: ProviderOutage | null;
}

/** The provider confirms nobody at re-checks. */
export interface ProviderOutage {
  readonly since: number;
  readonly cause: string;
  /** When the owners were told. */
  readonly toldAt: number | null;
}

const SINGLE_SIGN_ON_CONNECTION = columnsOf<SingleSignOnConnection>()({ settings: json(), outage: jsonOrNull() });

declare module '../../schema.ts' {
  interface Schema {
    ssoConnections: RowOf<typeof SINGLE_SIGN_ON_CONNECTION>;
  }
}

export function singleSignOnConnectionReads({ database }: Connection) {
  return {
    ofOrganization: async (organizationId: string): Promise<SingleSignOnConnection | undefined> => {
      const query = database.selectFrom('ssoConnections').selectAll().where('organizationId', '=', organizationId);
      return SINGLE_SIGN_ON_CONNECTION.read(await query.executeTakeFirst());
    },
    countOutages: async (): Promise<number> => {
      const query = database.selectFrom('ssoConnections').select(({ fn }) => fn.countAll().as('count'));
      return Number((await query.where('outage', 'is not', null).executeTakeFirstOrThrow()).count);
    },
  };
}

export function singleSignOnConnectionRecords(connection: Transaction) {
  const { database, bookkeeping } = connection;
  return {
    ...singleSignOnConnectionReads(connection),
    /** Replaces the connection before. */
    put: async (singleSignOnConnection: SingleSignOnConnection) => {
      const row = SINGLE_SIGN_ON_CONNECTION.keep(singleSignOnConnection);
      const insert = database.insertInto('ssoConnections').values(row);
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row)).execute();
    },
    /** Bookkeeping: what was seen of the provider, and nothing that somebody chose. */
    setNeedsConsent: async ({ id, settings }: SingleSignOnConnection) => {
      const seen = SINGLE_SIGN_ON_CONNECTION.keep({
        settings: { ...settings, needsConsent: true } as SingleSignOnSettings,
      });
      await bookkeeping.updateTable('ssoConnections').set(seen).where('id', '=', id).execute();
    },
    /** Bookkeeping: an outage has its event once it lasts. False where the connection is another one by now. */
    setOutage: async (id: string, outage: ProviderOutage | null): Promise<boolean> => {
      const update = bookkeeping.updateTable('ssoConnections').set(SINGLE_SIGN_ON_CONNECTION.keep({ outage }));
      return Number((await update.where('id', '=', id).executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** True for the one call that removed it. */
    delete: async (organizationId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('ssoConnections').where('organizationId', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
