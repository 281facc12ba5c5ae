import { type Selectable, sql } from 'kysely';

import type { Database, Schema } from '../schema.ts';

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
  const all = database.selectFrom('device_codes').selectAll();
  return {
    byDigest: async (digest) => codeOf(await all.where('digest', '=', digest).executeTakeFirst()),
    byUserCode: async (digest) => codeOf(await all.where('user_code_digest', '=', digest).executeTakeFirst()),
    countLive: async (now) => {
      const count = database.selectFrom('device_codes').select(sql<number>`count(*)`.as('live'));
      return Number((await count.where('expires_at', '>', now).executeTakeFirstOrThrow()).live);
    },
    insert: async (code, digest, userCodeDigest) => {
      const row = { ...rowOf(code), digest, user_code_digest: userCodeDigest };
      await database.insertInto('device_codes').values(row).execute();
    },
    recordPoll: async (id, at, intervalSeconds) => {
      const change = { last_polled_at: at, interval_seconds: intervalSeconds };
      await database.updateTable('device_codes').set(change).where('id', '=', id).execute();
    },
    deleteExpired: async (now) => {
      await database.deleteFrom('device_codes').where('expires_at', '<=', now).execute();
    },
    deleteOfAccount: async (accountId) => {
      await database.deleteFrom('device_codes').where('account_id', '=', accountId).execute();
    },
  };
}

/** Each of these succeeds for one caller alone, whoever else tries at the same time. */
function decisionRows(database: Database): Pick<DeviceCodeRecords, DecisionPart> {
  return {
    claim: async (id, sessionId, accountId) => {
      const update = database.updateTable('device_codes').set({ session_id: sessionId, account_id: accountId });
      const free = update.where('id', '=', id).where('session_id', 'is', null).where('decision', 'is', null);
      return Number((await free.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    decide: async (id, sessionId, decision) => {
      const update = database.updateTable('device_codes').set({ decision }).where('id', '=', id);
      const open = update.where('session_id', '=', sessionId).where('decision', 'is', null);
      return Number((await open.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    take: async (id) => {
      const deletion = database.deleteFrom('device_codes').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}

function guessRows(database: Database): Pick<DeviceCodeRecords, GuessPart> {
  return {
    countGuesses: async (since, accountId) => {
      const all = database.selectFrom('code_guesses').where('at', '>', since);
      const some = accountId === undefined ? all : all.where('account_id', '=', accountId);
      return Number((await some.select(sql<number>`count(*)`.as('guesses')).executeTakeFirstOrThrow()).guesses);
    },
    recordGuess: async (accountId, at, forgetBefore) => {
      await database.deleteFrom('code_guesses').where('at', '<', forgetBefore).execute();
      await database.insertInto('code_guesses').values({ account_id: accountId, at }).execute();
    },
  };
}

function codeOf(row: Selectable<Schema['device_codes']> | undefined): DeviceCode | undefined {
  return (
    row && {
      id: row.id,
      clientId: row.client_id,
      client: row.client,
      address: row.address,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      intervalSeconds: row.interval_seconds,
      lastPolledAt: row.last_polled_at,
      sessionId: row.session_id,
      accountId: row.account_id,
      decision: row.decision,
    }
  );
}

function rowOf(code: DeviceCode): Omit<Schema['device_codes'], 'digest' | 'user_code_digest'> {
  return {
    id: code.id,
    client_id: code.clientId,
    client: code.client,
    address: code.address,
    created_at: code.createdAt,
    expires_at: code.expiresAt,
    interval_seconds: code.intervalSeconds,
    last_polled_at: code.lastPolledAt,
    session_id: code.sessionId,
    account_id: code.accountId,
    decision: code.decision,
  };
}
