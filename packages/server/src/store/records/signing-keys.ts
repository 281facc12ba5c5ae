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

export interface SigningKeyReads {
  list(): Promise<readonly SigningKey[]>;
}

export interface SigningKeyRecords extends SigningKeyReads {
  /** False where the purpose has a key already (another node was first); true where it was kept. */
  insert(key: SigningKey): Promise<boolean>;
}

export function signingKeyRecords(database: Database): SigningKeyRecords {
  return {
    list: async () => {
      const rows = await database.selectFrom('signing_keys').selectAll().orderBy('created_at').execute();
      return rows.map((row) => ({
        id: row.id,
        purpose: row.purpose,
        algorithm: row.algorithm,
        certificatePem: row.certificate_pem,
        publicKeyPem: row.public_key_pem,
        sealedPrivateKey: row.sealed_private_key,
        createdAt: row.created_at,
      }));
    },
    insert: async (key) => {
      const row = {
        id: key.id,
        purpose: key.purpose,
        algorithm: key.algorithm,
        certificate_pem: key.certificatePem,
        public_key_pem: key.publicKeyPem,
        sealed_private_key: key.sealedPrivateKey,
        created_at: key.createdAt,
      };
      const insert = database.insertInto('signing_keys').values(row);
      const [result] = await insert.onConflict((conflict) => conflict.column('purpose').doNothing()).execute();
      return Number(result?.numInsertedOrUpdatedRows ?? 0) === 1;
    },
  };
}
