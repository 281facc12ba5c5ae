import type { AuditEvent } from '@lanyard/core/audit/audit-event';
import { type WebhookBody, webhookBody } from '@lanyard/core/webhooks/webhook-body';
import type { Delivery } from '../../store/records/webhooks/deliveries.ts';
import type { Records } from '../../store/store.ts';

/**
 * Adds the event to the deliveries for the organization's webhooks, in the transaction of the event. Returns true if
 * there are any.
 */
export async function tellWebhooks(
  { webhooks, deliveries }: Pick<Records, 'webhooks' | 'deliveries'>,
  event: AuditEvent,
  newId: () => string,
): Promise<boolean> {
  const { namespace, action, at } = event;
  if (namespace === null) return false;
  const told = (await webhooks.activeIn(namespace)).filter(
    ({ actions }) => actions.length === 0 || actions.includes(action),
  );
  const body = webhookBody(event, namespace);
  await deliveries.insert(told.map(({ id }) => newDelivery(newId(), id, body, at)));
  return told.length > 0;
}

export function newDelivery(id: string, webhookId: string, facts: WebhookBody, now: number): Delivery {
  const waiting = { attempts: 0, outcome: null, status: null, fault: null, attemptedAt: null };
  return { id: `msg_${id}`, recipient: webhookId, kind: facts.type, facts, createdAt: now, dueAt: now, ...waiting };
}
