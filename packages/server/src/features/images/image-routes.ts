import { IMAGE_VERDICTS } from '@lanyard/core/scans/verdict';
import { SEVERITIES } from '@lanyard/core/scans/vulnerability';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Image, ImageChild } from '../../store/records/images/images.ts';
import type { Layer } from '../../store/records/scans/layers.ts';
import { listTags, type Passed, type ShownImage, type ShownTag, showImage } from './show-images.ts';

const reading = {
  method: 'GET',
  surface: 'api',
  credential: 'account',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const verdictSchema = z.enum(IMAGE_VERDICTS);
const platformSchema = z.object({ os: z.string(), architecture: z.string(), variant: z.string().nullable() });
const imageFields = {
  digest: z.string(),
  /** An `index` lists a manifest for each platform. An `artifact` is not a container image. */
  kind: z.enum(['image', 'index', 'artifact']),
  mediaType: z.string(),
  artifactType: z.string().nullable(),
  /** In bytes: configuration and layers together. 0 for an index. */
  size: z.number(),
  verdict: verdictSchema,
};
const childSchema = z.object({
  digest: z.string(),
  platform: platformSchema.nullable(),
  /** Null if the registry does not have it. */
  size: z.number().nullable(),
  verdict: verdictSchema.nullable(),
});
const passedFields = {
  /** As the gate recorded it. Only those who govern the repository see who pushed. */
  pushed: z.object({ at: z.string(), holder: z.string().nullable(), tokenId: z.string().nullable() }).nullable(),
  pulledAt: z.string().nullable(),
};
const tagSchema = z.object({
  tag: z.string(),
  /** When this server saw that the tag names this digest. */
  seenAt: z.string(),
  registry: z.string(),
  ...imageFields,
  platform: platformSchema.nullable(),
  children: z.array(childSchema),
  ...passedFields,
});
const layerSchema = z.object({
  digest: z.string(),
  mediaType: z.string(),
  size: z.number(),
  verdict: verdictSchema,
  scannedAt: z.string().nullable(),
  /** The scanner and its signature database. */
  engine: z.string().nullable(),
  files: z.number().nullable(),
  infections: z.array(z.object({ path: z.string(), signature: z.string() })),
  infectionCount: z.number(),
  unscanned: z.array(z.object({ path: z.string(), reason: z.string() })),
  unscannedCount: z.number(),
  fault: z.string().nullable(),
});
const severityCountsSchema = z.record(z.enum(SEVERITIES), z.number());
const imageSchema = z.object({
  ...imageFields,
  platform: platformSchema.nullable(),
  tags: z.array(z.string()),
  children: z.array(childSchema),
  layers: z.array(layerSchema),
  referrers: z.array(z.object(imageFields)),
  /** Null for what is no container image. */
  vulnerabilities: z
    .object({
      /** Null before the first scan. */
      scannedAt: z.string().nullable(),
      /** The scanner and its database. */
      engine: z.string().nullable(),
      /** Why the last try failed. */
      fault: z.string().nullable(),
      counts: severityCountsSchema.nullable(),
      /** Those with a version that fixes them. */
      fixableCounts: severityCountsSchema.nullable(),
      hasSbom: z.boolean(),
    })
    .nullable(),
  ...passedFields,
});

const name = z.string().max(255);

export const imageRoutes: readonly Route[] = [
  defineRoute({
    ...reading,
    path: '/api/repository/tags',
    summary: 'List the tags of a repository with their images and scan results, newest first',
    request: { query: z.strictObject({ ...pagingQuery, name, search: z.string().max(128).optional() }) },
    answers: {
      200: z.object({
        total: z.number(),
        /** Whether any registry sends this server its events. */
        isConnected: z.boolean(),
        tags: z.array(tagSchema),
      }),
    },
    handle: async ({ services, caller, query: { name: repository, ...page } }) => {
      const { total, items, isConnected } = await listTags(services, caller, repository, page);
      return { status: 200, body: { total, isConnected, tags: items.map(tagBody) } };
    },
  }),
  defineRoute({
    ...reading,
    path: '/api/repository/image',
    summary: 'Show a manifest of a repository with its layers, their scan results, and the manifests that refer to it',
    request: { query: z.strictObject({ name, digest: z.string().max(200) }) },
    answers: { 200: imageSchema },
    handle: async ({ services, caller, query }) => {
      return { status: 200, body: imageBody(await showImage(services, caller, query.name, query.digest)) };
    },
  }),
];

function fieldsOf({ digest, kind, mediaType, artifactType, size, verdict }: Image) {
  return { digest, kind, mediaType, artifactType, size, verdict };
}

function childBody({ digest, platform, image }: ImageChild): z.input<typeof childSchema> {
  return {
    digest,
    platform: platform ?? image?.platform ?? null,
    size: image?.size ?? null,
    verdict: image?.verdict ?? null,
  };
}

function passedBody({ pushed, pulledAt }: Passed) {
  return {
    pushed: pushed && { at: isoTime(pushed.at), holder: pushed.holder, tokenId: pushed.tokenId },
    pulledAt: pulledAt === null ? null : isoTime(pulledAt),
  };
}

function tagBody(shown: ShownTag): z.input<typeof tagSchema> {
  const { tag, taggedAt, registry, image, children } = shown;
  const { platform } = image;
  const when = { seenAt: isoTime(taggedAt), ...passedBody(shown) };
  return { tag, registry, ...fieldsOf(image), platform, children: children.map(childBody), ...when };
}

function imageBody(shown: ShownImage): z.input<typeof imageSchema> {
  const { image, tags, children, layers, referrers } = shown;
  return {
    ...fieldsOf(image),
    platform: image.platform,
    tags: [...tags],
    children: children.map(childBody),
    layers: layers.map(layerBody),
    referrers: referrers.map(fieldsOf),
    vulnerabilities: vulnerabilitiesBody(shown.vulnerabilities),
    ...passedBody(shown),
  };
}

function vulnerabilitiesBody(shown: ShownImage['vulnerabilities']): z.input<typeof imageSchema>['vulnerabilities'] {
  if (!shown) return null;
  const { scan, report, hasSbom } = shown;
  const { scannedAt, engine, fault } = scan;
  return {
    scannedAt: scannedAt === null ? null : isoTime(scannedAt),
    engine,
    fault,
    counts: report && { ...report.counts },
    fixableCounts: report && { ...report.fixableCounts },
    hasSbom,
  };
}

function layerBody({
  digest,
  mediaType,
  size,
  verdict,
  scannedAt,
  engine,
  report,
}: Layer): z.input<typeof layerSchema> {
  return {
    digest,
    mediaType,
    size,
    verdict,
    scannedAt: scannedAt === null ? null : isoTime(scannedAt),
    engine,
    files: report?.files ?? null,
    infections: [...(report?.infections ?? [])],
    infectionCount: report?.infectionCount ?? 0,
    unscanned: [...(report?.unscanned ?? [])],
    unscannedCount: report?.unscannedCount ?? 0,
    fault: report?.fault ?? null,
  };
}
