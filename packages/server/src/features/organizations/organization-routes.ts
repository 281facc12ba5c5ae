import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { membershipSchema, organizationBody, organizationSchema, policyChangesSchema } from './organization-schema.ts';
import { createOrganization, listOrganizations, showOrganization } from './organizations.ts';
import { changeOrganizationPolicy } from './policy.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const organizationParams = z.strictObject({ organization: z.string().max(100) });

export const organizationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations',
    summary: 'List the organizations that you belong to, by name',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ organizations: z.array(membershipSchema) }) },
    handle: async ({ services, caller }) => {
      const memberships = await listOrganizations(services, caller);
      const organizations = memberships.map(({ organization, role }) => ({ ...organizationBody(organization), role }));
      return { status: 200, body: { organizations } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations',
    summary: 'Create an organization; you become its owner',
    csrf: 'origin',
    audit: ['organization.created'],
    request: { body: z.strictObject({ name: z.string().max(100) }) },
    answers: { 201: membershipSchema },
    handle: async ({ services, caller, body }) => {
      const organization = await createOrganization(services, caller, body);
      return { status: 201, body: { ...organizationBody(organization), role: 'owner' } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization',
    summary: 'Show an organization to its members',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: membershipSchema },
    handle: async ({ services, caller, params }) => {
      const { organization, role } = await showOrganization(services, caller, params.organization);
      return { status: 200, body: { ...organizationBody(organization), role } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/organizations/:organization/policy',
    summary: 'Change the policy of an organization; it applies to existing tokens too',
    scope: 'owner',
    csrf: 'origin',
    audit: ['organization.policy-changed'],
    request: { params: organizationParams, body: policyChangesSchema },
    answers: { 200: organizationSchema },
    handle: async ({ services, caller, params, body }) => {
      const organization = await changeOrganizationPolicy(services, caller, params.organization, body);
      return { status: 200, body: organizationBody(organization) };
    },
  }),
];
