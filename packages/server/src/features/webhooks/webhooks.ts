import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { WebhookForm } from '@lanyard/core/webhooks/webhook-body';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Webhook } from '../../store/records/webhooks/webhooks.ts';
import type { Caller } from '../access/caller.ts';
import { type AuditSubject, type Change, type Look, look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { newDelivery } from '../access/tell-webhooks.ts';
import { FORMER_SECRET_SECONDS, newWebhookSecret, openTarget, sealTarget } from './webhook-target.ts';

/** Each webhook gets every event, so this is enough for the systems of an organization. */
const MAXIMUM_WEBHOOKS = 10;
const MAXIMUM_URL_LENGTH = 2000;

export interface WebhookInput {
  readonly url: string;
  readonly description: string;
  /** An empty list means all actions. */
  readonly actions: readonly string[];
  readonly form: WebhookForm;
}

export type WebhookChanges = { readonly [Field in keyof WebhookInput]?: WebhookInput[Field] | undefined } & {
  /** True starts a paused webhook. False pauses it. */
  readonly active?: boolean | undefined;
};

/** How to find a webhook: by its id, and only in its own organization (R25). */
export interface WebhookPlace {
  /** The name of the organization. */
  readonly organization: string;
  readonly id: string;
}

export interface ListedWebhooks {
  /** False if the operator permits no address. */
  readonly isOn: boolean;
  readonly webhooks: readonly Webhook[];
}

/** For an owner. Errors: `not-found`, `forbidden`. */
export async function listWebhooks(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<ListedWebhooks> {
  const asked = look(services, caller);
  const { organization } = await requireOwnership(asked, organizationName);
  const webhooks = await asked.records.webhooks.ofOrganization(organization.id);
  return { isOn: services.webhookSender.isOn, webhooks };
}

/**
 * For an owner. All owners get a mail. The secret is shown once (R18). Errors: `not-found`, `forbidden`,
 * `invalid-input`, `conflict`.
 */
export async function createWebhook(
  services: Services,
  caller: Caller,
  organizationName: string,
  input: WebhookInput,
): Promise<{ readonly webhook: Webhook; readonly secret: Secret }> {
  const url = requireUrl(services, input.url);
  const secret = newWebhookSecret(services);
  const webhook = await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    if ((await change.records.webhooks.countOf(organization.id)) >= MAXIMUM_WEBHOOKS) {
      throw new DomainError('conflict', { reason: `an organization has ${MAXIMUM_WEBHOOKS} webhooks at most` });
    }
    const { description, actions, form } = input;
    const target = { url: new Secret(url.href), secret, former: null };
    const made: Webhook = {
      id: change.newId(),
      organizationId: organization.id,
      ...{ description, actions, form, origin: url.origin },
      sealedTarget: sealTarget(services, target),
      ...{ state: 'active', createdAt: change.now, failuresInRow: 0, restsUntil: 0 },
    };
    // The event comes first, so the new receiver gets only later events.
    await change.audit('webhook.created', webhookSubject(made, organization), { origin: url.origin });
    await change.records.webhooks.insert(made);
    await tellOwners(change, organization, made);
    return made;
  });
  return { webhook, secret };
}

/** For an owner. All owners get a mail if the address changes. Errors: those of `createWebhook`. */
export async function changeWebhook(
  services: Services,
  caller: Caller,
  place: WebhookPlace,
  changes: WebhookChanges,
): Promise<Webhook> {
  const url = changes.url === undefined ? undefined : requireUrl(services, changes.url);
  return transact(services, caller, async (change) => {
    const { organization, webhook } = await requireWebhook(change, place);
    const { description = webhook.description, actions = webhook.actions, form = webhook.form, active } = changes;
    const target = openTarget(services, webhook);
    const moved = url && {
      origin: url.origin,
      sealedTarget: sealTarget(services, { ...target, url: new Secret(url.href) }),
    };
    const state = active === undefined ? {} : stateOf(active);
    // Only the fields of this request: deliveries write the others at the same time.
    const written = { description, actions, form, ...moved, ...state };
    await change.records.webhooks.update(webhook.id, written);
    const changed = { ...webhook, ...written };
    const facts = { origin: changed.origin, state: changed.state };
    await change.audit('webhook.changed', webhookSubject(changed, organization), facts);
    if (moved) await tellOwners(change, organization, changed);
    return changed;
  });
}

