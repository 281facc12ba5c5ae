import ipaddr from 'ipaddr.js';
import type { AuditData, AuditEvent, AuditParty } from '../audit/audit-event.ts';
import { CHECKPOINT_EVENT } from './webhook-events.ts';

/** The format of a body: as Standard Webhooks recommends, or a CloudEvent 1.0 in JSON. */
export const WEBHOOK_FORMS = ['json', 'cloudevents'] as const;
export type WebhookForm = (typeof WEBHOOK_FORMS)[number];

/** What is sent. */
export interface WebhookBody<Data = ToldEvent | ToldCheckpoint> {
  readonly type: string;
  /** When it happened, in RFC 3339 format. */
  readonly timestamp: string;
  readonly data: Data;
}

/** What a receiver learns about an event: who did what, without e-mail addresses and network addresses. */
export interface ToldEvent {
  /** The id of the event in the audit log. */
  readonly event: string;
  readonly organization: string;
  readonly actor: ToldParty;
  readonly subject: ToldParty;
  readonly facts: AuditData;
}

/** A signed note, as `lanyard verify --checkpoint` reads it. */
export interface ToldCheckpoint {
  readonly organization: string;
  /** How many events the checkpoint covers. */
  readonly size: number;
  readonly checkpoint: string;
}

type ToldParty = Pick<AuditParty, 'type' | 'id' | 'name'>;

export const LEFT_OUT = '[left out]';

/** The body for an event in an organization's log. */
export function webhookBody(
  { id, at, action, actor, subject, data }: Pick<AuditEvent, 'id' | 'at' | 'action' | 'actor' | 'subject' | 'data'>,
  organization: string,
): WebhookBody<ToldEvent> {
  const facts = Object.fromEntries(Object.entries(data).map(([name, fact]) => [name, withoutAddresses(fact)]));
  const told = { event: id, organization, actor: toldParty(actor), subject: toldParty(subject), facts };
  return { type: action, timestamp: new Date(at).toISOString(), data: told };
}

/** The body for a checkpoint of the whole audit log. */
export function checkpointBody(told: ToldCheckpoint, signedAt: number): WebhookBody<ToldCheckpoint> {
  return { type: CHECKPOINT_EVENT, timestamp: new Date(signedAt).toISOString(), data: told };
}

/** The text that is sent and signed. `id` is the webhook-id, by which a receiver recognizes duplicates. */
export function webhookText(form: WebhookForm, id: string, body: WebhookBody, source: string): string {
  if (form === 'json') return JSON.stringify(body);
  const { type, timestamp: time, data } = body;
  const datacontenttype = 'application/json';
  return JSON.stringify({ specversion: '1.0', id, source, type: `lanyard.${type}`, time, datacontenttype, data });
}

export function webhookContentType(form: WebhookForm): string {
  return form === 'json' ? 'application/json' : 'application/cloudevents+json';
}

function toldParty({ type, id, name }: AuditParty): ToldParty {
  if (type === 'address') return { type, id: LEFT_OUT, name: LEFT_OUT };
  return { type, id, name: withoutAddresses(name) };
}

/** Finds words that can be an e-mail address or a network address, separated by characters that neither can contain. */
const WORD = /[^\s"'`,;<>()[\]{}|]+/g;

function withoutAddresses<Fact>(fact: Fact): Fact {
  if (typeof fact === 'string') return fact.replace(WORD, (word) => (isAddress(word) ? LEFT_OUT : word)) as Fact;
  if (Array.isArray(fact)) return fact.map(withoutAddresses) as Fact;
  return fact;
}

function isAddress(word: string): boolean {
  if (word.includes('@')) return true;
  const host = word.replace(/^[a-z]+:\/\//, '');
  const plain = host.replace(/[.?!]+$/, '');
  const forms = [plain, plain.replace(/:+$/, ''), plain.replace(/\/.*$/, ''), plain.replace(/:\d+$/, '')];
  return forms.some(isNetworkAddress);
}

function isNetworkAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
}
