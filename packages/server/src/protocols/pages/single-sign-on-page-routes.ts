import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FLOW_SECONDS } from '../../features/sessions/flow-state.ts';
import { CONNECTING_EVENTS, sessionCookies } from '../../features/sessions/session-schema.ts';
import type { LoginOutcome } from '../../features/sessions/sign-in.ts';
import type { ConnectToAccount } from '../../features/single-sign-on/connect-account.ts';
import { showMetadata } from '../../features/single-sign-on/provider.ts';
import {
  type FinishedSingleSignOn,
  finishSingleSignOn,
  startSingleSignOn,
} from '../../features/single-sign-on/round-trip.ts';
import { loginCookie, sessionCookie, singleSignOnCookie } from '../../http/cookies.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { HTML } from './page.ts';

const common = { surface: 'page', scope: 'anyone', csrf: 'none', rate: 'none', cache: 'no-store' } as const;
const answers = { 200: z.string(), 303: z.string() };
export const organizationParams = z.strictObject({ organization: z.string().regex(/^[a-z0-9._-]{1,100}$/) });
const audit = ['session.started', 'session.refused', 'account.created', ...CONNECTING_EVENTS] as const;

/**
 * The pages that lead to an organization's provider and back. The log says what is wrong with an answer. The page does
 * not.
 */
export const singleSignOnPageRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/start',
    summary: "Sign in at an organization's identity provider",
    credential: 'optional-session',
    rate: ['begun-sign-ins'],
    audit: [],
    request: {
      params: organizationParams,
      query: z.object({ next: z.string().max(2000).default('/'), again: z.enum(['true', 'false']).default('false') }),
    },
    answers,
    handle: async ({ services, source, caller, params, query, raw }) => {
      requireNavigation(raw);
      const { url, browser } = await startSingleSignOn(services, source, {
        organizationName: params.organization,
        returnTo: ownAddress(query.next),
        isSameAccount: query.again === 'true',
        accountId: caller?.account.id ?? null,
      });
      return redirect(url, [singleSignOnCookie.set(browser, FLOW_SECONDS['single-sign-on'])]);
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/callback',
    summary: 'The address to which an OpenID provider sends the browser back',
    credential: 'none',
    rate: ['failed-sign-ins', 'mails', 'new-rows'],
    audit,
    request: { params: organizationParams, query: z.looseObject({ state: z.string().min(1).max(500) }) },
    answers,
    handle: async ({ services, source, params, query, raw }) => {
      // The provider's answer at our configured address. The Host header is ignored (R37).
      const callbackUrl = `${services.publicUrl}${raw.url}`;
      const answer = { protocol: 'oidc', callbackUrl } as const;
      const input = { organizationName: params.organization, state: new Secret(query.state), answer };
      return entered(await finishSingleSignOn(services, source, { ...input, ...cookiesOf(raw) }));
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/sso/:organization/acs',
    summary: 'The address to which a SAML identity provider posts its assertion',
    credential: 'none',
    rate: ['failed-sign-ins', 'mails', 'new-rows'],
    audit,
    request: {
      params: organizationParams,
      body: z.object({ SAMLResponse: z.string().max(400_000), RelayState: z.string().max(200).default('') }),
    },
    answers,
    handle: async ({ services, source, params, body, raw }) => {
      const answer = { protocol: 'saml', response: body.SAMLResponse } as const;
      const input = { organizationName: params.organization, state: new Secret(body.RelayState), answer };
      return entered(await finishSingleSignOn(services, source, { ...input, ...cookiesOf(raw) }));
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/metadata',
    summary: 'Get our SAML metadata; its address is our entity ID',
    credential: 'none',
    audit: [],
    request: { params: organizationParams },
    answers,
    handle: async ({ services, params }) => {
      const body = await showMetadata(services, params.organization);
      return { status: 200, body, headers: { 'Content-Type': 'application/samlmetadata+xml; charset=utf-8' } };
    },
  }),
];

function cookiesOf(raw: FastifyRequest) {
  return { browser: singleSignOnCookie.read(raw), previous: sessionCookie.read(raw) };
}

function entered({ outcome, returnTo }: FinishedSingleSignOn): Answer {
  if (outcome.type === 'consent') {
    return redirect(outcome.url, [singleSignOnCookie.set(outcome.browser, FLOW_SECONDS['single-sign-on'])]);
  }
  const [cookies, location] = nextStep(outcome, returnTo);
  return redirect(location, [...cookies, singleSignOnCookie.clear()]);
}

function nextStep(outcome: LoginOutcome | ConnectToAccount, returnTo: string): readonly [readonly string[], string] {
  if (outcome.type === 'signed-in') return [sessionCookies(outcome), returnTo];
  const step = new URLSearchParams({ step: outcome.type, next: returnTo });
  if (outcome.type === 'second-factor') step.set('methods', outcome.methods.join(','));
  const seconds = FLOW_SECONDS[outcome.type === 'second-factor' ? 'login' : outcome.type];
  return [[loginCookie.set(outcome.login, seconds)], `/sign-in?${step}`];
}

function redirect(location: string, cookies: readonly string[]): Answer {
  return { status: 303, body: '', headers: { ...HTML, Location: location, 'Set-Cookie': cookies } };
}

/**
 * An address on this server, or its front page if the text leads elsewhere (`//host` and `/\host` would be an open
 * redirect).
 */
export function ownAddress(text: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(text) ? text : '/';
}

/** Otherwise an image on any page could use up the sign-ins of its visitor's network (attack 46). Errors: `csrf`. */
function requireNavigation({ headers }: FastifyRequest): void {
  const destination = headers['sec-fetch-dest'];
  if (destination === undefined || destination === 'document') return;
  throw new DomainError('csrf', { reason: 'it is not opened as a page' });
}
