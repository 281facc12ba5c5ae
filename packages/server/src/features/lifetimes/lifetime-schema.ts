import { DomainError } from '@lanyard/core/domain-error';
import { ANNOUNCED_RULES } from '@lanyard/core/lifetimes/announced-rules';
import { isPatternOfOwner } from '@lanyard/core/repositories/repository';
import type { Grant } from '@lanyard/core/tokens/grant';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { ListedExemption } from '../../store/records/lifetimes/rule-exemptions.ts';
import { tokenStopBody, tokenStopSchema } from '../tokens/token-schema.ts';
import type { NewExemption } from './exemptions.ts';
import type { ListedStop } from './list-stops.ts';

export const stopListSchema = z.object({ stops: z.array(tokenStopSchema.extend({ tokenId: z.string() })) });

export function stopListBody(stops: readonly ListedStop[], now: number): z.input<typeof stopListSchema> {
  return { stops: stops.map((stop) => tokenStopBody(stop, now)) };
}

export const exemptionSchema = z.object({
  rule: z.enum(ANNOUNCED_RULES),
  /** A token's id, or that of an account: with it the exemption is ended. */
  subject: z.string(),
  type: z.enum(['token', 'member']),
  holder: z.string(),
  /** Of a token, as its holder wrote it; null where it is also for something else than this organization (decision 32). */
  description: z.string().nullable(),
  reason: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  endsAt: z.string(),
  isOver: z.boolean(),
});

export function exemptionBody(
  { rule, subjectId, tokenId, holder, description, grants, reason, at, madeBy, endsAt }: ListedExemption,
  organization: string,
  now: number,
): z.input<typeof exemptionSchema> {
  return {
    rule,
    subject: subjectId,
    type: tokenId === null ? 'member' : 'token',
    holder,
    description: isOnlyHere(grants, organization) ? description : null,
    reason,
    createdAt: isoTime(at),
    createdBy: madeBy,
    endsAt: isoTime(endsAt),
    isOver: endsAt <= now,
  };
}

function isOnlyHere(grants: string | null, organization: string): boolean {
  const all = JSON.parse(grants ?? '[]') as readonly Grant[];
  return all.every((grant) => grant.type === 'repository' && isPatternOfOwner(grant.pattern, organization));
}

/** Exactly one of `token` and `member`. */
export const newExemptionSchema = z.strictObject({
  rule: z.enum(ANNOUNCED_RULES),
  token: z.string().max(64).optional(),
  member: z.string().max(100).optional(),
  /** The holder reads it. */
  reason: z.string().max(1_000),
  endsAt: z.iso.datetime({ offset: true }),
});

/** Errors: `invalid-input`. */
export function newExemption({ token, member, endsAt, ...rest }: z.output<typeof newExemptionSchema>): NewExemption {
  const kept = { ...rest, endsAt: Date.parse(endsAt) };
  if (token !== undefined && member === undefined) return { ...kept, token };
  if (member !== undefined && token === undefined) return { ...kept, member };
  throw new DomainError('invalid-input', { field: 'member', reason: 'must be there, or a token, and not both' });
}
