import { WEBHOOK_FORMS } from '@lanyard/core/webhooks/webhook-body';
import { WEBHOOK_EVENTS } from '@lanyard/core/webhooks/webhook-events';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Delivery } from '../../store/records/webhooks/deliveries.ts';
import type { Webhook } from '../../store/records/webhooks/webhooks.ts';
import { listDeliveries, replayDelivery } from './deliveries.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  rotateWebhookSecret,
  testWebhook,
} from './webhooks.ts';

const common = { surface: 'api', credential: 'account', scope: 'owner', rate: 'none', cache: 'no-store' } as const;
const path = '/api/organizations/:organization/webhooks' as const;
const organizationParams = z.strictObject({ organization: z.string().max(100) });
const webhookParams = organizationParams.extend({ id: z.string().max(100) });
const deliveryParams = webhookParams.extend({ delivery: z.string().max(100) });

const fields = {
  url: z.string().max(2000),
  description: z
    .string()
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters'),
  actions: z.array(z.enum(WEBHOOK_EVENTS)).max(WEBHOOK_EVENTS.length),
  form: z.enum(WEBHOOK_FORMS),
};
const newWebhook = z.strictObject({
  ...fields,
  description: fields.description.default(''),
  actions: fields.actions.default([]),
  form: fields.form.default('json'),
});
const webhookChanges = z.strictObject({ ...fields, active: z.boolean() }).partial();

const webhookSchema = z.object({
  id: z.string(),
  /** Without its path, which can contain a secret. */
  origin: z.string(),
  description: z.string(),
  /** An empty list means all, but not checkpoints. */
  actions: z.array(z.string()),
  form: z.enum(WEBHOOK_FORMS),
  state: z.enum(['active', 'paused', 'failing', 'gone']),
  createdAt: z.string(),
});
const deliverySchema = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
  outcome: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.number(),
  /** The status of the last answer. Null if there was none. */
  status: z.number().nullable(),
  fault: z.string().nullable(),
  attemptedAt: z.string().nullable(),
  /** Null for a delivery that is finished. */
  nextAttemptAt: z.string().nullable(),
  /** The text that is sent. */
  body: z.record(z.string(), z.unknown()),
});

/** The addresses to which an organization's events are sent. */
export const webhookRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path,
    summary: 'List the webhooks of an organization, oldest first, for its owners',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: z.object({ permitted: z.boolean(), webhooks: z.array(webhookSchema) }) },
    handle: async ({ services, caller, params }) => {
      const { isOn, webhooks } = await listWebhooks(services, caller, params.organization);
      return { status: 200, body: { permitted: isOn, webhooks: webhooks.map(webhookBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path,
    summary: 'Create a webhook; only this answer has its signing secret',
    csrf: 'origin',
    audit: ['webhook.created'],
    request: { params: organizationParams, body: newWebhook },
    answers: { 201: webhookSchema.extend({ secret: z.string() }) },
    handle: async ({ services, caller, params, body }) => {
      const { webhook, secret } = await createWebhook(services, caller, params.organization, body);
      return { status: 201, body: { ...webhookBody(webhook), secret: secret.reveal() } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Change a webhook, pause it or start it again',
    csrf: 'origin',
    audit: ['webhook.changed'],
    request: { params: webhookParams, body: webhookChanges },
    answers: { 200: webhookSchema },
    handle: async ({ services, caller, params, body }) => ({
      status: 200,
      body: webhookBody(await changeWebhook(services, caller, params, body)),
    }),
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete a webhook and its waiting events',
    csrf: 'origin',
    audit: ['webhook.deleted'],
    request: { params: webhookParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await deleteWebhook(services, caller, params);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/:id/rotate-secret`,
    summary: 'Replace the signing secret; for a day, the former one also signs',
    csrf: 'origin',
    audit: ['webhook.secret-rotated'],
    request: { params: webhookParams },
    answers: { 200: z.object({ secret: z.string() }) },
    handle: async ({ services, caller, params }) => {
      const secret = await rotateWebhookSecret(services, caller, params);
      return { status: 200, body: { secret: secret.reveal() } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/:id/test`,
    summary: 'Send a test event',
    csrf: 'origin',
    rate: ['new-rows'],
    audit: [],
    request: { params: webhookParams },
    answers: { 202: z.object({ message: z.string() }) },
    handle: async ({ services, caller, params }) => {
      await testWebhook(services, caller, params);
      return { status: 202, body: { message: 'the event is on its way' } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: `${path}/:id/deliveries`,
    summary: 'List what was sent to a webhook and what waits, newest first; it is kept for 30 days',
    csrf: 'none',
    audit: [],
    request: { params: webhookParams, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), deliveries: z.array(deliverySchema) }) },
    handle: async ({ services, caller, params, query }) => {
      const { total, items } = await listDeliveries(services, caller, params, query);
      return { status: 200, body: { total, deliveries: items.map(deliveryBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/:id/deliveries/:delivery/replay`,
    summary: 'Send an event again, with the same webhook-id',
    csrf: 'origin',
    rate: ['new-rows'],
    audit: [],
    request: { params: deliveryParams },
    answers: { 202: z.object({ message: z.string() }) },
    handle: async ({ services, caller, params }) => {
      await replayDelivery(services, caller, params);
      return { status: 202, body: { message: 'the event is on its way' } };
    },
  }),
];

function webhookBody({ id, origin, description, actions, form, state, createdAt }: Webhook) {
  return { id, origin, description, actions: [...actions], form, state, createdAt: isoTime(createdAt) };
}

function deliveryBody({ id, kind, createdAt, outcome, attempts, status, fault, attemptedAt, dueAt, facts }: Delivery) {
  return {
    id,
    type: kind,
    createdAt: isoTime(createdAt),
    outcome: outcome ?? ('waiting' as const),
    ...{ attempts, status, fault },
    attemptedAt: attemptedAt === null ? null : isoTime(attemptedAt),
    nextAttemptAt: outcome === null ? isoTime(dueAt) : null,
    body: { ...facts },
  };
}
