import { describeClient } from '@lanyard/core/command-lines/client-label';
import { TOKEN_STOP_RULES } from '@lanyard/core/lifetimes/token-stops';
import { ACTIONS } from '@lanyard/core/repositories/repository';
import {
  type AccessToken,
  TOKEN_KIND_NAMES,
  TOKEN_ORIGINS,
  TOKEN_STATUSES,
  tokenStatus,
} from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { namedRepositoryScopes } from '@lanyard/core/tokens/hub-grants';
import { ORGANIZATION_SCOPE_NAMES } from '@lanyard/core/tokens/organization-scope';
import { REPOSITORY_SCOPE_NAMES } from '@lanyard/core/tokens/repository-scope';
import { z } from 'zod';
import { clientSchema, isoTime, pagingQuery } from '../../http/api-schema.ts';
import type { TokenStopThere } from './stops-of-token.ts';

const repositoryGrant = z.strictObject({
  type: z.literal('repository').default('repository'),
  pattern: z.string().max(255),
  actions: z.array(z.enum(ACTIONS)).min(1).max(ACTIONS.length),
  visibility: z.enum(['any', 'public']).default('any'),
});

const catalogGrant = z.strictObject({ type: z.literal('catalog') });

const grantSchema = z.union([catalogGrant, repositoryGrant]);

/** Null if the token needs all that it has, or is too new. */
export const narrowerGrantsSchema = z.object({ grants: z.array(grantSchema).nullable() });

/** Times are in RFC 3339 format and UTC, or null. */
export const tokenSchema = z.object({
  id: z.string(),
  description: z.string(),
  kind: z.enum(TOKEN_KIND_NAMES),
  origin: z.enum(TOKEN_ORIGINS),
  status: z.enum(TOKEN_STATUSES),
  grants: z.array(grantSchema),
  /** What an organization's token may do with the organization itself, by Docker Hub's names. */
  organizationScopes: z.array(z.enum(ORGANIZATION_SCOPE_NAMES)),
  /** What it may do with repositories over Docker Hub's interface, besides images. */
  repositoryScopes: z.array(z.object({ path: z.string(), scopes: z.array(z.enum(REPOSITORY_SCOPE_NAMES)) })),
  createdAt: z.string(),
  /** The account that created it. Null if the server's operator did, or if that is unknown. */
  createdBy: z.string().nullable(),
  /** The command-line login that created it. Null if a browser, another program or the operator did. */
  commandLineId: z.string().nullable(),
  createdFrom: z.object({ address: z.string(), client: z.string() }),
  /** The program behind an auto-generated token, according to its User-Agent. Null for a manual token. */
  signedInWith: clientSchema.nullable(),
  expiresAt: z.string().nullable(),
  lastUsed: z.object({ at: z.string(), address: z.string(), client: z.string() }).nullable(),
});

/** Where a rule of an organization stops a token. */
export const tokenStopSchema = z.object({
  organization: z.string(),
  rule: z.enum(TOKEN_STOP_RULES),
  /** The value of the rule. */
  seconds: z.number(),
  /** When it stops; null where it is stopped. */
  at: z.string().nullable(),
  /** Of an auto-generated token: it stops when it is so old, and another sign-in gets the next one. */
  isByAge: z.boolean(),
});

/** Where rules of organizations stop the token, or will within 30 days. */
export const stopsSchema = z.array(tokenStopSchema);

export const tokenListQuery = z.strictObject({
  ...pagingQuery,
  origin: z.enum(TOKEN_ORIGINS).optional(),
  status: z.enum(TOKEN_STATUSES).optional(),
  /** `true` finds tokens with a grant for push without pull. No client can upload with such a grant. */
  pushWithoutPull: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** A part of the description, of a repository in its grants, or of the program that created or last used it. */
  search: z.string().max(100).optional(),
  sort: z.enum(['created', 'lastUsed', 'description', 'expires']).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
});

export const tokenListSchema = z.object({
  total: z.number(),
  /** How many tokens that match the filter have each status. `pushWithoutPull` counts all tokens of the owner. */
  counts: z.object({ active: z.number(), inactive: z.number(), expired: z.number(), pushWithoutPull: z.number() }),
  tokens: z.array(tokenSchema),
});

export const createTokenBody = z.strictObject({
  description: z.string(),
  grants: z.array(grantSchema),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

export const changeTokenBody = z.strictObject({
  description: z.string().optional(),
  active: z.boolean().optional(),
  /** Replaces all grants. To add rights, the caller needs a fresh sign-in. */
  grants: z.array(grantSchema).optional(),
  /** Must be earlier than the current expiry. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});

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
    grants: token.grants.map(grantBody),
    organizationScopes: [...(token.organizationScopes ?? [])],
    repositoryScopes: namedRepositoryScopes(token.hubResources).map(({ path, scopes }) => ({
      path,
      scopes: [...scopes],
    })),
    createdAt: isoTime(token.createdAt),
    createdBy: token.createdBy,
    commandLineId: token.commandLineId,
    createdFrom: { address: token.createdAddress, client: token.createdClient },
    signedInWith: token.origin === 'auto' ? { ...describeClient(token.createdClient) } : null,
    expiresAt: token.expiresAt === null ? null : isoTime(token.expiresAt),
    lastUsed: lastUsedBody(token),
  };
}

export function tokenStopBody<Stop extends TokenStopThere>(stop: Stop, now: number) {
  return { ...stop, at: stop.at <= now ? null : isoTime(stop.at) };
}

function lastUsedBody({ lastUsedAt, lastUsedAddress, lastUsedClient }: AccessToken) {
  if (lastUsedAt === null) return null;
  return { at: isoTime(lastUsedAt), address: lastUsedAddress ?? '', client: lastUsedClient ?? '' };
}

export function grantBody(grant: Grant): z.input<typeof grantSchema> {
  return grant.type === 'catalog' ? grant : { ...grant, actions: [...grant.actions] };
}
