import { AUDIT_ACTION_NAMES, AUDIT_ACTIONS, type AuditAction } from '../audit/audit-event.ts';

/**
 * The newest signed checkpoint of the audit log. A receiver that keeps it notices when the log is cut. A webhook gets it
 * only if it is chosen by its name, because it comes each minute.
 */
export const CHECKPOINT_EVENT = 'audit-log.checkpoint';

/** What a webhook can get: audit events by their actions, and checkpoints. */
export type WebhookEvent = AuditAction | typeof CHECKPOINT_EVENT;
export const WEBHOOK_EVENTS: readonly WebhookEvent[] = [...AUDIT_ACTION_NAMES, CHECKPOINT_EVENT];

export const CHECKPOINT_LABEL = 'Checkpoint of the audit log, each minute';

/** For pages. The type of a delivery can also be of another version of the server, or a test. */
export function webhookEventLabel(type: string): string | undefined {
  if (type === CHECKPOINT_EVENT) return CHECKPOINT_LABEL;
  return Object.hasOwn(AUDIT_ACTIONS, type) ? AUDIT_ACTIONS[type as AuditAction].label : undefined;
}

const MINUTE_MILLISECONDS = 60_000;
const MANY_EVENTS = 1000;

/** The last checkpoint that was sent to a webhook, or that waits for it. */
export interface LastCheckpoint {
  readonly size: number;
  readonly createdAt: number;
  readonly isWaiting: boolean;
}

/**
 * Whether a webhook gets a checkpoint of a log with this many events: after each minute or 1,000 events, if there is
 * something new. While one waits for a receiver that does not answer, no other is added.
 */
export function isCheckpointDue(last: LastCheckpoint | undefined, size: number, now: number): boolean {
  if (!last) return size > 0;
  if (last.isWaiting || size <= last.size) return false;
  return size - last.size >= MANY_EVENTS || now - last.createdAt >= MINUTE_MILLISECONDS;
}
