import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import { knowsImages, listTags, type ShownTag, showTag } from '../../features/images/show-images.ts';
import { showRepository } from '../../features/repositories/repositories.ts';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Image } from '../../store/records/images/images.ts';
import { hubListQuery, hubPageBody, hubPageSchema, hubSearch, pageOf } from './hub-surface.ts';
import { fullNameOf, repositoryAddress, repositoryParams } from './repository-routes.ts';

const common = {
  surface: 'hub',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

/** The facts that this server knows about an image. Others are left out, as for repositories. */
const hubTagSchema = z.object({
  name: z.string(),
  images: z.array(
    z.object({
      architecture: z.string(),
      os: z.string(),
      variant: z.string().nullable(),
      digest: z.string(),
      size: z.number(),
      status: z.literal('active'),
      last_pulled: z.string().nullable(),
      last_pushed: z.string().nullable(),
    }),
  ),
  last_updated: z.string(),
  last_updater_username: z.string(),
  full_size: z.number(),
  v2: z.literal(true),
  tag_status: z.literal('active'),
  tag_last_pulled: z.string().nullable(),
  tag_last_pushed: z.string().nullable(),
  media_type: z.string(),
  content_type: z.enum(['image', 'unrecognized']),
  digest: z.string(),
});

const tagParams = repositoryParams.extend({ tag: z.string().max(128) });

const offered: readonly Route[] = [
  defineRoute({
    ...common,
    ...repositoryAddress('/tags'),
    method: 'GET',
    credential: 'organization-bearer',
    repositoryScope: 'scope-tag-read',
    summary: 'List the tags of a repository, where this server knows the images of a registry',
    request: {
      params: repositoryParams,
      query: hubListQuery({ name: hubSearch, ordering: z.literal('last_updated').optional() }),
    },
    answers: { 200: hubPageSchema(hubTagSchema) },
    handle: async ({ services, caller, params, query }) => {
      const repository = fullNameOf(params);
      const page = { ...pageOf(query), search: query.name };
      const { total, items, isConnected } = await listTags(services, caller, repository, page);
      if (!isConnected) throw notOffered('tags');
      const url = `${services.publicUrl}/v2/namespaces/${params.namespace}/repositories/${params.repository}/tags`;
      return { status: 200, body: hubPageBody(items.map(hubTag), { url, query, total }) };
    },
  }),
  defineRoute({
    ...common,
    ...repositoryAddress('/tags/:tag'),
    method: 'GET',
    credential: 'organization-bearer',
    repositoryScope: 'scope-tag-read',
    summary: 'Show a tag of a repository, where this server knows the images of a registry',
    request: { params: tagParams },
    answers: { 200: hubTagSchema },
    handle: async ({ services, caller, params }) => {
      const repository = fullNameOf(params);
      await showRepository(services, caller, repository, 'scope-tag-read');
      if (!(await knowsImages(services))) throw notOffered('tags');
      return { status: 200, body: hubTag(await showTag(services, caller, repository, params.tag)) };
    },
  }),
];

/** The registry stores the images, so it deletes them, and it decides whether a tag can be pushed again. */
const NOT_OFFERED = [
  { method: 'DELETE', rest: '/tags/:tag', what: 'tags' },
  { method: 'POST', rest: '/immutabletags/verify', what: 'immutable tags' },
] as const;

const params = repositoryParams.extend({ tag: z.string().max(128).optional() });

const notServed: readonly Route[] = NOT_OFFERED.map(({ method, rest, what }) =>
  defineRoute({
    ...common,
    ...repositoryAddress(rest),
    method,
    summary: `Change ${what} of a repository: not offered here, the registry has them`,
    request: { params },
    answers: { 404: z.unknown() },
    handle: async ({ services, caller, params }) => {
      await showRepository(services, caller, fullNameOf(params));
      throw notOffered(what);
    },
  }),
);

export const hubTagRoutes: readonly Route[] = [...offered, ...notServed];

function notOffered(what: string): DomainError {
  return new DomainError('not-offered', { what, instead: 'ask the registry, which keeps the images' });
}

function hubTag({ tag, taggedAt, image, children, pushed, pulledAt }: ShownTag): z.input<typeof hubTagSchema> {
  const pushedAt = pushed ? isoTime(pushed.at) : null;
  const pulled = pulledAt === null ? null : isoTime(pulledAt);
  const times = { last_pulled: pulled, last_pushed: pushedAt };
  const listed = children.flatMap((child) => (child.image?.kind === 'image' ? [child.image] : []));
  const images = (image.kind === 'index' ? listed : [image]).map((one) => ({ ...hubImage(one), ...times }));
  return {
    name: tag,
    images,
    last_updated: pushedAt ?? isoTime(taggedAt),
    last_updater_username: pushed?.holder ?? '',
    full_size: images[0]?.size ?? 0,
    v2: true,
    tag_status: 'active',
    tag_last_pulled: pulled,
    tag_last_pushed: pushedAt,
    media_type: image.mediaType,
    content_type: image.kind === 'artifact' ? 'unrecognized' : 'image',
    digest: image.digest,
  };
}

function hubImage({ digest, size, platform }: Image) {
  const { os = 'unknown', architecture = 'unknown', variant = null } = platform ?? {};
  return { architecture, os, variant, digest, size, status: 'active' } as const;
}
