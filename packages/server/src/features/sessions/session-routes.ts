import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { sessionCookie, singleSignOnCookie } from '../../http/cookies.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { FLOW_SECONDS } from './flow-state.ts';
import {
  currentSessionSchema,
  loginAnswer,
  secondFactorAskedSchema,
  sessionAccountSchema,
  sessionBody,
  sessionSchema,
} from './session-schema.ts';
import { endSession, listSessions, showSession, signOut } from './sessions.ts';
import { signIn } from './sign-in.ts';

const common = { surface: 'api', cache: 'no-store' } as const;

/** Signing in with a password, and the sessions of the account. */
export const sessionRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with name or e-mail address and password; 202 if a second factor is needed',
    credential: 'none',
    scope: 'anyone',
    csrf: 'browser',
    rate: ['failed-sign-ins', 'new-rows', 'begun-sign-ins'],
    audit: ['session.started', 'session.refused', 'sso-connection.bypassed'],
    request: {
      body: z.strictObject({
        identifier: z.string().min(1).max(320),
        password: z.string().min(1).max(1024),
        breakGlass: z.boolean().default(false),
      }),
    },
    answers: { 200: sessionAccountSchema, 202: secondFactorAskedSchema },
    handle: async ({ services, source, body, raw }) => {
      const { identifier, breakGlass } = body;
      const input = { entrance: 'browser', identifier, password: new Secret(body.password), breakGlass } as const;
      return loginAnswer(await signIn(services, source, { ...input, previous: sessionCookie.read(raw) }));
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/session',
    summary: 'Show who is signed in',
    credential: 'account',
    scope: 'own',
    clientScope: 'account:read',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: currentSessionSchema },
    handle: async ({ services, caller }) => {
      const { secondFactorRequiredBy, freshUntil } = await showSession(services, caller);
      const times = { secondFactorRequiredBy, freshUntil: freshUntil === null ? null : isoTime(freshUntil) };
      return { status: 200, body: { ...caller.account, ...times } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out; 200 if the session at an identity provider goes on, and can be ended there too',
    credential: 'session',
    scope: 'own',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['session.ended'],
    request: {},
    /** 200 if the session at the organization's identity provider goes on, and can be ended in this browser. */
    answers: { 200: z.object({ organization: z.string() }), 204: z.undefined() },
    handle: async ({ services, caller }) => {
      const offer = await signOut(services, caller);
      if (!offer) return { status: 204, headers: { 'Set-Cookie': sessionCookie.clear() } };
      const { organization, browser } = offer;
      const cookies = [sessionCookie.clear(), singleSignOnCookie.set(browser, FLOW_SECONDS['provider-session'])];
      return { status: 200, body: { organization }, headers: { 'Set-Cookie': cookies } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/sessions',
    summary: 'List the sessions of the account, last seen first',
    credential: 'account',
    scope: 'own',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: {},
    answers: { 200: z.object({ sessions: z.array(sessionSchema) }) },
    handle: async ({ services, caller }) => {
      const sessions = await listSessions(services, caller);
      return { status: 200, body: { sessions: sessions.map(sessionBody) } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'End a session of the account',
    credential: 'account',
    scope: 'own',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    rate: 'none',
    audit: ['session.ended'],
    request: { params: z.strictObject({ id: z.string().max(64) }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await endSession(services, caller, params.id);
      const isCurrent = params.id === caller.credentialId;
      return { status: 204, ...(isCurrent && { headers: { 'Set-Cookie': sessionCookie.clear() } }) };
    },
  }),
];
