import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import type { SourceNetworks } from '@lanyard/core/source-network';
import { sql } from 'kysely';
import { columnsOf, json, type RowOf } from '../../columns.ts';
import { countOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import type { Session } from '../sessions/sessions.ts';

/** A device login that a command line requested, and that a person approves or refuses in a browser (RFC 8628). */
export interface DeviceCode {
  readonly id: string;
  readonly clientId: string;
  /** The scopes that it requests, besides an auto-generated token. */
  readonly scopes: readonly ClientScope[];
  /** The registry that will get its token. Null if it does not say. */
  readonly registryHost: string | null;
  /** The User-Agent and address of the command line. */
  readonly client: string;
  readonly address: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly intervalSeconds: number;
  readonly lastPolledAt: number | null;
  /** The browser session that opened it. No other session can decide (attack 15). */
  readonly sessionId: string | null;
  readonly accountId: string | null;
  /** The organization whose provider began the session that approved it. */
  readonly organizationId: string | null;
  readonly decision: 'approved' | 'refused' | null;
}

/** The values by which a code is found and counted. */
export interface DeviceCodeKeys extends SourceNetworks {
  readonly digest: string;
  readonly userCodeDigest: string;
  readonly providerNetwork: string;
}

/** Whose codes or guesses to count. */
type Holder = { readonly accountId: string } | { readonly network: string } | { readonly wideNetwork: string };

export interface CodeGuess extends SourceNetworks {
  readonly accountId: string;
  readonly at: number;
}

const DEVICE_CODE = columnsOf<DeviceCode>()({ scopes: json() }, [
  'digest',
  'userCodeDigest',
  'network',
  'wideNetwork',
  'providerNetwork',
]);

declare module '../../schema.ts' {
  interface Schema {
    deviceCodes: RowOf<typeof DEVICE_CODE> & DeviceCodeKeys;
    codeGuesses: CodeGuess;
  }
}

export function deviceCodeReads({ database }: Connection) {
  const all = database.selectFrom('deviceCodes').selectAll();
  return {
    byDigest: async (digest: string): Promise<DeviceCode | undefined> =>
      DEVICE_CODE.read(await all.where('digest', '=', digest).executeTakeFirst()),
    byUserCode: async (userCodeDigest: string): Promise<DeviceCode | undefined> =>
      DEVICE_CODE.read(await all.where('userCodeDigest', '=', userCodeDigest).executeTakeFirst()),
    /** Counts all codes, or those of one holder. An account holds the codes that its sessions opened. */
    countLive: (now: number, holder?: Holder): Promise<number> => {
      const codes = database.selectFrom('deviceCodes').where('expiresAt', '>', now);
      return countOf(holder === undefined ? codes : codes.where((row) => row.and(holder)));
    },
    /** When the first of a holder's active codes expires. */
    firstExpiry: async (now: number, holder: Holder): Promise<number | undefined> => {
      const codes = database.selectFrom('deviceCodes').select('expiresAt').where('expiresAt', '>', now);
      return (
        await codes
          .where((row) => row.and(holder))
          .orderBy('expiresAt')
          .limit(1)
          .executeTakeFirst()
      )?.expiresAt;
    },
    /** Counts wrong codes since that time, of one holder or of all. */
    countGuesses: (since: number, holder?: Holder): Promise<number> => {
      const guesses = database.selectFrom('codeGuesses').where('at', '>', since);
      return countOf(holder === undefined ? guesses : guesses.where((row) => row.and(holder)));
    },
  };
}

export function deviceCodeRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...deviceCodeReads(connection),
    ...decisions(connection),
    insert: async (code: DeviceCode, keys: DeviceCodeKeys) => {
      await database
        .insertInto('deviceCodes')
        .values({ ...DEVICE_CODE.keep(code), ...keys })
        .execute();
    },
    /**
     * Drops the oldest code of the network with the most codes that nobody has opened: first the largest provider
     * network, then its largest wide network. False if every code is opened.
     */
    dropOldestOfLargestHolder: async (): Promise<boolean> => {
      const unopened = database.selectFrom('deviceCodes').where('accountId', 'is', null);
      const providers = unopened.select('providerNetwork').groupBy('providerNetwork');
      const provider = await providers.orderBy(sql`count(*)`, 'desc').limit(1).executeTakeFirst();
      if (!provider) return false;
      const ofProvider = unopened.where('providerNetwork', '=', provider.providerNetwork);
      const holders = ofProvider.select('wideNetwork').groupBy('wideNetwork');
      const holder = await holders.orderBy(sql`count(*)`, 'desc').limit(1).executeTakeFirstOrThrow();
      const oldest = ofProvider.select('id').where('wideNetwork', '=', holder.wideNetwork);
      const deletion = database.deleteFrom('deviceCodes').where('id', '=', oldest.orderBy('createdAt').limit(1));
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
    recordPoll: async (id: string, at: number, intervalSeconds: number) => {
      const change = { lastPolledAt: at, intervalSeconds };
      await database.updateTable('deviceCodes').set(change).where('id', '=', id).execute();
    },
    /** Counts a wrong code, and deletes those from before `forgetBefore`. */
    recordGuess: async (guess: CodeGuess, forgetBefore: number) => {
      await database.deleteFrom('codeGuesses').where('at', '<', forgetBefore).execute();
      await database.insertInto('codeGuesses').values(guess).execute();
    },
    /** Deletes at most `limit` rows. Returns how many. */
    deleteExpired: async (now: number, limit: number): Promise<number> => {
      const expired = database.selectFrom('deviceCodes').select('id').where('expiresAt', '<=', now).limit(limit);
      const deletion = database.deleteFrom('deviceCodes').where('id', 'in', expired);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
    deleteOfAccount: async (accountId: string) => {
      await database.deleteFrom('deviceCodes').where('accountId', '=', accountId).execute();
    },
  };
}

/** Each of these returns true to only one call, whatever else runs at the same time. */
function decisions({ database }: Connection) {
  return {
    /** For the first session that opens the code. */
    claim: async (id: string, sessionId: string, accountId: string): Promise<boolean> => {
      const update = database.updateTable('deviceCodes').set({ sessionId, accountId });
      const free = update.where('id', '=', id).where('sessionId', 'is', null).where('decision', 'is', null);
      return Number((await free.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** For the session that claimed it. */
    decide: async (
      id: string,
      session: Pick<Session, 'id' | 'organizationId'>,
      decision: 'approved' | 'refused',
    ): Promise<boolean> => {
      const { organizationId } = session;
      const update = database.updateTable('deviceCodes').set({ decision, organizationId }).where('id', '=', id);
      const open = update.where('sessionId', '=', session.id).where('decision', 'is', null);
      return Number((await open.executeTakeFirstOrThrow()).numUpdatedRows) === 1;
    },
    /** Removes it, because a code can be redeemed only once. */
    take: async (id: string): Promise<boolean> => {
      const deletion = database.deleteFrom('deviceCodes').where('id', '=', id);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows) === 1;
    },
  };
}
