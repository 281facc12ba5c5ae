import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { newAccountFields } from '../accounts/account-schema.ts';
import { roleSchema } from '../organizations/organization-schema.ts';
import { invitationBody, invitationSchema, sentInvitationBody, sentInvitationSchema } from './invitation-schema.ts';
import { invite, listInvitations, resendInvitation, withdrawInvitation } from './invitations.ts';

const common = { surface: 'api', credential: 'account', cache: 'no-store' } as const;
const nameText = z.string().max(100);
const params = z.strictObject({ organization: nameText });
const oneParams = z.strictObject({ organization: nameText, id: nameText });
const answers = { 200: z.object({ invitations: z.array(invitationSchema) }) };

/** For the inviter: the owners of an organization. */
const ofOrganizations: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/organizations/:organization/invitations',
    summary: 'List the invitations that are waiting, expired or declined, newest first',
    scope: 'owner',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: { params },
    answers,
    handle: async ({ services, caller, params: { organization } }) => {
      const invitations = await listInvitations(services, caller, organization);
      const now = services.clock.now();
      return { status: 200, body: { invitations: invitations.map((one) => invitationBody(one, now)) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/invitations',
    summary: 'Invite an account or an e-mail address; the answer does not show whether there is such an account',
    scope: 'owner',
    csrf: 'origin',
    rate: ['invitations'],
    audit: ['invitation.created'],
    request: {
      params,
      body: z.union([
        z.strictObject({ account: nameText, role: roleSchema }),
        z.strictObject({ email: newAccountFields.email, role: roleSchema }),
      ]),
    },
    answers: { 201: sentInvitationSchema },
    handle: async ({ services, caller, params: { organization: organizationName }, body }) => {
      const sent = await invite(services, caller, { organizationName, role: body.role }, body);
      return { status: 201, body: sentInvitationBody(sent, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/invitations/:id/resend',
    summary: 'Send an invitation again, with a new link; the one before stops working',
    scope: 'owner',
    csrf: 'origin',
    rate: ['invitations'],
    audit: ['invitation.resent'],
    request: { params: oneParams },
    answers: { 200: sentInvitationSchema },
    handle: async ({ services, caller, params: { organization, id } }) => {
      const sent = await resendInvitation(services, caller, organization, id);
      return { status: 200, body: sentInvitationBody(sent, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/invitations/:id',
    summary: 'Withdraw an invitation; its link stops working',
    scope: 'owner',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['invitation.withdrawn'],
    request: { params: oneParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, id } }) => {
      await withdrawInvitation(services, caller, organization, id);
      return { status: 204 };
    },
  }),
];

const serverParams = z.strictObject({ id: nameText });

/** The same for the server. Its administrators invite people who then create an account. */
const ofServer: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/server/invitations',
    summary: 'List the invitations to the server that are waiting, expired or declined, newest first',
    scope: 'administrator',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: {},
    answers,
    handle: async ({ services, caller }) => {
      const invitations = await listInvitations(services, caller, null);
      const now = services.clock.now();
      return { status: 200, body: { invitations: invitations.map((one) => invitationBody(one, now)) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/server/invitations',
    summary: 'Invite an e-mail address to the server; anyone who accepts creates an account with it',
    scope: 'administrator',
    csrf: 'origin',
    rate: ['invitations'],
    audit: ['invitation.created'],
    request: { body: z.strictObject({ email: newAccountFields.email }) },
    answers: { 201: sentInvitationSchema },
    handle: async ({ services, caller, body }) => {
      const sent = await invite(services, caller, null, body);
      return { status: 201, body: sentInvitationBody(sent, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/server/invitations/:id/resend',
    summary: 'Send an invitation to the server again, with a new link; the one before stops working',
    scope: 'administrator',
    csrf: 'origin',
    rate: ['invitations'],
    audit: ['invitation.resent'],
    request: { params: serverParams },
    answers: { 200: sentInvitationSchema },
    handle: async ({ services, caller, params: { id } }) => {
      const sent = await resendInvitation(services, caller, null, id);
      return { status: 200, body: sentInvitationBody(sent, services.clock.now()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/server/invitations/:id',
    summary: 'Withdraw an invitation to the server; its link stops working',
    scope: 'administrator',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['invitation.withdrawn'],
    request: { params: serverParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id } }) => {
      await withdrawInvitation(services, caller, null, id);
      return { status: 204 };
    },
  }),
];

export const invitationRoutes: readonly Route[] = [...ofOrganizations, ...ofServer];
