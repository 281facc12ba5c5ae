import { IMAGE_VERDICTS } from '@lanyard/core/scans/verdict';
import { SEVERITIES, type Severity } from '@lanyard/core/scans/vulnerability';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listImagesOfVerdict, type SecurityOverview, showSecurity } from './show-security.ts';

const reading = {
  method: 'GET',
  surface: 'api',
  credential: 'account',
  scope: 'owner',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const params = z.strictObject({ organization: z.string().max(100) });
const verdictSchema = z.enum(IMAGE_VERDICTS);
const severitySchema = z.enum(SEVERITIES);
const overviewSchema = z.object({
  counts: z.record(verdictSchema, z.number()),
  /** Null if this server scans nothing. */
  engine: z
    .object({
      /** With its signature database. */
      version: z.string().nullable(),
      /** Since when this server has seen this version. */
      versionSince: z.string(),
      testedAt: z.string(),
      maximumFileBytes: z.number(),
      /** Why the scanner cannot be used now. */
      fault: z.string().nullable(),
      blindSpots: z.array(z.string()),
    })
    .nullable(),
  /** For the whole server, counted in layers. */
  progress: z
    .object({
      waiting: z.number(),
      outdated: z.number(),
      scanned: z.number(),
      scannedInLastHour: z.number(),
      oldestScanAt: z.string().nullable(),
    })
    .nullable(),
  vulnerabilities: z.object({
    /** Null if this server has no scanner for vulnerabilities. */
    engine: z
      .object({
        /** With its database. Null if it was never reached. */
        version: z.string().nullable(),
        versionSince: z.string(),
        fault: z.string().nullable(),
      })
      .nullable(),
    /** Scanned images by their most severe vulnerability. */
    counts: z.record(z.enum([...SEVERITIES, 'none']), z.number()),
    /** Images of the whole server that wait for a scan. */
    waiting: z.number(),
    scannedInLastHour: z.number(),
  }),
});

export const securityRoutes: readonly Route[] = [
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/security',
    summary: 'Show the scan results for the images of your organization, and what the scanner can scan',
    request: { params },
    answers: { 200: overviewSchema },
    handle: async ({ services, caller, params: { organization } }) => {
      return { status: 200, body: overviewBody(await showSecurity(services, caller, organization)) };
    },
  }),
  defineRoute({
    ...reading,
    path: '/api/organizations/:organization/security/images',
    summary: 'List the images of your organization with a verdict, newest first',
    request: {
      params,
      query: z.strictObject({
        ...pagingQuery,
        verdict: verdictSchema.default('infected'),
        /** Lists by the most severe vulnerability instead. */
        severity: severitySchema.optional(),
      }),
    },
    answers: {
      200: z.object({
        total: z.number(),
        images: z.array(
          z.object({
            repository: z.string(),
            digest: z.string(),
            kind: z.enum(['image', 'index', 'artifact']),
            seenAt: z.string(),
          }),
        ),
      }),
    },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const { total, items } = await listImagesOfVerdict(services, caller, organization, query);
      const images = items.map(({ repository, digest, kind, seenAt }) => ({
        repository,
        digest,
        kind,
        seenAt: isoTime(seenAt),
      }));
      return { status: 200, body: { total, images } };
    },
  }),
];

function overviewBody({ counts, engine, progress, vulnerabilities }: SecurityOverview): z.input<typeof overviewSchema> {
  return {
    counts: { ...counts },
    engine: engine && {
      version: engine.version,
      versionSince: isoTime(engine.versionSince),
      testedAt: isoTime(engine.testedAt),
      maximumFileBytes: engine.maximumFileBytes,
      fault: engine.fault,
      blindSpots: [...engine.blindSpots],
    },
    progress: progress && {
      ...progress,
      oldestScanAt: progress.oldestScanAt === null ? null : isoTime(progress.oldestScanAt),
    },
    vulnerabilities: vulnerabilitiesBody(vulnerabilities),
  };
}

function vulnerabilitiesBody({ engine, counts, waiting, scannedInLastHour }: SecurityOverview['vulnerabilities']) {
  const all = SEVERITIES.map((severity) => [severity, counts.get(severity) ?? 0] as const);
  return {
    engine: engine && {
      version: engine.version,
      versionSince: isoTime(engine.versionSince),
      fault: engine.fault,
    },
    counts: { ...Object.fromEntries(all), none: counts.get(null) ?? 0 } as Record<Severity | 'none', number>,
    waiting,
    scannedInLastHour,
  };
}
