import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { confirmDirectoryRequest, declineDirectoryRequest, listDirectoryRequests } from './directory-requests.ts';

const common = { surface: 'api', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const path = '/api/account/directory-requests';
const requestParams = z.strictObject({ organization: z.string().max(100) });

const requestSchema = z.object({ organization: z.string(), userName: z.string(), createdAt: z.string() });

/** A person's answers to a directory that wants to manage their account. */
export const directoryRequestRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path,
    summary: 'List the directories that ask to manage the account',
    credential: 'account',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ requests: z.array(requestSchema) }) },
    handle: async ({ services, caller }) => {
      const requests = await listDirectoryRequests(services, caller);
      const bodies = requests.map(({ organization, userName, createdAt }) => {
        return { organization: organization.name, userName, createdAt: isoTime(createdAt) };
      });
      return { status: 200, body: { requests: bodies } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/:organization/confirm`,
    summary: 'Let the directory of the organization manage the account, and become a member',
    credential: 'session',
    csrf: 'origin',
    audit: ['scim-user.confirmed', 'member.added', 'team.member-added'],
    request: { params: requestParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await confirmDirectoryRequest(services, caller, params.organization);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/:organization/decline`,
    summary: 'Do not let the directory manage the account; it cannot ask again',
    credential: 'session',
    csrf: 'origin',
    audit: ['scim-user.declined'],
    request: { params: requestParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await declineDirectoryRequest(services, caller, params.organization);
      return { status: 204 };
    },
  }),
];
