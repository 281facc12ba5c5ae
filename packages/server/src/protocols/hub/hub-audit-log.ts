import type { AuditAction, AuditData, AuditEvent } from '@lanyard/core/audit/audit-event';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';

export const hubAuditLogSchema = z.object({
  account: z.string(),
  action: z.string(),
  name: z.string(),
  actor: z.string(),
  data: z.record(z.string(), z.string()),
  timestamp: z.string(),
  action_description: z.string(),
});

/** An event as Docker Hub's clients read it: all of its facts are texts. */
export function hubAuditLog(event: AuditEvent): z.input<typeof hubAuditLogSchema> {
  const { namespace, action, subject, actor, address, client, at } = event;
  return {
    account: namespace ?? '',
    action,
    name: subject.name,
    actor: actor.name,
    data: { ...textsOf(event.data), subject_id: subject.id, address, client },
    timestamp: isoTime(at),
    action_description: `${words(action)}: ${subject.name}, by ${actor.name}`,
  };
}

const actionSchema = z.object({ name: z.string(), description: z.string(), label: z.string() });
const groupSchema = z.object({ actions: z.array(actionSchema), label: z.string() });
export const hubAuditActionsSchema = z.object({ actions: z.record(z.string(), groupSchema) });

/** The actions by what they are about: the part before the dot. */
export function hubAuditActions(all: readonly AuditAction[]): z.input<typeof hubAuditActionsSchema> {
  const groups = Map.groupBy(all, (action) => action.slice(0, action.indexOf('.')));
  const actions = [...groups].map(([group, members]) => [
    group,
    { label: capitalized(words(group)), actions: members.map(hubAuditAction) },
  ]);
  return { actions: Object.fromEntries(actions) };
}

function hubAuditAction(action: AuditAction): z.input<typeof actionSchema> {
  const label = capitalized(words(action));
  return { name: action, label, description: `Every "${words(action)}" of the account or organization` };
}

/** `team.member-added`: team member added. */
function words(action: string): string {
  return action.replaceAll(/[.-]/g, ' ');
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
