import { describeClient } from '@lanyard/core/command-lines/client-label';
import { type AccessToken, tokenStatus } from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { clientSchema, isoTime } from '../../http/api-schema.ts';

const repositoryGrant = z.strictObject({
  type: z.literal('repository').default('repository'),
  pattern: z.string().max(255),
  actions: z
    .array(z.enum(['pull', 'push', 'delete']))
    .min(1)
    .max(3),
  visibility: z.enum(['any', 'public']).default('any'),
});

const catalogGrant = z.strictObject({ type: z.literal('catalog') });

export const grantSchema = z.union([catalogGrant, repositoryGrant]);

/** Times are RFC 3339 in UTC; null where there is none. */
export const tokenSchema = z.object({
  id: z.string(),
  description: z.string(),
  kind: z.enum(['pat', 'auto', 'oat']),
  origin: z.enum(['manual', 'auto']),
  status: z.enum(['active', 'inactive', 'expired']),
  grants: z.array(grantSchema),
  createdAt: z.string(),
  /** The name of the account that made it; null where the server's operator did, or where it is not known. */
  createdBy: z.string().nullable(),
  createdFrom: z.object({ address: z.string(), client: z.string() }),
  /** The program behind an auto-generated token, as its User-Agent told; null for a manual one. */
  signedInWith: clientSchema.nullable(),
  expiresAt: z.string().nullable(),
  lastUsed: z.object({ at: z.string(), address: z.string(), client: z.string() }).nullable(),
});

export function tokenBody(token: AccessToken, now: number): z.input<typeof tokenSchema> {
  return {
    id: token.id,
    description: token.description,
    kind: token.kind,
    origin: token.origin,
    status: tokenStatus(token, now),
    grants: token.grants.map((grant) => (grant.type === 'catalog' ? grant : { ...grant, actions: [...grant.actions] })),
    createdAt: isoTime(token.createdAt),
    createdBy: token.createdBy,
    createdFrom: { address: token.createdAddress, client: token.createdClient },
    signedInWith: token.origin === 'auto' ? { ...describeClient(token.createdClient) } : null,
    expiresAt: token.expiresAt === null ? null : isoTime(token.expiresAt),
    lastUsed: lastUsedBody(token),
  };
}

function lastUsedBody({ lastUsedAt, lastUsedAddress, lastUsedClient }: AccessToken) {
  if (lastUsedAt === null) return null;
  return { at: isoTime(lastUsedAt), address: lastUsedAddress ?? '', client: lastUsedClient ?? '' };
}
