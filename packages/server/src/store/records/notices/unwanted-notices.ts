import type { NoticeKind } from '@lanyard/core/notices/notice';
import type { Connection, Transaction } from '../../schema.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** A kind of notice that an account does not want by mail. */
    unwantedNotices: { accountId: string; kind: NoticeKind };
  }
}

export function unwantedNoticeReads({ database }: Connection) {
  return {
    ofAccount: async (accountId: string): Promise<readonly NoticeKind[]> => {
      const query = database.selectFrom('unwantedNotices').select('kind').where('accountId', '=', accountId);
      return (await query.orderBy('kind').execute()).map(({ kind }) => kind);
    },
  };
}

export function unwantedNoticeRecords(connection: Transaction) {
  const { database } = connection;
  return {
    ...unwantedNoticeReads(connection),
    put: async (accountId: string, kinds: readonly NoticeKind[]) => {
      await database.deleteFrom('unwantedNotices').where('accountId', '=', accountId).execute();
      if (kinds.length === 0) return;
      const rows = kinds.map((kind) => ({ accountId, kind }));
      await database.insertInto('unwantedNotices').values(rows).execute();
    },
  };
}
