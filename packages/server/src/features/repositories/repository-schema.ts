import { formatRepositoryName } from '@lanyard/core/repositories/repository-name';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Repository } from '../../store/records/repositories.ts';

export const visibilitySchema = z.enum(['public', 'private']);
export const rightSchema = z.enum(['read', 'write', 'admin']);

/** `namespace/name`; names hold slashes, which proxies mangle in paths, so it goes in the query. */
export const repositoryText = z.string().max(255);

export const repositorySchema = z.object({ name: z.string(), visibility: visibilitySchema, createdAt: z.string() });

export function repositoryBody(repository: Repository): z.input<typeof repositorySchema> {
  const { visibility, createdAt } = repository;
  return { name: formatRepositoryName(repository), visibility, createdAt: isoTime(createdAt) };
}
