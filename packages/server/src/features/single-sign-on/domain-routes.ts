import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { OrganizationDomain } from '../../store/records/single-sign-on/domains.ts';

import { addDomain, domainRecordOf, listDomains, removeDomain, verifyDomain } from './domains.ts';

const common = { surface: 'api', credential: 'account', scope: 'owner', rate: 'none', cache: 'no-store' } as const;
const organizationParams = z.strictObject({ organization: z.string().max(100) });
const domainParams = organizationParams.extend({ name: z.string().max(253) });

const domainSchema = z.object({
  name: z.string(),
  status: z.enum(['pending', 'verified']),
  /** The TXT record to set. */
  record: z.object({ name: z.string(), value: z.string() }),
  createdAt: z.string(),
  verifiedAt: z.string().nullable(),
});

export const domainRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/domains',
    summary: 'List the e-mail domains of an organization by name, for its owners',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: z.object({ domains: z.array(domainSchema) }) },
    handle: async ({ services, caller, params }) => {
      const domains = await listDomains(services, caller, params.organization);
      return { status: 200, body: { domains: domains.map(domainBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/domains',
    summary: 'Add an e-mail domain; the answer has the TXT record that proves it',
    csrf: 'origin',
    audit: ['domain.added'],
    request: { params: organizationParams, body: z.strictObject({ name: z.string().max(253) }) },
    answers: { 201: domainSchema },
    handle: async ({ services, caller, params, body }) => {
      const domain = await addDomain(services, caller, params.organization, body.name);
      return { status: 201, body: domainBody(domain) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/domains/:name/verify',
    summary: 'Look up the TXT record, and mark the domain as verified',
    csrf: 'origin',
    audit: ['domain.verified'],
    request: { params: domainParams },
    answers: { 200: domainSchema },
    handle: async ({ services, caller, params }) => {
      const domain = await verifyDomain(services, caller, params.organization, params.name);
      return { status: 200, body: domainBody(domain) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/domains/:name',
    summary: 'Remove a domain',
    csrf: 'origin',
    audit: ['domain.removed'],
    request: { params: domainParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeDomain(services, caller, params.organization, params.name);
      return { status: 204 };
    },
  }),
];

function domainBody(domain: OrganizationDomain): z.input<typeof domainSchema> {
  const { name, createdAt, verifiedAt } = domain;
  const status = verifiedAt === null ? 'pending' : 'verified';
  const times = { createdAt: isoTime(createdAt), verifiedAt: verifiedAt === null ? null : isoTime(verifiedAt) };
  return { name, status, record: { ...domainRecordOf(domain) }, ...times };
}
