import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Delivery } from '../../store/records/webhooks/deliveries.ts';
import type { Caller } from '../access/caller.ts';
import { look, transact } from '../access/change.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { requireWebhook, type WebhookPlace } from './webhooks.ts';

/** For an owner: what was sent to a webhook and what waits, newest first. Errors: `not-found`, `forbidden`. */
export async function listDeliveries(
  services: Services,
  caller: Caller,
  place: WebhookPlace,
  page: Page,
): Promise<Paged<Delivery>> {
  const asked = look(services, caller);
  await requireWebhook(asked, place);
  return asked.records.deliveries.ofWebhook(place.id, page);
}

/**
 * For an owner: sends it again with the same `webhook-id`, and with all attempts again. Errors: `not-found`,
 * `forbidden`, `too-many-attempts`.
 */
export async function replayDelivery(
  services: Services,
  caller: Caller,
  place: WebhookPlace & { readonly delivery: string },
): Promise<void> {
  await requireRoomOf(services, 'webhook-events-sent', caller);
  await transact(services, caller, async (change) => {
    const { webhook } = await requireWebhook(change, place);
    const found = await change.records.deliveries.byId(webhook.id, place.delivery);
    if (!found) throw new DomainError('not-found', { what: 'delivery' });
    await change.records.deliveries.replay(found.id, change.now);
  });
  services.outbox.wake();
}
