import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { newAccountFields } from '../accounts/account-schema.ts';
import { memberTermsSchema } from '../organizations/organization-schema.ts';
import { declineByLink, joinByLink, openInvitation } from './answer-by-link.ts';
import { acceptInvitation, declineInvitation, listOwnInvitations } from './answer-invitation.ts';
import { waitingInvitationBody, waitingInvitationSchema } from './invitation-schema.ts';

const common = { surface: 'api', credential: 'account', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const params = z.strictObject({ id: z.string().max(100) });

/** For the invited person, with an account that is signed in. */
const ofAccounts: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/invitations',
    summary: 'List the invitations that wait for your answer, with what each organization asks of its members',
    clientScope: 'account:read',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ invitations: z.array(waitingInvitationSchema) }) },
    handle: async ({ services, caller }) => {
      const invitations = await listOwnInvitations(services, caller);
      return { status: 200, body: { invitations: invitations.map(waitingInvitationBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/invitations/:id/accept',
    summary: 'Become a member of the organization, with its account-wide rules as you saw them',
    csrf: 'origin',
    audit: ['invitation.accepted', 'member.added', 'member.role-changed', 'member.terms-accepted', 'team.member-added'],
    request: { params, body: z.strictObject({ terms: memberTermsSchema }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id }, body }) => {
      await acceptInvitation(services, caller, id, body.terms);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/invitations/:id/decline',
    summary: 'Decline an invitation',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it gives nobody anything' },
    audit: ['invitation.declined'],
    request: { params },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { id } }) => {
      await declineInvitation(services, caller, id);
      return { status: 204 };
    },
  }),
];

const open = {
  surface: 'api',
  method: 'POST',
  credential: 'none',
  scope: 'anyone',
  csrf: 'browser',
  rate: 'none',
  cache: 'no-store',
} as const;
/** The code is in a body and never in an address, because addresses are logged and remembered. */
const code = z.string().max(100);

/** The same for anyone who has a link. */
const byLink: readonly Route[] = [
  defineRoute({
    ...open,
    path: '/api/invitations/open',
    summary: 'Show the invitation of a link',
    audit: [],
    request: { body: z.strictObject({ code }) },
    answers: {
      200: waitingInvitationSchema.extend({ invited: z.string(), acceptBy: z.enum(['sign-in', 'new-account']) }),
    },
    handle: async ({ services, source, body }) => {
      const opened = await openInvitation(services, source, new Secret(body.code));
      const { acceptBy, invitation } = opened;
      return { status: 200, body: { ...waitingInvitationBody(opened), invited: invitation.invited, acceptBy } };
    },
  }),
  defineRoute({
    ...open,
    path: '/api/invitations/decline',
    summary: 'Decline the invitation of a link',
    audit: ['invitation.declined'],
    request: { body: z.strictObject({ code }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, body }) => {
      await declineByLink(services, new Secret(body.code));
      return { status: 204 };
    },
  }),
  defineRoute({
    ...open,
    path: '/api/invitations/join',
    summary: 'Create the account that a link is for; sign in with it afterwards',
    audit: ['account.created', 'invitation.accepted', 'member.added', 'member.terms-accepted'],
    request: {
      body: z.strictObject({
        code,
        name: newAccountFields.name,
        password: newAccountFields.password,
        terms: memberTermsSchema.optional(),
      }),
    },
    answers: { 201: z.object({ name: z.string() }) },
    handle: async ({ services, source, body }) => {
      const { name, terms = null } = body;
      const secrets = { code: new Secret(body.code), password: new Secret(body.password) };
      const account = await joinByLink(services, source, { name, terms, ...secrets });
      return { status: 201, body: { name: account.name } };
    },
  }),
];

export const answerRoutes: readonly Route[] = [...ofAccounts, ...byLink];
