import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';

/** RFC 3339 to milliseconds. */
const timeText = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** From `from` on, up to but not with `to`. */
export const auditCriteria = {
  namespace: z.string().max(100).optional(),
  action: z.enum(AUDIT_ACTION_NAMES).optional(),
  actorName: z.string().max(100).optional(),
  subjectId: z.string().max(64).optional(),
  from: timeText.optional(),
  to: timeText.optional(),
};

const partySchema = z.object({ type: z.string(), id: z.string(), name: z.string() });

export const eventSchema = z.object({
  sequence: z.number(),
  id: z.string(),
  at: z.string(),
  action: z.string(),
  actor: partySchema,
  subject: partySchema,
  namespace: z.string().nullable(),
  address: z.string(),
  client: z.string(),
  data: z.record(z.string(), z.unknown()),
  digest: z.string(),
});

export function eventBody({ previousDigest: _previousDigest, at, ...event }: ChainedAuditEvent) {
  return { ...event, at: isoTime(at) };
}
