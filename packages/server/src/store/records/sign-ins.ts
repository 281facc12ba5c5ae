import { type SqlBool, sql } from 'kysely';
import { columnsOf } from '../columns.ts';
import type { Database } from '../schema.ts';

/** A command line that is signed in: the family of its refresh tokens, and its auto-generated token. */
export interface SignIn {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly idleSeconds: number;
  readonly expiresAt: number;
  /** Of the refresh token that is good now; it counts up at every rotation. */
  readonly generation: number;
  /** The one before, good until the present one is used: its answer may have been lost (R7). */
  readonly previousGeneration: number | null;
  readonly tokenId: string | null;
}

const SIGN_IN = columnsOf<SignIn>()({}, ['endedAt']);

declare module '../schema.ts' {
  interface Schema {
    signIns: SignIn & { endedAt: number | null };
  }
}

/** Ended ones are never found. */
export interface SignInReads {
  byId(id: string): Promise<SignIn | undefined>;
  ofAccount(accountId: string): Promise<readonly SignIn[]>;
  ofToken(tokenId: string): Promise<SignIn | undefined>;
  /** Those past their end, or unused for too long, their tokens' uses counted. */
  stale(now: number, limit: number): Promise<readonly SignIn[]>;
}

export interface SignInRecords extends SignInReads {
  /** Reads it and lets no other transaction change it before this one ends. */
  lock(id: string): Promise<SignIn | undefined>;
  insert(signIn: SignIn): Promise<void>;
  advance(id: string, generations: Pick<SignIn, 'generation' | 'previousGeneration'>, at: number): Promise<void>;
  setToken(id: string, tokenId: string): Promise<void>;
  end(id: string, at: number): Promise<void>;
}

/** Unused, the sign-in and its token both, for as long as it may be. */
const isIdle = (now: number) => sql<SqlBool>`case when coalesce(t.last_used_at, 0) > s.last_used_at
  then t.last_used_at else s.last_used_at end + s.idle_seconds * 1000 <= ${now}`;

export function signInRecords(database: Database, locksRows: boolean): SignInRecords {
  const alive = database.selectFrom('signIns').selectAll().where('endedAt', 'is', null);
  return {
    byId: async (id) => SIGN_IN.read(await alive.where('id', '=', id).executeTakeFirst()),
    lock: async (id) => {
      const query = alive.where('id', '=', id);
      return SIGN_IN.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    ofAccount: async (accountId) => {
      const rows = await alive.where('accountId', '=', accountId).orderBy('createdAt', 'desc').execute();
      return rows.map(SIGN_IN.read);
    },
    ofToken: async (tokenId) => SIGN_IN.read(await alive.where('tokenId', '=', tokenId).executeTakeFirst()),
    stale: async (now, limit) => {
      const rows = await database
        .selectFrom('signIns as s')
        .leftJoin('accessTokens as t', 't.id', 's.tokenId')
        .selectAll('s')
        .where('s.endedAt', 'is', null)
        .where((row) => row.or([row('s.expiresAt', '<=', now), isIdle(now)]))
        .limit(limit)
        .execute();
      return rows.map(SIGN_IN.read);
    },
    insert: async (signIn) => {
      await database
        .insertInto('signIns')
        .values({ ...signIn, endedAt: null })
        .execute();
    },
    advance: async (id, { generation, previousGeneration }, at) => {
      const change = { generation, previousGeneration, lastUsedAt: at };
      await database.updateTable('signIns').set(change).where('id', '=', id).execute();
    },
    setToken: async (id, tokenId) => {
      await database.updateTable('signIns').set({ tokenId }).where('id', '=', id).execute();
    },
    end: async (id, at) => {
      await database.updateTable('signIns').set({ endedAt: at }).where('id', '=', id).execute();
    },
  };
}
