import { columnsOf } from '../columns.ts';
import { countOf } from '../paged.ts';
import type { Connection } from '../schema.ts';

/** A device login that a command line asked for, and that a browser approves or refuses (RFC 8628). */
export interface DeviceCode {
  readonly id: string;
  readonly clientId: string;
  /** The User-Agent and address of the command line. */
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly intervalSeconds: number;
  readonly lastPolledAt: number | null;
  /** The browser session that opened it; no other may decide (attack 15). */
  readonly sessionId: string | null;
  readonly accountId: string | null;
  readonly decision: 'approved' | 'refused' | null;
}

const DEVICE_CODE = columnsOf<DeviceCode>()({}, ['digest', 'userCodeDigest']);

declare module '../schema.ts' {
  interface Schema {
    deviceCodes: DeviceCode & { digest: string; userCodeDigest: string };
    codeGuesses: { accountId: string; at: number };
  }
}

export function deviceCodeReads({ database }: Connection) {
  const all = database.selectFrom('deviceCodes').selectAll();
  return {
    byDigest: async (digest: string): Promise<DeviceCode | undefined> =>
      DEVICE_CODE.read(await all.where('digest', '=', digest).executeTakeFirst()),
    byUserCode: async (userCodeDigest: string): Promise<DeviceCode | undefined> =>
      DEVICE_CODE.read(await all.where('userCodeDigest', '=', userCodeDigest).executeTakeFirst()),
    countLive: (now: number): Promise<number> =>
      countOf(database.selectFrom('deviceCodes').where('expiresAt', '>', now)),
    /** Wrong codes entered after that time, of one account or of all. */
    countGuesses: (since: number, accountId?: string): Promise<number> => {
      const guesses = database.selectFrom('codeGuesses').where('at', '>', since);
      return countOf(accountId === undefined ? guesses : guesses.where('accountId', '=', accountId));
    },
  };
}

export function deviceCodeRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...deviceCodeReads(connection),
    ...decisions(connection),
    insert: async (code: DeviceCode, digest: string, userCodeDigest: string) => {
      await database
        .insertInto('deviceCodes')
        .values({ ...code, digest, userCodeDigest })
        .execute();
    },
    recordPoll: async (id: string, at: number, intervalSeconds: number) => {
      const change = { lastPolledAt: at, intervalSeconds };
      await database.updateTable('deviceCodes').set(change).where('id', '=', id).execute();
    },
    /** Counts a wrong code, and drops those before `forgetBefore`. */
    recordGuess: async (accountId: string, at: number, forgetBefore: number) => {
      await database.deleteFrom('codeGuesses').where('at', '<', forgetBefore).execute();
      await database.insertInto('codeGuesses').values({ accountId, at }).execute();
    },
    deleteExpired: async (now: number) => {
      await database.deleteFrom('deviceCodes').where('expiresAt', '<=', now).execute();
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('deviceCodes').where('accountId', '=', accountId).execute();
    },
  };
}

/** Each of these is true for one call only, whatever else tries at the same time. */
function decisions({ database }: Connection) {
  return {
    /** For the session that opens the code first. */
    claim: async (id: string, sessionId: string, accountId: string): Promise<boolean> => {
      const update = database.updateTable('deviceCodes').set({ sessionId, accountId });
      const free = update.where('id', '=', id).where('sessionId', 'is', null).where('decision', 'is', null);
      return Number((await free.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** For the session that claimed it. */
    decide: async (id: string, sessionId: string, decision: 'approved' | 'refused'): Promise<boolean> => {
      const update = database.updateTable('deviceCodes').set({ decision }).where('id', '=', id);
      const open = update.where('sessionId', '=', sessionId).where('decision', 'is', null);
      return Number((await open.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** Removes it: a code is redeemed once. */
    take: async (id: string): Promise<boolean> => {
      const deletion = database.deleteFrom('deviceCodes').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
