import type { Database } from '../schema.ts';

/** `root:<registry id>` and `fixed:<registry id>` sign for one registry, `api` for Lanyard's own HTTP API. */
export interface SigningKey {
  readonly id: string;
  readonly purpose: string;
  readonly algorithm: 'ES256' | 'RS256';
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

export interface SigningKeyReads {
  list(): Promise<readonly SigningKey[]>;
}

export interface SigningKeyRecords extends SigningKeyReads {
  /** False where the purpose has a key already (another node was first); true where it was kept. */
  insert(key: SigningKey): Promise<boolean>;
}

export function signingKeyRecords(database: Database): SigningKeyRecords {
  return {
    list: () => database.selectFrom('signingKeys').selectAll().orderBy('createdAt').execute(),
    insert: async (key) => {
      const insert = database.insertInto('signingKeys').values(key);
      const [result] = await insert.onConflict((conflict) => conflict.column('purpose').doNothing()).execute();
      return Number(result?.numInsertedOrUpdatedRows ?? 0) === 1;
    },
  };
}
