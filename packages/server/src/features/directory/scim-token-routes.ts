import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { createScimToken, deleteScimToken } from './scim-token.ts';

const common = {
  surface: 'api',
  credential: 'account',
  scope: 'owner',
  csrf: 'origin',
  rate: 'none',
  cache: 'no-store',
  path: '/api/organizations/:organization/scim-token',
} as const;
const organizationParams = z.strictObject({ organization: z.string().max(100) });

export const scimTokenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'POST',
    summary: 'Create the SCIM token of an organization; the old one stops working',
    audit: ['scim-token.created'],
    request: { params: organizationParams },
    answers: { 201: z.object({ secret: z.string(), baseUrl: z.string() }) },
    handle: async ({ services, caller, params: { organization } }) => {
      const secret = await createScimToken(services, caller, organization);
      const baseUrl = `${services.publicUrl}/scim/v2/organizations/${organization}`;
      return { status: 201, body: { secret: secret.reveal(), baseUrl } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    summary: 'Delete the SCIM token of an organization',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['scim-token.deleted'],
    request: { params: organizationParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await deleteScimToken(services, caller, params.organization);
      return { status: 204 };
    },
  }),
];
