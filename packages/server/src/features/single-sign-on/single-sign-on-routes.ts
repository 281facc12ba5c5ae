import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { sessionCookie } from '../../http/cookies.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  CONNECTING_EVENTS,
  loginAnswer,
  requireLogin,
  secondFactorAskedSchema,
  sessionAccountSchema,
} from '../sessions/session-schema.ts';
import { connectAccount, connectByMail, unlinkIdentity } from './connect-account.ts';
import { putConnection, removeConnection, showConnection } from './connection.ts';
import { findProvider } from './provider.ts';
import {
  connectionInput,
  connectionInputSchema,
  singleSignOnBody,
  singleSignOnSchema,
} from './single-sign-on-schema.ts';

const common = { surface: 'api', credential: 'account', scope: 'owner', rate: 'none', cache: 'no-store' } as const;
const path = '/api/organizations/:organization/single-sign-on';
const organizationParams = z.strictObject({ organization: z.string().max(100) });

/** The sign-in of an organization's members at its own provider. */
export const singleSignOnRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/sign-on',
    surface: 'api',
    summary: 'Find the organization whose identity provider this e-mail address signs in at, by its domain',
    credential: 'none',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: { query: z.strictObject({ email: z.string().min(3).max(320) }) },
    answers: { 200: z.object({ organization: z.string().nullable() }) },
    handle: async ({ services, query }) => ({
      status: 200,
      body: { organization: (await findProvider(services, query.email)) ?? null },
    }),
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path,
    summary: 'Show the connection with the identity provider, and what the provider needs to know',
    csrf: 'none',
    audit: [],
    request: { params: organizationParams },
    answers: { 200: singleSignOnSchema },
    handle: async ({ services, caller, params }) => ({
      status: 200,
      body: singleSignOnBody(services, await showConnection(services, caller, params.organization)),
    }),
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    path,
    summary: 'Connect an identity provider by OpenID Connect or SAML 2.0, or change the connection',
    csrf: 'origin',
    rate: 'none',
    audit: ['sso-connection.changed'],
    request: { params: organizationParams, body: connectionInputSchema },
    answers: { 200: singleSignOnSchema },
    handle: async ({ services, caller, params, body }) => {
      await putConnection(services, caller, params.organization, connectionInput(body));
      const shown = await showConnection(services, caller, params.organization);
      return { status: 200, body: singleSignOnBody(services, shown) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path,
    summary: 'Remove the connection; refused while single sign-on is required',
    csrf: 'origin',
    audit: ['sso-connection.removed'],
    request: { params: organizationParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeConnection(services, caller, params.organization);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${path}/members/:account`,
    summary: 'Disconnect an account from the identity provider; its next sign-in there connects it again',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['identity.unlinked'],
    request: { params: organizationParams.extend({ account: z.string().max(100) }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await unlinkIdentity(services, caller, params.organization, params.account);
      return { status: 204 };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/session/connect',
    surface: 'api',
    summary: 'Connect an existing account with a person at the identity provider, with its password',
    credential: 'none',
    scope: 'anyone',
    csrf: 'browser',
    rate: ['failed-sign-ins'],
    audit: ['session.started', 'session.refused', ...CONNECTING_EVENTS],
    cache: 'no-store',
    request: { body: z.strictObject({ password: z.string().min(1).max(1024) }) },
    answers: { 200: sessionAccountSchema, 202: secondFactorAskedSchema },
    handle: async ({ services, source, body, raw }) => {
      const cookies = { login: requireLogin(raw), previous: sessionCookie.read(raw) };
      return loginAnswer(await connectAccount(services, source, { password: new Secret(body.password), ...cookies }));
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/session/connect-by-mail',
    surface: 'api',
    summary: 'Connect an account without a password with a person at the identity provider, with the code of a mail',
    credential: 'none',
    scope: 'anyone',
    csrf: 'browser',
    rate: 'none',
    audit: ['session.started', 'identity.linked', 'team.member-added', 'team.member-removed'],
    cache: 'no-store',
    request: { body: z.strictObject({ code: z.string().min(1).max(200) }) },
    answers: { 200: sessionAccountSchema, 202: secondFactorAskedSchema },
    handle: async ({ services, source, body, raw }) => {
      const cookies = { login: requireLogin(raw), previous: sessionCookie.read(raw) };
      return loginAnswer(await connectByMail(services, source, { code: new Secret(body.code), ...cookies }));
    },
  }),
];
