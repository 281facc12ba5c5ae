import { actionsOfRight, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';

/**
 * The fields of a repository that Docker Hub's clients read. Facts that this server does not know (stars, pulls, sizes,
 * media types) are left out, because an invented number would be worse.
 */
export const hubRepositorySchema = z.object({
  name: z.string(),
  namespace: z.string(),
  hub_user: z.string(),
  repository_type: z.literal('image'),
  status: z.literal(1),
  status_description: z.literal('active'),
  description: z.string(),
  is_private: z.boolean(),
  /** When its record was last changed. A push does not change it. */
  last_updated: z.string(),
  date_registered: z.string(),
});

export const hubRepositoryInfoSchema = hubRepositorySchema.extend({
  full_description: z.string(),
  permissions: z.object({ read: z.boolean(), write: z.boolean(), admin: z.boolean() }),
  immutable_tags_settings: z.object({ enabled: z.boolean(), rules: z.array(z.string()) }),
});

export function hubRepository(repository: Repository): z.input<typeof hubRepositorySchema> {
  const { namespace, name, description, visibility, createdAt, changedAt } = repository;
  return {
    name,
    namespace,
    hub_user: namespace,
    repository_type: 'image',
    status: 1,
    status_description: 'active',
    description,
    is_private: visibility === 'private',
    last_updated: isoTime(changedAt ?? createdAt),
    date_registered: isoTime(createdAt),
  };
}

/** With the actions that the caller may do. Anybody who can see it can pull. */
export function hubRepositoryInfo(
  repository: Repository,
  right: RepositoryRight | null,
): z.input<typeof hubRepositoryInfoSchema> {
  const actions = actionsOfRight(right ?? 'read');
  const permissions = { read: true, write: actions.includes('push'), admin: right === 'admin' };
  const { fullDescription: full_description, immutableTags } = repository;
  const immutable_tags_settings = { enabled: immutableTags !== null, rules: [...(immutableTags ?? [])] };
  return { ...hubRepository(repository), full_description, permissions, immutable_tags_settings };
}
