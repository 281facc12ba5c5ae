import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Database, Schema } from '../schema.ts';

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
  const alive = database.selectFrom('sign_ins').selectAll().where('ended_at', 'is', null);
  return {
    byId: async (id) => signInOf(await alive.where('id', '=', id).executeTakeFirst()),
    lock: async (id) => {
      const query = alive.where('id', '=', id);
      return signInOf(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    ofAccount: async (accountId) => {
      const rows = await alive.where('account_id', '=', accountId).orderBy('created_at', 'desc').execute();
      return rows.map(requireSignIn);
    },
    ofToken: async (tokenId) => signInOf(await alive.where('token_id', '=', tokenId).executeTakeFirst()),
    stale: async (now, limit) => {
      const rows = await database
        .selectFrom('sign_ins as s')
        .leftJoin('access_tokens as t', 't.id', 's.token_id')
        .selectAll('s')
        .where('s.ended_at', 'is', null)
        .where((row) => row.or([row('s.expires_at', '<=', now), isIdle(now)]))
        .limit(limit)
        .execute();
      return rows.map(requireSignIn);
    },
    insert: async (signIn) => {
      await database.insertInto('sign_ins').values(rowOf(signIn)).execute();
    },
    advance: async (id, { generation, previousGeneration }, at) => {
      const change = { generation, previous_generation: previousGeneration, last_used_at: at };
      await database.updateTable('sign_ins').set(change).where('id', '=', id).execute();
    },
    setToken: async (id, tokenId) => {
      await database.updateTable('sign_ins').set({ token_id: tokenId }).where('id', '=', id).execute();
    },
    end: async (id, at) => {
      await database.updateTable('sign_ins').set({ ended_at: at }).where('id', '=', id).execute();
    },
  };
}

function signInOf(row: Selectable<Schema['sign_ins']> | undefined): SignIn | undefined {
  return row && requireSignIn(row);
}

function requireSignIn(row: Selectable<Schema['sign_ins']>): SignIn {
  return {
    id: row.id,
    accountId: row.account_id,
    clientId: row.client_id,
    client: row.client,
    address: row.address,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    idleSeconds: row.idle_seconds,
    expiresAt: row.expires_at,
    generation: row.generation,
    previousGeneration: row.previous_generation,
    tokenId: row.token_id,
  };
}

function rowOf(signIn: SignIn): Schema['sign_ins'] {
  return {
    id: signIn.id,
    account_id: signIn.accountId,
    client_id: signIn.clientId,
    client: signIn.client,
    address: signIn.address,
    created_at: signIn.createdAt,
    last_used_at: signIn.lastUsedAt,
    idle_seconds: signIn.idleSeconds,
    expires_at: signIn.expiresAt,
    generation: signIn.generation,
    previous_generation: signIn.previousGeneration,
    token_id: signIn.tokenId,
    ended_at: null,
  };
}
