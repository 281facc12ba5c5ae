import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { hubResourcesOfGrants, hubScopesOfGrants } from '@lanyard/core/tokens/hub-grants';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';

export const hubTokenSchema = z.object({
  uuid: z.string(),
  client_id: z.string(),
  creator_ip: z.string(),
  creator_ua: z.string(),
  created_at: z.string(),
  last_used: z.string().nullable(),
  generated_by: z.enum(['manual', 'auto']),
  is_active: z.boolean(),
  token: z.string(),
  token_label: z.string(),
  scopes: z.array(z.string()),
  expires_at: z.string().nullable(),
});

/**
 * A token in the form that Docker Hub's clients read. It contains the secret at creation, and is empty afterwards
 * (R18).
 */
export function hubToken(token: AccessToken, secret = ''): z.input<typeof hubTokenSchema> {
  return {
    uuid: token.id,
    client_id: '',
    creator_ip: token.createdAddress,
    creator_ua: token.createdClient,
    created_at: isoTime(token.createdAt),
    last_used: token.lastUsedAt === null ? null : isoTime(token.lastUsedAt),
    generated_by: token.origin,
    is_active: token.deactivatedAt === null,
    token: secret,
    token_label: token.description,
    scopes: [...(token.hubScopes ?? hubScopesOfGrants(token.grants))],
    expires_at: hubExpiry(token),
  };
}

/** Exactly as the client sent it, because Terraform's provider sees any other spelling as a change. */
function hubExpiry({ expiresAt, expiresAtText }: AccessToken): string | null {
  if (expiresAt === null) return null;
  return expiresAtText ?? isoTime(expiresAt);
}

/** Only `TYPE_REPO` and image scopes have a meaning here. Core says what is wrong with others. */
export const hubResourceSchema = z.strictObject({
  type: z.string().max(64),
  path: z.string().max(255),
  scopes: z.array(z.string().max(64)).max(20),
});

export const hubOrganizationTokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string(),
  created_by: z.string(),
  is_active: z.boolean(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  resources: z.array(hubResourceSchema),
  /** Only at creation. */
  token: z.string().optional(),
});

/**
 * An organization's token in the form that Docker Hub's clients read. It contains the `secret` only at creation (R18).
 */
export function hubOrganizationToken(
  token: AccessToken,
  organization: string,
  secret?: string,
): z.input<typeof hubOrganizationTokenSchema> {
  const resources = token.hubResources ?? hubResourcesOfGrants(token.grants, organization);
  return {
    id: token.id,
    label: token.description,
    description: token.hubDescription ?? '',
    created_by: token.createdBy ?? '',
    is_active: token.deactivatedAt === null,
    created_at: isoTime(token.createdAt),
    expires_at: hubExpiry(token),
    last_used_at: token.lastUsedAt === null ? null : isoTime(token.lastUsedAt),
    resources: resources.map((resource) => ({ ...resource, scopes: [...resource.scopes] })),
    ...(secret !== undefined && { token: secret }),
  };
}

/** RFC 3339. An empty text, null or a missing field means a token without expiry. */
export const hubExpiryText = z.union([z.iso.datetime({ offset: true }), z.literal('')]).nullish();

/** Milliseconds since the epoch, and the text that the client sent, because the client compares it byte by byte. */
export function expiryOf(text: z.output<typeof hubExpiryText>) {
  return text ? { expiresAt: Date.parse(text), expiresAtText: text } : { expiresAt: null };
}
