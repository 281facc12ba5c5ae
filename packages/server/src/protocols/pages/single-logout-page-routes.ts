import { z } from 'zod';
import { FLOW_SECONDS } from '../../features/sessions/flow-state.ts';
import {
  type LogoutOutcome,
  receiveLogout,
  startProviderSignOut,
} from '../../features/single-sign-on/single-logout.ts';
import { singleSignOnCookie } from '../../http/cookies.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { HTML, html, page } from './page.ts';
import { organizationParams } from './single-sign-on-page-routes.ts';

const common = { surface: 'page', scope: 'anyone', csrf: 'none', rate: 'none', cache: 'no-store' } as const;
const answers = { 200: z.string(), 303: z.string() };

/** Single logout of SAML: our sign-out goes on at the provider, and the provider's sign-out ends sessions here. */
export const singleLogoutPageRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/signed-out',
    summary: 'The page after a sign-out that offers to sign out at the identity provider too',
    credential: 'none',
    audit: [],
    request: { params: organizationParams },
    answers,
    handle: async ({ params: { organization } }) => ({ status: 200, body: offerPage(organization), headers: HTML }),
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/logout/start',
    summary: 'Sign out at the identity provider, after the sign-out here in the same browser',
    credential: 'none',
    audit: [],
    request: { params: organizationParams },
    answers,
    handle: async ({ services, source, params, raw }) => {
      const browser = singleSignOnCookie.read(raw);
      const leaving = { organizationName: params.organization, browser };
      const url = await startProviderSignOut(services, source, leaving);
      const cookie = browser ? [singleSignOnCookie.set(browser, FLOW_SECONDS['provider-sign-out'])] : [];
      return { status: 303, body: '', headers: { ...HTML, Location: url, 'Set-Cookie': cookie } };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: '/sso/:organization/logout',
    summary: 'The SAML single logout service, for messages by HTTP-Redirect',
    credential: 'none',
    rate: ['new-rows'],
    audit: ['session.ended'],
    request: { params: organizationParams, query: z.looseObject({}) },
    answers,
    handle: async ({ services, source, params, raw }) => {
      // The signature is over the characters that the browser sent.
      const query = raw.url.slice(raw.url.indexOf('?') + 1);
      const received = { binding: 'redirect', query } as const;
      const browser = singleSignOnCookie.read(raw);
      const input = { organizationName: params.organization, browser, received };
      return shown(params.organization, await receiveLogout(services, source, input));
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/sso/:organization/logout',
    summary: 'The SAML single logout service, for messages by HTTP-POST',
    credential: 'none',
    rate: ['new-rows'],
    audit: ['session.ended'],
    request: {
      params: organizationParams,
      body: z.union([
        z.object({ SAMLRequest: z.string().max(100_000), RelayState: z.string().max(2048).optional() }),
        z.object({ SAMLResponse: z.string().max(100_000) }),
      ]),
    },
    answers,
    handle: async ({ services, source, params, body, raw }) => {
      const sent =
        'SAMLRequest' in body
          ? ({ kind: 'SAMLRequest', message: body.SAMLRequest, relayState: body.RelayState } as const)
          : ({ kind: 'SAMLResponse', message: body.SAMLResponse, relayState: undefined } as const);
      const received = { binding: 'post', ...sent } as const;
      const browser = singleSignOnCookie.read(raw);
      const input = { organizationName: params.organization, browser, received };
      return shown(params.organization, await receiveLogout(services, source, input));
    },
  }),
];

function shown(organization: string, outcome: LogoutOutcome): Answer {
  if (outcome.type === 'answer-provider') return { status: 303, body: '', headers: { ...HTML, Location: outcome.url } };
  const headers = { ...HTML, 'Set-Cookie': singleSignOnCookie.clear() };
  return { status: 200, body: endedPage(organization, outcome), headers };
}

function offerPage(organization: string): string {
  return page(
    'You are signed out',
    html`<p>Your session at the identity provider of ${organization} goes on. If other people use this
computer, end it too.</p>
${WHAT_GOES_ON}
<div class="actions">
<a class="main" href="/sso/${organization}/logout/start">Sign out there too</a>
<a href="/sign-in">Sign in again</a>
</div>`,
  );
}

function endedPage(organization: string, outcome: Exclude<LogoutOutcome, { type: 'answer-provider' }>): string {
  return page(
    'You are signed out',
    html`<p>${textOf(organization, outcome)}</p>
${WHAT_GOES_ON}
<div class="actions"><a href="/sign-in">Sign in again</a></div>`,
  );
}

function textOf(organization: string, outcome: Exclude<LogoutOutcome, { type: 'answer-provider' }>): string {
  if (outcome.type === 'ended-here') return `The identity provider of ${organization} ended your session here.`;
  return outcome.isWhole
    ? `The identity provider of ${organization} ended your session too.`
    : `The identity provider of ${organization} did not end all your sessions. Close the browser to be sure.`;
}

const WHAT_GOES_ON = html`<p>Access tokens keep working, and command lines stay signed in.</p>`;
