import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import { type SqlBool, sql } from 'kysely';
import { columnsOf, json, type RowOf } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A command line that is signed in, with its series of refresh tokens and its auto-generated token. */
export interface CommandLine {
  readonly id: string;
  readonly accountId: string;
  readonly clientId: string;
  /** The scopes for which it was approved, besides its auto-generated token. */
  readonly scopes: readonly ClientScope[];
  /** The registry for which it was approved. Null if it did not say, like docker's own login. */
  readonly registryHost: string | null;
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly idleSeconds: number;
  readonly expiresAt: number;
  /** The number of the current refresh token. It grows at every rotation. */
  readonly generation: number;
  /** The previous refresh token is valid until the current one is used, because its answer can have been lost (R7). */
  readonly previousGeneration: number | null;
  readonly tokenId: string | null;
  /** The organization whose provider began the session that approved it. */
  readonly organizationId: string | null;
}

/**
 * Things that began through an organization's provider: all of them, or those of one account, or those of the addresses
 * in one domain.
 */
export interface OfProvider {
  readonly organizationId: string;
  readonly accountId?: string;
  readonly domain?: string;
}

const COMMAND_LINE = columnsOf<CommandLine>()({ scopes: json() }, ['endedAt']);

declare module '../../schema.ts' {
  interface Schema {
    signIns: RowOf<typeof COMMAND_LINE> & { endedAt: number | null };
  }
}

/** Only command lines that have not ended. */
export function commandLineReads({ database, lists }: Connection) {
  const alive = database.selectFrom('signIns').selectAll().where('endedAt', 'is', null);
  return {
    byId: async (id: string): Promise<CommandLine | undefined> =>
      COMMAND_LINE.read(await alive.where('id', '=', id).executeTakeFirst()),
    /** Newest first. */
    ofAccount: async (accountId: string): Promise<readonly CommandLine[]> => {
      const rows = await alive.where('accountId', '=', accountId).orderBy('createdAt', 'desc').execute();
      return rows.map(COMMAND_LINE.read);
    },
    ofToken: async (tokenId: string): Promise<CommandLine | undefined> =>
      COMMAND_LINE.read(await alive.where('tokenId', '=', tokenId).executeTakeFirst()),
    /** Command lines that have expired or were unused for too long. A use of the token counts too. */
    stale: async (now: number, limit: number): Promise<readonly CommandLine[]> => {
      const rows = await lists
        .selectFrom('signIns as s')
        .leftJoin('accessTokens as t', 't.id', 's.tokenId')
        .selectAll('s')
        .where('s.endedAt', 'is', null)
        .where((row) => row.or([row('s.expiresAt', '<=', now), isIdle(now)]))
        .limit(limit)
        .execute();
      return rows.map(COMMAND_LINE.read);
    },
  };
}

const isIdle = (now: number) => sql<SqlBool>`case when coalesce(t.last_used_at, 0) > s.last_used_at
  then t.last_used_at else s.last_used_at end + s.idle_seconds * 1000 <= ${now}`;

export function commandLineRecords(transaction: Transaction) {
  const { database, bookkeeping, locksRows } = transaction;
  return {
    ...commandLineReads(transaction),
    /** Reads it and locks it until this transaction ends. */
    lock: async (id: string): Promise<CommandLine | undefined> => {
      const query = database.selectFrom('signIns').selectAll().where('endedAt', 'is', null).where('id', '=', id);
      return COMMAND_LINE.read(await (locksRows ? query.forUpdate() : query).executeTakeFirst());
    },
    insert: async (commandLine: CommandLine) => {
      await database
        .insertInto('signIns')
        .values({ ...COMMAND_LINE.keep(commandLine), endedAt: null })
        .execute();
    },
    /** Rotates its refresh token. This is bookkeeping, because the command line stays signed in. */
    advance: async (id: string, generations: Pick<CommandLine, 'generation' | 'previousGeneration'>, at: number) => {
      const { generation, previousGeneration } = generations;
      const change = { generation, previousGeneration, lastUsedAt: at };
      await bookkeeping.updateTable('signIns').set(change).where('id', '=', id).execute();
    },
    setToken: async (id: string, tokenId: string) => {
      await database.updateTable('signIns').set({ tokenId }).where('id', '=', id).execute();
    },
    /**
     * Command lines that came through the provider, with their auto-generated tokens, end at this time at the latest.
     */
    endOfProvider: async ({ organizationId, accountId, domain }: OfProvider, at: number) => {
      let ours = database
        .selectFrom('signIns')
        .where('organizationId', '=', organizationId)
        .where('endedAt', 'is', null);
      if (accountId !== undefined) ours = ours.where('accountId', '=', accountId);
      // A domain's name contains no wildcard of a pattern.
      const inDomain = database.selectFrom('accounts').select('id').where('email', 'like', `%@${domain}`);
      if (domain !== undefined) ours = ours.where('accountId', 'in', inDomain);
      // The logins come first. A login that gets its token at this moment has it when the tokens are read.
      const logins = database.updateTable('signIns').set({ expiresAt: at }).where('id', 'in', ours.select('id'));
      await logins.where('expiresAt', '>', at).execute();
      const theirs = ours.select('tokenId').where('tokenId', 'is not', null);
      const tokens = database.updateTable('accessTokens').set({ expiresAt: at }).where('id', 'in', theirs);
      await tokens.where((row) => row.or([row('expiresAt', 'is', null), row('expiresAt', '>', at)])).execute();
    },
    end: async (id: string, at: number) => {
      await database.updateTable('signIns').set({ endedAt: at }).where('id', '=', id).execute();
    },
  };
}
