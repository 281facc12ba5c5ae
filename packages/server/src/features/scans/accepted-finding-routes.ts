import { FINDING_KINDS } from '@lanyard/core/scans/image-measure';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { acceptFinding, endAcceptance, listAcceptedFindings } from './accept-finding.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'own',
  rate: 'none',
  cache: 'no-store',
  path: '/api/repository/accepted-findings',
} as const;

/** The repository, as `namespace/name`. */
const nameField = z.string().max(255);
const findingFields = {
  kind: z.enum(FINDING_KINDS),
  /** The signature, or the id of the vulnerability. Empty for what was not scanned. */
  finding: z.string().max(300),
  /** The file, or the package. */
  place: z.string().max(300),
};

export const acceptedFindingRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    summary: 'List the findings that are accepted in the images of a repository, by their end',
    csrf: 'none',
    audit: [],
    request: { query: z.strictObject({ ...pagingQuery, name: nameField }) },
    answers: {
      200: z.object({
        total: z.number(),
        findings: z.array(
          z.object({
            id: z.string(),
            ...findingFields,
            reason: z.string(),
            madeBy: z.string(),
            at: z.string(),
            endsAt: z.string(),
          }),
        ),
      }),
    },
    handle: async ({ services, caller, query: { name, ...page } }) => {
      const { total, items } = await listAcceptedFindings(services, caller, name, page);
      const findings = items.map(({ id, kind, name: finding, place, reason, madeBy, at, endsAt }) => {
        return { id, kind, finding, place, reason, madeBy, at: isoTime(at), endsAt: isoTime(endsAt) };
      });
      return { status: 200, body: { total, findings } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    summary: 'Accept a finding in the images of a repository, with a reason and an end within a year',
    csrf: 'origin',
    audit: ['finding.accepted'],
    request: {
      query: z.strictObject({ name: nameField }),
      body: z.strictObject({
        /** An image that has the finding. */
        digest: z.string().max(200),
        ...findingFields,
        reason: z.string().max(1000),
        endsAt: z.iso.datetime({ offset: true }),
      }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query, body }) => {
      const { digest, kind, finding, place, reason, endsAt } = body;
      const accepted = { digest, finding: { kind, name: finding, place }, reason, endsAt: Date.parse(endsAt) };
      await acceptFinding(services, caller, query.name, accepted);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    summary: 'End the acceptance of a finding: the policy applies to it again',
    csrf: 'origin',
    audit: ['finding.acceptance-ended'],
    request: { query: z.strictObject({ name: nameField, id: z.string().max(100) }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, query: { name, id } }) => {
      await endAcceptance(services, caller, name, id);
      return { status: 204 };
    },
  }),
];
