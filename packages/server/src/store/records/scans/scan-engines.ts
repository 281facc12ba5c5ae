import { columnsOf, flag, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A scanner, as the scanning server last found it. */
export interface ScanEngine {
  /** `clamd` looks for malware, and the adapter for vulnerabilities. */
  readonly name: 'clamd' | 'adapter';
  /** With its signature database. Null if it was never reached. */
  readonly version: string | null;
  readonly maximumFileBytes: number;
  readonly tellsLimits: boolean;
  readonly tellsEncrypted: boolean;
  readonly testedAt: number;
  /** When this version was first seen. */
  readonly versionSince: number;
  /** Why it cannot be used now. Null if it can. */
  readonly fault: string | null;
}

const ENGINE = columnsOf<ScanEngine>()({ tellsLimits: flag, tellsEncrypted: flag });

declare module '../../schema.ts' {
  interface Schema {
    scanEngines: RowOf<typeof ENGINE>;
  }
}

export function scanEngineReads({ database }: Connection) {
  const named = async (name: ScanEngine['name']): Promise<ScanEngine | undefined> =>
    ENGINE.read(await database.selectFrom('scanEngines').selectAll().where('name', '=', name).executeTakeFirst());
  return { clamd: () => named('clamd'), adapter: () => named('adapter') };
}

export function scanEngineRecords(transaction: Transaction) {
  const { database } = transaction;
  return {
    ...scanEngineReads(transaction),
    put: async (engine: ScanEngine) => {
      const { name, ...facts } = ENGINE.keep(engine);
      const insert = database.insertInto('scanEngines').values({ name, ...facts });
      await insert.onConflict((conflict) => conflict.column('name').doUpdateSet(facts)).execute();
    },
  };
}
