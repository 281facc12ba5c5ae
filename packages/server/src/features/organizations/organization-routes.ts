import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  membershipBody,
  membershipSchema,
  memberTermsSchema,
  organizationBody,
  organizationSchema,
  policyChangesSchema,
  shownTermsBody,
  shownTermsSchema,
} from './organization-schema.ts';
import { createOrganization, listOrganizations, showOrganization } from './organizations.ts';
import { changeOrganizationPolicy } from './policy.ts';
import { acceptTerms, showTerms } from './terms.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const organizationParams = z.strictObject({ organization: z.string().max(100) });

export const organizationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations',
    summary: 'List the organizations that you belong to, by name',
    clientScope: 'account:read',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ organizations: z.array(membershipSchema) }) },
    handle: async ({ services, caller }) => {
      const memberships = await listOrganizations(services, caller);
      const now = services.clock.now();
      const organizations = memberships.map((membership) => membershipBody(membership, now));
      return { status: 200, body: { organizations } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations',
    rate: ['new-rows'],
    summary: 'Create an organization; you become its owner',
    csrf: 'origin',
    audit: ['organization.created'],
    request: { body: z.strictObject({ name: z.string().max(100) }) },
    answers: { 201: membershipSchema },
    handle: async ({ services, caller, body }) => {
      const membership = await createOrganization(services, caller, body);
      return { status: 201, body: membershipBody(membership, services.clock.now()) };
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
      const membership = await showOrganization(services, caller, params.organization);
      return { status: 200, body: membershipBody(membership, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: '/api/organizations/:organization/policy',
    summary: 'Change the policy; it applies at once, to existing tokens too, but what would stop some waits for a date',
    scope: 'owner',
    csrf: 'origin',
    rate: 'none',
    audit: [
      'organization.policy-changed',
      'organization.rule-announced',
      'organization.rule-withdrawn',
      'organization.rule-bound',
      'member.terms-accepted',
    ],
    request: { params: organizationParams, body: policyChangesSchema },
    answers: { 200: organizationSchema },
    handle: async ({ services, caller, params, body }) => {
      const { bindsFrom, ...rules } = body;
      const changes = { ...rules, bindsFrom: bindsFrom === undefined ? undefined : Date.parse(bindsFrom) };
      const organization = await changeOrganizationPolicy(services, caller, params.organization, changes);
      return { status: 200, body: organizationBody(organization, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/membership/terms',
    summary: 'Show what the organization asks of you, and which account-wide rules you have not accepted',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: shownTermsSchema },
    handle: async ({ services, caller, params }) => {
      return { status: 200, body: shownTermsBody(await showTerms(services, caller, params.organization)) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/membership/terms',
    summary: 'Accept the account-wide rules of the organization, as you saw them',
    scope: 'member',
    csrf: 'origin',
    audit: ['member.terms-accepted'],
    request: { params: organizationParams, body: z.strictObject({ terms: memberTermsSchema }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params, body }) => {
      await acceptTerms(services, caller, params.organization, body.terms);
      return { status: 204 };
    },
  }),
];
