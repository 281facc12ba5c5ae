import type { WebhookForm } from '@lanyard/core/webhooks/webhook-body';
import { CHECKPOINT_EVENT } from '@lanyard/core/webhooks/webhook-events';
import { columnsOf, json, type RowOf } from '../../columns.ts';
import { countOf } from '../../paged.ts';
import type { Connection, Database, Transaction } from '../../schema.ts';

/** An address to which an organization's events are sent. */
export interface Webhook {
  readonly id: string;
  readonly organizationId: string;
  readonly description: string;
  /** The address with its path, and the secrets that sign. Both can give access to something elsewhere (R17). */
  readonly sealedTarget: string;
  /** Scheme, host and port of the address, for pages. */
  readonly origin: string;
  /** The actions that are sent. An empty list means all, but not checkpoints. */
  readonly actions: readonly string[];
  readonly form: WebhookForm;
  /** `paused` by an owner, `failing` after ten attempts, or `gone` because the receiver said so. */
  readonly state: 'active' | 'paused' | 'failing' | 'gone';
  readonly createdAt: number;
  readonly failuresInRow: number;
  /** Nothing is sent to it before this time. */
  readonly restsUntil: number;
}

const WEBHOOK = columnsOf<Webhook>()({ actions: json<readonly string[]>() });

declare module '../../schema.ts' {
  interface Schema {
    webhooks: RowOf<typeof WEBHOOK>;
  }
}

/** A webhook that gets checkpoints, with the name of its organization. */
export interface CheckpointReceiver {
  readonly id: string;
  readonly organization: string;
}

function receiving(database: Database) {
  return database
    .selectFrom('webhooks')
    .innerJoin('organizations', 'organizations.id', 'webhooks.organizationId')
    .select(['webhooks.id as id', 'organizations.name as organization'])
    .where('webhooks.state', '=', 'active')
    .where('webhooks.actions', 'like', `%"${CHECKPOINT_EVENT}"%`);
}

export function webhookReads({ database, lists }: Connection) {
  const all = database.selectFrom('webhooks').selectAll();
  return {
    byId: async (id: string): Promise<Webhook | undefined> =>
      WEBHOOK.read(await all.where('id', '=', id).executeTakeFirst()),
    /** Oldest first. */
    ofOrganization: async (organizationId: string): Promise<readonly Webhook[]> => {
      const rows = await all.where('organizationId', '=', organizationId).orderBy('createdAt').orderBy('id').execute();
      return rows.map(WEBHOOK.read);
    },
    /** Active webhooks that get the events of the organization with this name. */
    activeIn: async (organization: string): Promise<readonly Pick<Webhook, 'id' | 'actions'>[]> => {
      const id = database.selectFrom('organizations').select('id').where('name', '=', organization);
      const rows = await database
        .selectFrom('webhooks')
        .select(['id', 'actions'])
        .where('organizationId', '=', id)
        .where('state', '=', 'active')
        .execute();
      return rows.map((row) => ({ id: row.id, actions: JSON.parse(row.actions) as readonly string[] }));
    },
    /** The next active webhooks that get the checkpoints of the audit log, in the order of their ids. */
    ofCheckpoints: (afterId: string, limit: number): Promise<readonly CheckpointReceiver[]> =>
      receiving(lists).where('webhooks.id', '>', afterId).orderBy('webhooks.id').limit(limit).execute(),
    /** Which of these get checkpoints. */
    ofCheckpointsAmong: (ids: readonly string[]): Promise<readonly CheckpointReceiver[]> =>
      receiving(database).where('webhooks.id', 'in', ids).execute(),
    countOf: (organizationId: string): Promise<number> =>
      countOf(database.selectFrom('webhooks').where('organizationId', '=', organizationId)),
  };
}

export function webhookRecords(connection: Transaction) {
  const { database, bookkeeping } = connection;
  return {
    ...webhookReads(connection),
    insert: async (webhook: Webhook) => {
      await database.insertInto('webhooks').values(WEBHOOK.keep(webhook)).execute();
    },
    update: async (id: string, changed: Partial<Webhook>) => {
      await database.updateTable('webhooks').set(WEBHOOK.keep(changed)).where('id', '=', id).execute();
    },
    delete: async (id: string) => {
      await database.deleteFrom('notices').where('recipientType', '=', 'webhook').where('recipient', '=', id).execute();
      await database.deleteFrom('webhooks').where('id', '=', id).execute();
    },
    /** After an attempt. This is not a change that anybody requested. */
    noteAttempt: async (id: string, attempt: Pick<Webhook, 'failuresInRow' | 'restsUntil'>) => {
      await bookkeeping.updateTable('webhooks').set(attempt).where('id', '=', id).execute();
    },
  };
}
