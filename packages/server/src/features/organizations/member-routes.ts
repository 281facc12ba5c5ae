import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listMembers, putMember, removeMember } from './members.ts';
import { memberBody, memberSchema, roleSchema } from './organization-schema.ts';

const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;
const nameText = z.string().max(100);
const memberParams = z.strictObject({ organization: nameText, account: nameText });

export const memberRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/members',
    summary: 'List the members of an organization by name',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: z.strictObject({ organization: nameText }), query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), members: z.array(memberSchema) }) },
    handle: async ({ services, caller, params, query }) => {
      const { total, items } = await listMembers(services, caller, params.organization, query);
      return { status: 200, body: { total, members: items.map(memberBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/organizations/:organization/members/:account',
    summary: 'Add a member or change a role; the last owner stays an owner',
    scope: 'owner',
    csrf: 'origin',
    audit: ['member.added', 'member.role-changed'],
    request: { params: memberParams, body: z.strictObject({ role: roleSchema }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params, body }) => {
      const { organization: organizationName, account: accountName } = params;
      await putMember(services, caller, { organizationName, accountName, role: body.role });
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/members/:account',
    summary: 'Remove a member with all rights in the organization, or leave the organization',
    scope: 'member',
    csrf: 'origin',
    audit: ['member.removed'],
    request: { params: memberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeMember(services, caller, params.organization, params.account);
      return { status: 204 };
    },
  }),
];
