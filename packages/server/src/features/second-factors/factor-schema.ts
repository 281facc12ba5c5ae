import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { SecondFactor } from '../../store/records/second-factors/second-factors.ts';
import type { AddedFactor } from './factors.ts';

/** WebAuthn's JSON. Only the browser's own functions and the library read it. */
export const webAuthnSchema = z.record(z.string(), z.unknown());

export const factorName = z.string().max(400);
export const factorParams = z.strictObject({ id: z.string().max(64) });

export const factorSchema = z.object({
  id: z.string(),
  type: z.enum(['totp', 'passkey']),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

export const factorListSchema = z.object({
  factors: z.array(factorSchema),
  recoveryCodesLeft: z.number().int(),
  /** The organizations that require a factor while the account has none. */
  requiredBy: z.array(z.string()),
});

export const recoveryCodesSchema = z.array(z.string());
/** Recovery codes are shown once, together with the first factor. */
export const addedSchema = z.object({ factor: factorSchema, recoveryCodes: recoveryCodesSchema.nullable() });

export function factorBody({ id, type, name, createdAt, lastUsedAt }: SecondFactor): z.input<typeof factorSchema> {
  return {
    id,
    type,
    name,
    createdAt: isoTime(createdAt),
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
  };
}

export function addedBody({ factor, recoveryCodes }: AddedFactor): z.input<typeof addedSchema> {
  return { factor: factorBody(factor), recoveryCodes: recoveryCodes?.map((code) => code.reveal()) ?? null };
}
