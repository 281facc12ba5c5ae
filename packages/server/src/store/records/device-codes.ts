import { sql } from 'kysely';
import { columnsOf } from '../columns.ts';
import type { Database } from '../schema.ts';

/** A device login that waits: asked for by a command line, to be approved in a browser (RFC 8628). */
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

export interface DeviceCodeReads {
  byDigest(digest: string): Promise<DeviceCode | undefined>;
  byUserCode(userCodeDigest: string): Promise<DeviceCode | undefined>;
  countLive(now: number): Promise<number>;
  /** Wrong codes entered after that time, of one account or of all. */
  countGuesses(since: number, accountId?: string): Promise<number>;
}

export interface DeviceCodeRecords extends DeviceCodeReads {
  insert(code: DeviceCode, digest: string, userCodeDigest: string): Promise<void>;
  recordPoll(id: string, at: number, intervalSeconds: number): Promise<void>;
  /** True for the one session that opened it first. */
  claim(id: string, sessionId: string, accountId: string): Promise<boolean>;
  /** True once, for the session that claimed it. */
  decide(id: string, sessionId: string, decision: 'approved' | 'refused'): Promise<boolean>;
  /** True for the one who removed it: a code is redeemed once. */
  take(id: string): Promise<boolean>;
  recordGuess(accountId: string, at: number, forgetBefore: number): Promise<void>;
  deleteExpired(now: number): Promise<void>;
  deleteOfAccount(accountId: string): Promise<void>;
}

export function deviceCodeRecords(database: Database): DeviceCodeRecords {
  return { ...codeRows(database), ...decisionRows(database), ...guessRows(database) };
}

type GuessPart = 'countGuesses' | 'recordGuess';
type DecisionPart = 'claim' | 'decide' | 'take';

function codeRows(database: Database): Omit<DeviceCodeRecords, GuessPart | DecisionPart> {
  const all = database.selectFrom('deviceCodes').selectAll();
  return {
    byDigest: async (digest) => DEVICE_CODE.read(await all.where('digest', '=', digest).executeTakeFirst()),
    byUserCode: async (digest) => DEVICE_CODE.read(await all.where('userCodeDigest', '=', digest).executeTakeFirst()),
    countLive: async (now) => {
      const count = database.selectFrom('deviceCodes').select(sql<number>`count(*)`.as('live'));
      return Number((await count.where('expiresAt', '>', now).executeTakeFirstOrThrow()).live);
    },
    insert: async (code, digest, userCodeDigest) => {
      await database
        .insertInto('deviceCodes')
        .values({ ...code, digest, userCodeDigest })
        .execute();
    },
    recordPoll: async (id, at, intervalSeconds) => {
      const change = { lastPolledAt: at, intervalSeconds };
      await database.updateTable('deviceCodes').set(change).where('id', '=', id).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('deviceCodes').where('expiresAt', '<=', now).execute();
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('deviceCodes').where('accountId', '=', accountId).execute();
    },
  };
}

/** Each of these succeeds for one caller alone, whoever else tries at the same time. */
function decisionRows(database: Database): Pick<DeviceCodeRecords, DecisionPart> {
  return {
    claim: async (id, sessionId, accountId) => {
      const update = database.updateTable('deviceCodes').set({ sessionId, accountId });
      const free = update.where('id', '=', id).where('sessionId', 'is', null).where('decision', 'is', null);
      return Number((await free.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    decide: async (id, sessionId, decision) => {
      const update = database.updateTable('deviceCodes').set({ decision }).where('id', '=', id);
      const open = update.where('sessionId', '=', sessionId).where('decision', 'is', null);
      return Number((await open.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    take: async (id) => {
      const deletion = database.deleteFrom('deviceCodes').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

function guessRows(database: Database): Pick<DeviceCodeRecords, GuessPart> {
  return {
    countGuesses: async (since, accountId) => {
      const all = database.selectFrom('codeGuesses').where('at', '>', since);
      const some = accountId === undefined ? all : all.where('accountId', '=', accountId);
      return Number((await some.select(sql<number>`count(*)`.as('guesses')).executeTakeFirstOrThrow()).guesses);
    },
    recordGuess: async (accountId, at, forgetBefore) => {
      await database.deleteFrom('codeGuesses').where('at', '<', forgetBefore).execute();
      await database.insertInto('codeGuesses').values({ accountId, at }).execute();
    },
  };
}
