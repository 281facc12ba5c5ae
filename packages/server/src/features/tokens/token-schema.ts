import { describeClient } from '@lanyard/core/command-lines/client-label';
import { ACTIONS } from '@lanyard/core/repositories/repository';
import {
  type AccessToken,
  TOKEN_KIND_NAMES,
  TOKEN_ORIGINS,
  TOKEN_STATUSES,
  tokenStatus,
} from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { clientSchema, isoTime, pagingQuery } from '../../http/api-schema.ts';

const repositoryGrant = z.strictObject({
  type: z.literal('repository').default('repository'),
  pattern: z.string().max(255),
  actions: z.array(z.enum(ACTIONS)).min(1).max(ACTIONS.length),
  visibility: z.enum(['any', 'public']).default('any'),
});

const catalogGrant = z.strictObject({ type: z.literal('catalog') });

const grantSchema = z.union([catalogGrant, repositoryGrant]);

/** Times are RFC 3339 in UTC; null where there is none. */
export const tokenSchema = z.object({
  id: z.string(),
  description: z.string(),
  kind: z.enum(TOKEN_KIND_NAMES),
  origin: z.enum(TOKEN_ORIGINS),
  status: z.enum(TOKEN_STATUSES),
  grants: z.array(grantSchema),
  createdAt: z.string(),
  /** The name of the account that made it; null where the server's operator did, or where it is not known. */
  createdBy: z.string().nullable(),
  createdFrom: z.object({ address: z.string(), client: z.string() }),
  /** The program behind an auto-generated token, as its User-Agent says; null for a manual one. */
  signedInWith: clientSchema.nullable(),
  expiresAt: z.string().nullable(),
  lastUsed: z.object({ at: z.string(), address: z.string(), client: z.string() }).nullable(),
});

export const tokenListQuery = z.strictObject({
  ...pagingQuery,
  origin: z.enum(TOKEN_ORIGINS).optional(),
  status: z.enum(TOKEN_STATUSES).optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(['created', 'lastUsed', 'description', 'expires']).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
});

export const tokenListSchema = z.object({
  total: z.number(),
  counts: z.object({ active: z.number(), inactive: z.number(), expired: z.number() }),
  tokens: z.array(tokenSchema),
});

export const createTokenBody = z.strictObject({
  description: z.string(),
  grants: z.array(grantSchema),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

export const changeTokenBody = z.strictObject({ description: z.string().optional(), active: z.boolean().optional() });

const usageRow = z.object({
  day: z.string(),
  registry: z.string(),
  repository: z.string().nullable(),
  actions: z.string(),
  address: z.string(),
  client: z.string(),
  count: z.number(),
  lastAt: z.string(),
});

export const usageSchema = z.object({ total: z.number(), usage: z.array(usageRow) });

export const usageSummarySchema = z.object({
  from: z.string(),
  to: z.string(),
  days: z.array(z.object({ day: z.string(), count: z.number() })),
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
