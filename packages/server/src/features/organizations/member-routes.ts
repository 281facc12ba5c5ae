import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { listMembersByName } from './member-standings.ts';
import { changeRole, removeMember } from './members.ts';
import { memberListBody, memberListSchema, roleSchema } from './organization-schema.ts';

const common = { surface: 'api', credential: 'account', rate: 'none', cache: 'no-store' } as const;
const nameText = z.string().max(100);
const memberQuery = z.strictObject({
  ...pagingQuery,
  search: z.string().max(100).optional(),
  notAccepted: z.enum(['true', 'false']).default('false'),
});
const memberParams = z.strictObject({ organization: nameText, account: nameText });

export const memberRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/members',
    summary:
      'List the members of an organization by name; owners also see who has not accepted stricter account-wide rules, and until when. notAccepted=true lists only these, search only those with a part of the name',
    scope: 'member',
    csrf: 'none',
    audit: [],
    request: { params: z.strictObject({ organization: nameText }), query: memberQuery },
    answers: { 200: memberListSchema },
    handle: async ({ services, caller, params, query }) => {
      const { notAccepted, ...page } = query;
      const filter = { ...page, isNotAccepted: notAccepted === 'true' };
      return {
        status: 200,
        body: memberListBody(await listMembersByName(services, caller, params.organization, filter)),
      };
    },
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path: '/api/organizations/:organization/members/:account',
    summary: 'Change the role of a member, except of the last owner; invite people to make them members',
    scope: 'owner',
    csrf: 'origin',
    audit: ['member.role-changed'],
    request: { params: memberParams, body: z.strictObject({ role: roleSchema }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params, body }) => {
      const { organization: organizationName, account: accountName } = params;
      await changeRole(services, caller, { organizationName, accountName, role: body.role });
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/members/:account',
    summary:
      'Remove a member with all rights in the organization, or leave the organization; endTokens=true also deletes the access tokens of the organization that the account generated',
    scope: 'member',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['member.removed', 'token.deleted'],
    request: {
      params: memberParams,
      /** Also the organization's access tokens that the account generated; for owners. */
      query: z.strictObject({ endTokens: z.enum(['true', 'false']).default('false') }),
    },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params, query }) => {
      const { organization: organizationName, account: accountName } = params;
      await removeMember(services, caller, { organizationName, accountName, endTokens: query.endTokens === 'true' });
      return { status: 204 };
    },
  }),
];
