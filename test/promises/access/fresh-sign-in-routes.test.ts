import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { ROUTE_BODIES } from '../../support/lanyard/route-bodies.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

/** Each of these removes or names something, or its use case checks freshness in the cases that add something. */
const NEED_NO_FRESH_SIGN_IN = [
  'DELETE /api/organizations/:organization/invitations/:id',
  'DELETE /api/organizations/:organization/members/:account',
  'DELETE /api/organizations/:organization/scim-token',
  'DELETE /api/organizations/:organization/single-sign-on/members/:account',
  'DELETE /api/organizations/:organization/teams/:team/members/:account',
  'DELETE /api/organizations/:organization/tokens/:id',
  'DELETE /api/repository/rights',
  'DELETE /api/server/invitations/:id',
  'DELETE /api/session',
  'DELETE /api/sessions/:id',
  'DELETE /api/sign-ins/:id',
  'DELETE /api/tokens/:id',
  'DELETE /v2/access-tokens/:uuid',
  'DELETE /v2/api_tokens/:uuid',
  'DELETE /v2/invites/:id',
  'DELETE /v2/orgs/:organization/access-tokens/:id',
  'DELETE /v2/orgs/:organization/groups/:group/members/:username',
  'DELETE /v2/orgs/:organization/members/:username',
  'DELETE /v2/repositories/:namespace/:repository/groups/:group',
  'PATCH /api/account/factors/:id',
  'PATCH /api/accounts/:name',
  'PATCH /api/organizations/:organization/tokens/:id',
  'PATCH /api/tokens/:id',
  'PATCH /v2/access-tokens/:uuid',
  'PATCH /v2/api_tokens/:uuid',
  'PATCH /v2/orgs/:organization/access-tokens/:id',
  'POST /activate',
  'POST /api/account/sign-out-everywhere',
  'POST /api/accounts/:name/end-sessions',
  'POST /api/invitations/:id/decline',
  'POST /api/server/tokens/:id/revoke',
  'POST /v2/access-tokens/desktop-generate',
];

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
/** The named thing can be missing, but the request is not refused. */
const expectServed = (answer: Answer) => {
  expect(isTooOld(answer)).toBe(false);
  expect(answer.status).not.toBe(401);
  expect(answer.status).toBeLessThan(500);
};
const isTooOld = ({ status, body }: Answer) => status === 403 && body?.error?.code === 'fresh-sign-in-required';

/** For routes that need a query. */
const MORE_QUERY: Readonly<Record<string, string>> = {
  'DELETE /api/repository/rights': '&subjectType=account&subject=root',
  'DELETE /api/repository/accepted-findings': '&id=none',
  'DELETE /api/repository/quarantines': '&registry=default&digest=sha256:d',
};

describe('R34: the routes that change something, more than ten minutes after the sign-in', () => {
  let lanyard: Lanyard;
  let acme: SampleOrganization;
  let root: SampleAccount;

  beforeAll(async () => {
    lanyard = await startLanyard();
    acme = await sampleOrganization(lanyard);
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    lanyard.clock.advance(660);
  });
  afterAll(() => lanyard?.stop());

  const guarded = ROUTES.filter(
    ({ method, credential }) =>
      method !== 'GET' &&
      ['session', 'optional-session', 'account', 'bearer', 'organization-bearer'].includes(credential),
  );
  const byCookie = guarded.filter(({ credential }) => !credential.endsWith('bearer'));

  it('need a fresh sign-in, except those whose row gives a reason', () => {
    const exceptions = guarded.filter(({ freshSignIn }) => freshSignIn !== undefined);
    expect(exceptions.map(nameOf).sort()).toEqual(NEED_NO_FRESH_SIGN_IN);
    expect(exceptions.filter(({ freshSignIn }) => !freshSignIn?.notNeeded)).toEqual([]);
    const needless = ROUTES.filter((route) => route.freshSignIn !== undefined && !guarded.includes(route));
    expect(needless.map(nameOf)).toEqual([]);
  });

  it('have a body for this test', () => {
    const reading = guarded.filter(({ request }) => request.body !== undefined).map(nameOf);
    expect(Object.keys(ROUTE_BODIES)).toEqual(expect.arrayContaining(reading));
  });

  function ask(route: Route): Promise<Answer> {
    const browser = route.scope === 'administrator' ? root.browser : acme.owner.browser;
    const path = route.path.replace(':organization', acme.name).replace(/:\w+/g, 'nothing-of-that-name');
    const repository = `?name=${acme.owner.name}/nothing`;
    const query = route.path.startsWith('/api/repository') ? repository + (MORE_QUERY[nameOf(route)] ?? '') : '';
    return browser.request(route.method, path + query, { body: ROUTE_BODIES[nameOf(route)] });
  }

  const isException = (route: Route) => NEED_NO_FRESH_SIGN_IN.includes(nameOf(route));
  const ofRoutes = (routes: readonly Route[]) => routes.map((route) => [nameOf(route), route] as const);

  it.each(ofRoutes(byCookie.filter((route) => !isException(route))))('%s is refused', async (_name, route) => {
    const events = await eventsOf(lanyard, async () => expect(isTooOld(await ask(route))).toBe(true));
    expect(events).toEqual([]);
  });

  // Signing out has its own tests. Here it would end the session that the other requests need.
  const isSignOut = ({ path }: Route) => path === '/api/session' || path.endsWith('/sign-out-everywhere');

  it.each(ofRoutes(byCookie.filter((route) => isException(route) && !isSignOut(route))))(
    '%s is served',
    async (_name, route) => expectServed(await ask(route)),
  );

  it('work again after a new sign-in', async () => {
    for (const { browser, name, password } of [root, acme.owner]) await browser.signIn(name, password);
    for (const route of byCookie.filter((one) => !isException(one))) expectServed(await ask(route));
  });
});