function stateOf(active: boolean): Partial<Webhook> {
  return active ? { state: 'active', failuresInRow: 0, restsUntil: 0 } : { state: 'paused' };
}

/** For an owner: also deletes its waiting deliveries and its log. Errors: `not-found`, `forbidden`. */
export async function deleteWebhook(services: Services, caller: Caller, place: WebhookPlace): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization, webhook } = await requireWebhook(change, place);
    await change.records.webhooks.delete(webhook.id);
    await change.audit('webhook.deleted', webhookSubject(webhook, organization), { origin: webhook.origin });
  });
}

/** Makes a new secret, which is shown once. The previous one also signs for a day. Errors: `not-found`, `forbidden`. */
export async function rotateWebhookSecret(services: Services, caller: Caller, place: WebhookPlace): Promise<Secret> {
  const secret = newWebhookSecret(services);
  await transact(services, caller, async (change) => {
    const { organization, webhook } = await requireWebhook(change, place);
    const { url, secret: before } = openTarget(services, webhook);
    const former = { secret: before, until: change.now + FORMER_SECRET_SECONDS * 1000 };
    await change.records.webhooks.update(webhook.id, { sealedTarget: sealTarget(services, { url, secret, former }) });
    await change.audit('webhook.secret-rotated', webhookSubject(webhook, organization));
  });
  return secret;
}

/** Sends an event about no change, to test the delivery. Errors: `not-found`, `forbidden`, `too-many-attempts`. */
export async function testWebhook(services: Services, caller: Caller, place: WebhookPlace): Promise<void> {
  await requireRoomOf(services, 'webhook-events-sent', caller);
  await transact(services, caller, async (change) => {
    const { organization, webhook } = await requireWebhook(change, place);
    const party = { type: 'organization', id: organization.id, name: organization.name } as const;
    const timestamp = new Date(change.now).toISOString();
    const event = change.newId();
    const data = { event, organization: organization.name, actor: party, subject: party, facts: {} };
    const body = { type: 'webhook.test', timestamp, data };
    await change.records.deliveries.insert([newDelivery(event, webhook.id, body, change.now)]);
  });
  services.outbox.wake();
}

/** A webhook of this organization. Both are locked. Errors: `not-found`, `forbidden`. */
export async function requireWebhook(
  asked: Look,
  { organization: organizationName, id }: WebhookPlace,
): Promise<{ readonly organization: Organization; readonly webhook: Webhook }> {
  const { organization } = await requireOwnership(asked, organizationName);
  const webhook = await asked.records.webhooks.byId(id);
  if (webhook?.organizationId === organization.id) return { organization, webhook };
  throw new DomainError('not-found', { what: 'webhook' });
}

function requireUrl({ webhookSender }: Services, text: string): URL {
  if (!webhookSender.isOn) {
    throw new DomainError('conflict', {
      reason: 'this server sends no webhooks; ask its operator for LANYARD_WEBHOOK_HOSTS',
    });
  }
  const url = URL.parse(text);
  if (!url || text.length > MAXIMUM_URL_LENGTH) throw invalidUrl('must be an address');
  try {
    webhookSender.requirePermitted(url);
    return url;
  } catch (error) {
    throw invalidUrl(error instanceof Error ? error.message : 'is not permitted');
  }
}

function invalidUrl(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'url', reason });
}

export function webhookSubject({ id, description, origin }: Webhook, organization: Organization): AuditSubject {
  return subjectOf('webhook', { id, name: description === '' ? origin : description }, organization.name);
}

async function tellOwners(
  { records, caller, notify }: Change,
  { id, name }: Organization,
  { origin }: Webhook,
): Promise<void> {
  const accounts = (await records.organizations.owners(id)).map((owner) => owner.id);
  const maker = caller.type === 'operator' ? 'An operator' : caller.account.name;
  await notify('webhook-created', { accounts }, { organization: name, origin, maker });
}
