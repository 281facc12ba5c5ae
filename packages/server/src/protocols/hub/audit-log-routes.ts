import { AUDIT_ACTION_NAMES, type AuditAction, type AuditData, type AuditEvent } from '@lanyard/core/audit/audit-event';
import { z } from 'zod';
import { listAuditActions, listAuditEvents } from '../../features/audit/audit-events.ts';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { actionNamed, HUB_ACTION_NAMES, hubActionOf } from './hub-actions.ts';
import { hubPagingQuery, pageOf } from './hub-surface.ts';

const path = '/v2/auditlogs/:account';
const common = {
  surface: 'hub',
  method: 'GET',
  credential: 'organization-bearer',
  organizationScope: 'scope-activity-read',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const params = z.strictObject({ account: z.string().max(100) });

/** RFC 3339. Events have a time of `from` or later, and before `to`. */
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();

/** `name` is the name of the event's subject, and `actor` the name of who did it. */
const logQuery = z.strictObject({
  ...hubPagingQuery,
  page_size: z.coerce.number().int().min(1).max(100).default(25),
  /** Either our name of the action, or Docker Hub's. */
  action: z
    .enum([...AUDIT_ACTION_NAMES, ...HUB_ACTION_NAMES])
    .transform(actionNamed)
    .optional(),
  name: z.string().max(300).optional(),
  actor: z.string().max(100).optional(),
  from: time,
  to: time,
});

const hubAuditLogSchema = z.object({
  account: z.string(),
  action: z.string(),
  name: z.string(),
  actor: z.string(),
  data: z.record(z.string(), z.string()),
  timestamp: z.string(),
  action_description: z.string(),
});

const actionSchema = z.object({ name: z.string(), description: z.string(), label: z.string() });
const groupSchema = z.object({ actions: z.array(actionSchema), label: z.string() });
const hubAuditActionsSchema = z.object({ actions: z.record(z.string(), groupSchema) });

/** The account's own log, or an organization's log for its owners. */
export const hubAuditLogRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path,
    summary: 'List the events of your account, or of an organization that you own, newest first',
    request: { params, query: logQuery },
    answers: { 200: z.object({ logs: z.array(hubAuditLogSchema) }) },
    handle: async ({ services, caller, params: { account }, query }) => {
      const { action, name, actor, from, to } = query;
      const filter = { namespace: account, action, subjectName: name, actorName: actor, from, to };
      const isOwn = caller.type === 'account' && caller.account.name === account;
      const { items } = await listAuditEvents(services, caller, { ...filter, ...pageOf(query) });
      return { status: 200, body: { logs: items.map((event) => hubAuditLog(event, isOwn)) } };
    },
  }),
  defineRoute({
    ...common,
    path: `${path}/actions`,
    summary: 'List the actions that the log can be filtered by',
    request: { params, query: z.strictObject({}) },
    answers: { 200: hubAuditActionsSchema },
    handle: async ({ services, caller, params: { account } }) => {
      return { status: 200, body: hubAuditActions(await listAuditActions(services, caller, account)) };
    },
  }),
];

/** An event in the form that Docker Hub's clients read. All facts are texts. */
function hubAuditLog(event: AuditEvent, isOwn: boolean): z.input<typeof hubAuditLogSchema> {
  const { namespace, action, subject, actor, address, client, at } = event;
  return {
    account: namespace ?? '',
    action,
    name: subject.name,
    actor: actor.name,
    data: { ...textsOf(event.data), ...hubNameOf(action, isOwn), subject_id: subject.id, address, client },
    timestamp: isoTime(at),
    action_description: `${words(action)}: ${subject.name}, by ${actor.name}`,
  };
}

/** In the log of an account, no event belongs to an organization. */
function hubNameOf(action: AuditAction, isOwn: boolean): Record<string, string> {
  const name = hubActionOf(action);
  return name === undefined || (isOwn && name.startsWith('org.')) ? {} : { hub_action: name };
}

/** The actions, grouped by the part before the dot: our own, and those with a name in Docker Hub. */
function hubAuditActions(all: readonly AuditAction[]): z.input<typeof hubAuditActionsSchema> {
  const groups = Map.groupBy([...all, ...HUB_ACTION_NAMES], (action) => action.slice(0, action.indexOf('.')));
  const actions = [...groups].map(([group, members]) => [
    group,
    { label: capitalized(words(group)), actions: members.map(hubAuditAction) },
  ]);
  return { actions: Object.fromEntries(actions) };
}

function hubAuditAction(action: string): z.input<typeof actionSchema> {
  const label = capitalized(words(action));
  return { name: action, label, description: `Every "${words(action)}" of the account or organization` };
}

/** `team.member-added` becomes "team member added". */
function words(action: string): string {
  return action.replaceAll(/[._-]/g, ' ');
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function textsOf(data: AuditData): Record<string, string> {
  const texts = Object.entries(data).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts);
}
