import type { Connection } from '../schema.ts';

/**
 * `root:<registry id>` and `fixed:<registry id>` sign for one registry. `api` signs for Lanyard's own HTTP API. `saml`
 * and `saml:<id>` sign requests to identity providers. `audit-log` signs the checkpoints of the log.
 */
export interface SigningKey {
  readonly id: string;
  readonly purpose: string;
  readonly algorithm: 'ES256' | 'RS256' | 'EdDSA';
  readonly certificatePem: string | null;
  readonly publicKeyPem: string;
  /** PKCS#8, sealed with the master key. */
  readonly sealedPrivateKey: string;
  readonly createdAt: number;
}

declare module '../schema.ts' {
  interface Schema {
    signingKeys: SigningKey;
  }
}

export function signingKeyReads({ database }: Connection) {
  return {
    /** Oldest first. */
    list: (): Promise<readonly SigningKey[]> =>
      database.selectFrom('signingKeys').selectAll().orderBy('createdAt').execute(),
  };
}

export function signingKeyRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...signingKeyReads(connection),
    /** True if it was stored. False if the purpose already has a key, for example from another node. */
    insert: async (key: SigningKey): Promise<boolean> => {
      const insert = database.insertInto('signingKeys').values(key);
      const [result] = await insert.onConflict((conflict) => conflict.column('purpose').doNothing()).execute();
      return Number(result?.numInsertedOrUpdatedRows ?? 0) === 1;
    },
    /** The next read of the registry's keys makes another one. */
    deleteFixed: async (registryId: string) => {
      await database.deleteFrom('signingKeys').where('purpose', '=', `fixed:${registryId}`).execute();
    },
    delete: async (id: string) => {
      await database.deleteFrom('signingKeys').where('id', '=', id).execute();
    },
  };
}
