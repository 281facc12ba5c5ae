import { judgeAnswer, restSeconds, type Verdict } from '@lanyard/core/webhooks/webhook-attempts';
import { webhookContentType, webhookText } from '@lanyard/core/webhooks/webhook-body';
import type { Services } from '../../services.ts';
import type { Delivery } from '../../store/records/webhooks/deliveries.ts';
import type { Webhook } from '../../store/records/webhooks/webhooks.ts';
import type { Source } from '../access/caller.ts';
import { type Change, inNameOf, partyOf, transact } from '../access/change.ts';
import { openTarget, signingSecrets } from './webhook-target.ts';
import { webhookSubject } from './webhooks.ts';

const NOBODY: Source = { address: '', client: 'webhooks' };

interface Answer {
  readonly status: number | null;
  readonly fault: string | null;
}

/** Makes one attempt. Returns true if the delivery arrived. */
export async function sendDelivery(services: Services, webhook: Webhook, delivery: Delivery): Promise<boolean> {
  const answer = await attempt(services, webhook, delivery);
  const verdict = judgeAnswer(answer.status, delivery.attempts);
  await transact(services, NOBODY, (change) => settle(change, webhook, delivery, { ...answer, verdict }));
  return verdict.is === 'delivered';
}

async function attempt(services: Services, webhook: Webhook, { id, facts }: Delivery): Promise<Answer> {
  const target = openTarget(services, webhook);
  const now = services.clock.now();
  const text = webhookText(webhook.form, id, facts, services.publicUrl);
  const contentType = webhookContentType(webhook.form);
  const secrets = signingSecrets(target, now);
  try {
    return {
      status: await services.webhookSender.send({ url: target.url, secrets, id, now, contentType, text }),
      fault: null,
    };
  } catch (error) {
    // The message of an OutboundRefusal names the host and the cause, and nothing from the answer.
    return { status: null, fault: error instanceof Error ? error.message.slice(0, 200) : 'unknown fault' };
  }
}

async function settle(
  change: Change<Source>,
  webhook: Webhook,
  delivery: Delivery,
  { status, fault, verdict }: Answer & { readonly verdict: Verdict },
): Promise<void> {
  const { records, now } = change;
  const isOver = verdict.is !== 'again';
  const isStopped = verdict.is === 'gone' || verdict.is === 'failed';
  // Before its webhook, as owners do: an owner may change the webhook at the same moment (R50).
  if (isStopped) await records.organizations.lock(webhook.organizationId);
  const outcome = verdict.is === 'delivered' ? 'delivered' : isOver ? 'failed' : null;
  const dueAt = verdict.is === 'again' ? now + verdict.afterSeconds * 1000 : null;
  await records.deliveries.settle(delivery, { dueAt, outcome, status, fault, attemptedAt: now });
  const failuresInRow = verdict.is === 'delivered' ? 0 : webhook.failuresInRow + 1;
  const restsUntil = failuresInRow === 0 ? 0 : now + restSeconds(failuresInRow) * 1000;
  await records.webhooks.noteAttempt(webhook.id, { failuresInRow, restsUntil });
  if (isStopped) await stopSending(change, webhook, verdict.is);
}

/** Waiting deliveries stay, and are sent when an owner starts the webhook again. */
async function stopSending(change: Change<Source>, webhook: Webhook, why: 'gone' | 'failed'): Promise<void> {
  const { records } = change;
  const current = await records.webhooks.byId(webhook.id);
  const organization = await records.organizations.byId(webhook.organizationId);
  if (current?.state !== 'active' || !organization) return;
  const state = why === 'gone' ? 'gone' : 'failing';
  await records.webhooks.update(webhook.id, { state });
  const { audit, notify } = inNameOf(change, partyOf('organization', organization));
  await audit('webhook.paused', webhookSubject(webhook, organization), { reason: state });
  const accounts = (await records.organizations.owners(organization.id)).map(({ id }) => id);
  const facts = { organization: organization.name, origin: webhook.origin, isGone: why === 'gone' };
  await notify('webhook-paused', { accounts }, facts);
}
