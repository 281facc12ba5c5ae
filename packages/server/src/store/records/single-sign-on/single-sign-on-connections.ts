import type { OidcConnection, SamlConnection } from '../../../identity/identity-provider.ts';
import { columnsOf, json, jsonOrNull, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** Without the client secret, which is stored separately and sealed. */
export type SingleSignOnSettings = { readonly groupTeams: readonly GroupTeam[] } & (
  | ({ readonly protocol: 'oidc' } & Pick<OidcConnection, 'issuer' | 'clientId' | 'groupsClaim'> & {
        /** Learned at a sign-in: the provider sends refresh tokens only if the request asks the person for consent. */
        readonly needsConsent?: boolean;
      })
  | ({ readonly protocol: 'saml' } & Pick<
      SamlConnection,
      | 'entityId'
      | 'signOnUrl'
      | 'certificates'
      | 'groupsAttribute'
      | 'emailAttribute'
      | 'signsRequests'
      | 'logoutUrl'
      | 'logoutAnswerUrl'
    > & {
        /**
         * When each certificate was added to existing ones. Certificates that are missing here were there from the
         * beginning.
         */
        readonly certificatesAddedAt?: Readonly<Record<string, number>>;
      })
);

/** The team has exactly the members of the provider's group. */
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

/** Set while the provider confirms nobody at re-checks. */
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

export function singleSignOnConnectionReads({ database, lists }: Connection) {
  return {
    /** The ids of all organizations with a provider of OpenID Connect. */
    organizationsWithOpenId: async (): Promise<readonly string[]> => {
      const query = lists.selectFrom('ssoConnections').select('organizationId');
      const rows = await query.where('settings', 'like', '%"protocol":"oidc"%').execute();
      return rows.map(({ organizationId }) => organizationId);
    },
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
    /** Replaces the previous connection. */
    put: async (singleSignOnConnection: SingleSignOnConnection) => {
      const row = SINGLE_SIGN_ON_CONNECTION.keep(singleSignOnConnection);
      const insert = database.insertInto('ssoConnections').values(row);
      await insert.onConflict((conflict) => conflict.column('organizationId').doUpdateSet(row)).execute();
    },
    /** Bookkeeping: a fact about the provider that nobody chose. */
    setNeedsConsent: async ({ id, settings }: SingleSignOnConnection) => {
      const seen = SINGLE_SIGN_ON_CONNECTION.keep({
        settings: { ...settings, needsConsent: true } as SingleSignOnSettings,
      });
      await bookkeeping.updateTable('ssoConnections').set(seen).where('id', '=', id).execute();
    },
    /** Bookkeeping: a long outage has its own event. False if there is another connection by now. */
    setOutage: async (id: string, outage: ProviderOutage | null): Promise<boolean> => {
      const update = bookkeeping.updateTable('ssoConnections').set(SINGLE_SIGN_ON_CONNECTION.keep({ outage }));
      return Number((await update.where('id', '=', id).executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** True only for the call that removed it. */
    delete: async (organizationId: string): Promise<boolean> => {
      const deletion = database.deleteFrom('ssoConnections').where('organizationId', '=', organizationId);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
