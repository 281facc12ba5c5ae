import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';
import type { Database } from './schema.ts';

const inTransaction = new AsyncLocalStorage<true>();

/** Runs `work` marked as a transaction: to open a second one inside would wait for the first for ever. */
export function runTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
  if (inTransaction.getStore()) throw new Error('a transaction is open already: use the records that it handed out');
  return inTransaction.run(true, work);
}

/** The connection as its transaction may use it; `end()` makes every later use an error, not a write outside of it. */
export function endable(connection: Database): { readonly database: Database; end(): void } {
  let ended = false;
  const refuseWhenEnded: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (ended) throw new Error('this transaction has ended');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    database: connection.withPlugin(refuseWhenEnded),
    end: () => {
      ended = true;
    },
  };
}
