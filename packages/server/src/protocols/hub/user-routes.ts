import { z } from 'zod';
import { requireSignedIn } from '../../features/access/permissions.ts';
import { listOrganizations } from '../../features/organizations/organizations.ts';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubListQuery, hubPageBody, hubPageSchema, pageOf } from './hub-surface.ts';
import { hubUser, hubUserSchema } from './hub-user.ts';
import { hubOrganization, hubOrganizationSchema } from './organization-routes.ts';

const common = {
  surface: 'hub',
  method: 'GET',
  credential: 'bearer',
  scope: 'own',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

/** hub-tool shows this number as "unlimited". */
const UNLIMITED = 9999;
const planSchema = z.object({
  name: z.string(),
  legacy: z.boolean(),
  seats: z.number(),
  private_repos: z.number(),
  teams: z.number(),
  collaborators: z.number(),
  parallel_builds: z.number(),
});
const UNLIMITED_PLAN: z.input<typeof planSchema> = {
  name: 'self-hosted',
  legacy: false,
  seats: UNLIMITED,
  private_repos: UNLIMITED,
  teams: UNLIMITED,
  collaborators: UNLIMITED,
  parallel_builds: UNLIMITED,
};

/** The caller's own account, and its organizations. */
export const hubUserRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/v2/user',
    summary: 'Show your account',
    request: {},
    answers: { 200: hubUserSchema.extend({ email: z.string(), is_admin: z.boolean(), date_joined: z.string() }) },
    handle: async ({ caller }) => {
      requireSignedIn(caller);
      const { id, name, email, isAdministrator, createdAt } = caller.account;
      const user = hubUser({ accountId: id, accountName: name });
      return { status: 200, body: { ...user, email, is_admin: isAdministrator, date_joined: isoTime(createdAt) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/v2/user/orgs',
    summary: 'List the organizations that you belong to',
    request: { query: hubListQuery({}) },
    answers: { 200: hubPageSchema(hubOrganizationSchema) },
    handle: async ({ services, caller, query }) => {
      const all = await listOrganizations(services, caller);
      const { page, pageSize } = pageOf(query);
      const shown = all.slice((page - 1) * pageSize, page * pageSize).map(hubOrganization);
      const url = `${services.publicUrl}/v2/user/orgs`;
      return { status: 200, body: hubPageBody(shown, { url, query, total: all.length }) };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/billing/v4/accounts/:id/hub-plan',
    summary: 'Say that no plan limits an account: hub-tool asks for one before it shows an account',
    request: { params: z.strictObject({ id: z.string().max(64) }) },
    answers: { 200: planSchema },
    handle: async ({ caller }) => {
      requireSignedIn(caller);
      return { status: 200, body: UNLIMITED_PLAN };
    },
  }),
];
