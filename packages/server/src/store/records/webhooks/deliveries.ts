import type { ToldCheckpoint, WebhookBody } from '@lanyard/core/webhooks/webhook-body';
import { CHECKPOINT_EVENT, type LastCheckpoint } from '@lanyard/core/webhooks/webhook-events';
import { type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Schema, Transaction } from '../../schema.ts';

/** An event on its way to a webhook, and later its result. It is stored in the outbox. */
export interface Delivery {
  /** The `webhook-id`: the same at every attempt. */
  readonly id: string;
  /** The action of the event. */
  readonly kind: string;
  /** The id of the webhook. */
  readonly recipient: string;
  readonly facts: WebhookBody;
  readonly createdAt: number;
  /** It is not sent before this time. `NEVER` once it is finished. */
  readonly dueAt: number;
  readonly attempts: number;
  /** Null while it waits. */
  readonly outcome: 'delivered' | 'failed' | null;
  /** The status of the last answer. Null if there was none. */
  readonly status: number | null;
  /** Why there was no answer, in a few words. */
  readonly fault: string | null;
  readonly attemptedAt: number | null;
}

/** Later than any time, so nobody claims it. */
const NEVER = Number.MAX_SAFE_INTEGER;

function readRow({ facts, recipientType: _, isPrepared: __, ...row }: Schema['notices']): Delivery {
  return { ...row, facts: JSON.parse(facts) as WebhookBody };
}

function rowOf(delivery: Delivery) {
  return { ...delivery, facts: JSON.stringify(delivery.facts), recipientType: 'webhook' as const, isPrepared: 0 };
}

type Claimed = Pick<Delivery, 'id' | 'attempts'>;

export function deliveryReads({ database }: Connection) {
  const all = database.selectFrom('notices').where('recipientType', '=', 'webhook');
  /** Deliveries that are due and that their webhooks accept. */
  const due = (now: number) =>
    database
      .selectFrom('notices')
      .innerJoin('webhooks', 'webhooks.id', 'notices.recipient')
      .where('notices.recipientType', '=', 'webhook')
      .where('notices.dueAt', '<=', now)
      .where('webhooks.state', '=', 'active')
      .where('webhooks.restsUntil', '<=', now);
  return {
    /** Newest first. */
    ofWebhook: (webhookId: string, page: Page): Promise<Paged<Delivery>> => {
      const found = all.where('recipient', '=', webhookId);
      const rows = found.selectAll().orderBy('createdAt', 'desc').orderBy('id');
      return paged(rows, found, page, readRow);
    },
    byId: async (webhookId: string, id: string): Promise<Delivery | undefined> => {
      const row = await all.selectAll().where('recipient', '=', webhookId).where('id', '=', id).executeTakeFirst();
      return row && readRow(row);
    },
    /** The last checkpoint of each of these webhooks, by the id of the webhook. */
    lastCheckpoints: async (webhookIds: readonly string[]): Promise<ReadonlyMap<string, LastCheckpoint>> => {
      if (webhookIds.length === 0) return new Map();
      const found = all.where('kind', '=', CHECKPOINT_EVENT).where('recipient', 'in', webhookIds);
      const rows = await found.select(['recipient', 'facts', 'createdAt', 'outcome']).orderBy('createdAt').execute();
      return new Map(
        rows.map(({ recipient, facts, createdAt, outcome }) => {
          const { size } = (JSON.parse(facts) as WebhookBody<ToldCheckpoint>).data;
          return [recipient, { size, createdAt, isWaiting: outcome === null }];
        }),
      );
    },
    /** Since when the delivery that waited longest is due. Undefined if none is due. */
    dueSince: async (now: number): Promise<number | undefined> => {
      const row = await due(now)
        .select(({ fn }) => fn.min('notices.dueAt').as('since'))
        .executeTakeFirst();
      return row?.since === null || row === undefined ? undefined : Number(row.since);
    },
    /** Webhooks that accept deliveries and have one that is due. The one that waited longest comes first. */
    dueWebhooks: async (now: number, without: readonly string[], limit: number): Promise<readonly string[]> => {
      let query = due(now);
      if (without.length > 0) query = query.where('webhooks.id', 'not in', without);
      const oldest = query.select(({ fn }) => ['webhooks.id as id', fn.min('notices.dueAt').as('since')]);
      const rows = await oldest.groupBy('webhooks.id').orderBy('since').limit(limit).execute();
      return rows.map(({ id }) => id);
    },
  };
}

export function deliveryRecords(connection: Transaction) {
  const { database, locksRows } = connection;
  return {
    ...deliveryReads(connection),
    insert: async (deliveries: readonly Delivery[]) => {
      if (deliveries.length > 0) await database.insertInto('notices').values(deliveries.map(rowOf)).execute();
    },
    /**
     * Replaces the last checkpoint of the webhook in its log, which would be full of them otherwise. Another server can
     * have written the same one.
     */
    putCheckpoint: async (delivery: Delivery) => {
      const former = database.deleteFrom('notices').where('recipientType', '=', 'webhook');
      const ofWebhook = former.where('recipient', '=', delivery.recipient).where('kind', '=', CHECKPOINT_EVENT);
      await ofWebhook.where('id', '!=', delivery.id).where('outcome', 'is not', null).execute();
      const insertion = database.insertInto('notices').values(rowOf(delivery));
      await insertion.onConflict((conflict) => conflict.column('id').doNothing()).execute();
    },
    /** Claims the oldest delivery that is due for this webhook. Nobody else gets it until then. */
    claim: async (webhookId: string, now: number, until: number): Promise<Delivery | undefined> => {
      let due = database
        .selectFrom('notices')
        .select('id')
        .where('recipientType', '=', 'webhook')
        .where('recipient', '=', webhookId)
        .where('dueAt', '<=', now)
        .orderBy('createdAt')
        .orderBy('id')
        .limit(1);
      if (locksRows) due = due.forUpdate().skipLocked();
      const update = database
        .updateTable('notices')
        .set((row) => ({ dueAt: until, attempts: row('attempts', '+', 1) }))
        .where('id', 'in', due);
      const row = await update.returningAll().executeTakeFirst();
      return row && readRow(row);
    },
    /** Records the result of an attempt. `dueAt` is null if it was the last one. */
    settle: async (
      { id, attempts }: Claimed,
      { dueAt, ...result }: Pick<Delivery, 'outcome' | 'status' | 'fault' | 'attemptedAt'> & { dueAt: number | null },
    ) => {
      const update = database.updateTable('notices').set({ ...result, dueAt: dueAt ?? NEVER });
      await update.where('id', '=', id).where('attempts', '=', attempts).execute();
    },
    /** Makes it due again, with all its attempts. */
    replay: async (id: string, dueAt: number) => {
      await database.updateTable('notices').set({ dueAt, attempts: 0, outcome: null }).where('id', '=', id).execute();
    },
    /** Deletes at most `limit` deliveries that finished before this time. */
    deleteOver: async (before: number, limit: number): Promise<number> => {
      const over = database
        .selectFrom('notices')
        .select('id')
        .where('recipientType', '=', 'webhook')
        .where('dueAt', '=', NEVER)
        .where('createdAt', '<', before)
        .limit(limit);
      const deletion = database.deleteFrom('notices').where('id', 'in', over);
      return Number((await deletion.executeTakeFirstOrThrow()).numDeletedRows);
    },
  };
}
