import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { hubResourcesOfGrants } from '@lanyard/core/tokens/hub-resource';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { hubExpiry } from './hub-token.ts';

/** `TYPE_REPO` and an image scope alone have a meaning here; which is wrong is core's to say. */
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
  /** At creation alone. */
  token: z.string().optional(),
});

/** A token of an organization as Docker Hub's clients read it; `secret` at creation, and never again (R18). */
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
