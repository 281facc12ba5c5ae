import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { hubScopesOfGrants } from '@lanyard/core/tokens/hub-scope';
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

/** A token as Docker Hub's clients read it; the secret is there at creation and empty ever after (R18). */
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

/** As it was given, byte by byte: Terraform's provider sees any other spelling as a change. */
export function hubExpiry({ expiresAt, expiresAtText }: AccessToken): string | null {
  if (expiresAt === null) return null;
  return expiresAtText ?? isoTime(expiresAt);
}
