import { setImmediate } from 'node:timers/promises';
import type { NoticeKind } from '@lanyard/core/notices/notice';
import type { NoticeFacts } from '@lanyard/core/notices/notice-declaration';
import { flag } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A notice that waits in the outbox. It is removed once it was told. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  /** `account` by its id, `address` by itself: somebody who has no account, or of whom it is not known yet. */
  readonly recipientType: 'account' | 'address';
  readonly recipient: string;
  readonly facts: NoticeFacts;
  readonly createdAt: number;
  /** Not before. The server that claims it sets this to the end of its claim. */
  readonly dueAt: number;
  /** How often it was claimed. Only the last claim may end it. */
  readonly attempts: number;
  /** What it brings was made and counted in an attempt before. */
  readonly isPrepared: boolean;
}

/** The outbox holds mails, and deliveries to webhooks. The last four columns are of deliveries. */
interface OutboxRow extends Pick<Notice, 'id' | 'recipient' | 'createdAt' | 'dueAt' | 'attempts'> {
  kind: string;
  recipientType: Notice['recipientType'] | 'webhook';
  facts: string;
  isPrepared: number;
  outcome: 'delivered' | 'failed' | null;
  status: number | null;
  fault: string | null;
  attemptedAt: number | null;
}

declare module '../../schema.ts' {
  interface Schema {
    notices: OutboxRow;
  }
}

const MAILED: readonly Notice['recipientType'][] = ['account', 'address'];

function readRow({ id, kind, recipientType, recipient, facts, isPrepared, createdAt, dueAt, attempts }: OutboxRow) {
  const told = { kind: kind as NoticeKind, facts: JSON.parse(facts) as NoticeFacts };
  const to = { recipientType: recipientType as Notice['recipientType'], recipient };
  return { id, ...told, ...to, createdAt, dueAt, attempts, isPrepared: flag.read(isPrepared) };
}

/** The one that was claimed, at the attempt that claimed it. */
type Claimed = Pick<Notice, 'id' | 'attempts'>;

export function noticeReads({ database }: Connection) {
  return {
    /** When the oldest of those that are due was made; undefined where none is. */
    oldestDue: async (now: number): Promise<number | undefined> => {
      const query = database.selectFrom('notices').select(({ fn }) => fn.min('createdAt').as('oldest'));
      const row = await query.where('recipientType', 'in', MAILED).where('dueAt', '<=', now).executeTakeFirst();
      return row?.oldest === null || row === undefined ? undefined : Number(row.oldest);
    },
    /** How many of this kind wait; counts no further than `limit`. */
    countOfKind: async (kind: NoticeKind, limit: number): Promise<number> => {
      const waiting = database.selectFrom('notices').select('id').where('kind', '=', kind).limit(limit);
      return (await waiting.execute()).length;
    },
  };
}

/** In one statement: PostgreSQL takes 65,535 values. */
const INSERTED_AT_ONCE = 200;

export function noticeRecords(connection: Transaction) {
  const { database, locksRows } = connection;
  const claim = async (now: number, until: number, limit: number, of?: Pick<Notice, 'recipient' | 'kind'>) => {
    let due = database
      .selectFrom('notices')
      .select('id')
      .where('recipientType', 'in', MAILED)
      .where('dueAt', '<=', now);
    if (of) due = due.where('recipient', '=', of.recipient).where('kind', '=', of.kind);
    due = due.orderBy('dueAt').orderBy('id').limit(limit);
    // Of several servers each takes others, and none waits.
    if (locksRows) due = due.forUpdate().skipLocked();
    const update = database
      .updateTable('notices')
      .set((row) => ({ dueAt: until, attempts: row('attempts', '+', 1) }))
      .where('id', 'in', due);
    return (await update.returningAll().execute()).map(readRow);
  };
  const onlyClaimed = ({ id, attempts }: Claimed) =>
    database.updateTable('notices').where('id', '=', id).where('attempts', '=', attempts);
  return {
    ...noticeReads(connection),
    insert: async (notices: readonly Notice[]) => {
      for (let start = 0; start < notices.length; start += INSERTED_AT_ONCE) {
        // An organization may have thousands of members: others are answered in between.
        if (start > 0) await setImmediate();
        const rows = notices.slice(start, start + INSERTED_AT_ONCE).map((notice) => {
          return { ...notice, facts: JSON.stringify(notice.facts), isPrepared: flag.keep(notice.isPrepared) };
        });
        await database.insertInto('notices').values(rows).execute();
      }
    },
    /** The oldest that are due. Nobody else gets them until then. */
    claim: (now: number, until: number, limit: number) => claim(now, until, limit),
    /** The others that are due of the same kind for the same recipient. */
    claimAlike: (notice: Pick<Notice, 'recipient' | 'kind'>, now: number, until: number, limit: number) =>
      claim(now, until, limit, notice),
    /** False where somebody else has claimed it since. */
    markPrepared: async (claimed: Claimed): Promise<boolean> => {
      const { numUpdatedRows } = await onlyClaimed(claimed).set({ isPrepared: 1 }).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** It is due again then. */
    postpone: async (claimed: Claimed, { dueAt, isPrepared }: Pick<Notice, 'dueAt' | 'isPrepared'>) => {
      await onlyClaimed(claimed)
        .set({ dueAt, isPrepared: flag.keep(isPrepared) })
        .execute();
    },
    delete: async (claimed: readonly Claimed[]) => {
      for (const [attempts, alike] of Map.groupBy(claimed, (notice) => notice.attempts)) {
        const ids = alike.map(({ id }) => id);
        await database.deleteFrom('notices').where('id', 'in', ids).where('attempts', '=', attempts).execute();
      }
    },
  };
}
