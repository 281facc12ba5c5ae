import { setImmediate } from 'node:timers/promises';
import type { NoticeKind } from '@lanyard/core/notices/notice';
import type { NoticeFacts } from '@lanyard/core/notices/notice-declaration';
import { flag } from '../../columns.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A notice that waits in the outbox. It is removed after it was sent. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  /** `account`: its id. `address`: the address itself, if there is no account or it is not known yet. */
  readonly recipientType: 'account' | 'address';
  readonly recipient: string;
  readonly facts: NoticeFacts;
  readonly createdAt: number;
  /** It is not sent before this time. A server that claims it sets this to the end of its claim. */
  readonly dueAt: number;
  /** How often it was claimed. Only the last claim can end it. */
  readonly attempts: number;
  /** Its content was made and counted in an earlier attempt. */
  readonly isPrepared: boolean;
}

/** The outbox has mails and deliveries to webhooks. The last four columns belong to deliveries. */
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

/** The claimed notice, with the attempt that claimed it. */
type Claimed = Pick<Notice, 'id' | 'attempts'>;

export function noticeReads({ database }: Connection) {
  return {
    /** When the oldest notice that is due was created. Undefined if none is due. */
    oldestDue: async (now: number): Promise<number | undefined> => {
      const query = database.selectFrom('notices').select(({ fn }) => fn.min('createdAt').as('oldest'));
      const row = await query.where('recipientType', 'in', MAILED).where('dueAt', '<=', now).executeTakeFirst();
      return row?.oldest === null || row === undefined ? undefined : Number(row.oldest);
    },
    /** How many of this kind wait. Stops counting at `limit`. */
    countOfKind: async (kind: NoticeKind, limit: number): Promise<number> => {
      const waiting = database.selectFrom('notices').select('id').where('kind', '=', kind).limit(limit);
      return (await waiting.execute()).length;
    },
  };
}

/** The limit for one statement, because PostgreSQL accepts 65,535 values. */
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
    // Each of several servers gets other rows, and none waits.
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
        // An organization can have thousands of members, so other requests get their turn in between.
        if (start > 0) await setImmediate();
        const rows = notices.slice(start, start + INSERTED_AT_ONCE).map((notice) => {
          return { ...notice, facts: JSON.stringify(notice.facts), isPrepared: flag.keep(notice.isPrepared) };
        });
        await database.insertInto('notices').values(rows).execute();
      }
    },
    /** Claims the oldest notices that are due. Nobody else gets them until then. */
    claim: (now: number, until: number, limit: number) => claim(now, until, limit),
    /** The other notices that are due, of the same kind and for the same recipient. */
    claimAlike: (notice: Pick<Notice, 'recipient' | 'kind'>, now: number, until: number, limit: number) =>
      claim(now, until, limit, notice),
    /** False if another server has claimed it since. */
    markPrepared: async (claimed: Claimed): Promise<boolean> => {
      const { numUpdatedRows } = await onlyClaimed(claimed).set({ isPrepared: 1 }).executeTakeFirstOrThrow();
      return Number(numUpdatedRows) === 1;
    },
    /** It becomes due again at this time. */
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
