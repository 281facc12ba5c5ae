import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const OTHER_SITE = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' };

/**
 * Routes to which another site sends the browser on purpose, with values that only a sign-in from here can have, or with a
 * signature that only the provider can make: `single-logout.test.ts` shows that nothing else counts.
 */
const COMES_FROM_A_PROVIDER = [
  'POST /sso/:organization/acs',
  'GET /sso/:organization/callback',
  'GET /sso/:organization/logout',
  'POST /sso/:organization/logout',
];

/**
 * A page cannot send a password with this request, because browsers ask for permission first and the server does not
 * give it.
 */
const NEEDS_A_PREFLIGHT = ['GET /token'];

/** Routes that need no session of ours and that count against a limit of the caller's network. */
const counted = ROUTES.filter(
  ({ credential, rate }) => ['none', 'basic', 'optional-session'].includes(credential) && rate !== 'none',
)
  .map(({ method, path, surface }) => ({ name: `${method} ${path}`, method, path, surface }))
  .filter(({ name }) => ![...COMES_FROM_A_PROVIDER, ...NEEDS_A_PREFLIGHT].includes(name));

const FORM = { client_id: 'cli', grant_type: 'password', service: 'lanyard', username: 'ada', password: 'wrong' };
const JSON_BODIES: Readonly<Record<string, object>> = {
  'POST /v2/users/login': { username: 'ada', password: 'wrong' },
  'POST /v2/users/2fa-login': { login_2fa_token: 'none', code: '123456' },
  'POST /v2/auth/token': { identifier: 'ada', secret: 'wrong' },
  'POST /api/session': { identifier: 'ada', password: 'wrong' },
  'POST /api/session/second-factor': { code: '123456' },
  'POST /api/session/passkey': { passkey: {} },
  'POST /api/session/connect': { password: 'wrong' },
  'POST /api/password-resets': { email: 'ada@example.com' },
};

describe('attack 46: no page of another site can use up a limit of its visitor', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard();
  });
  afterAll(() => lanyard?.stop());

  it.each(counted)('$name', async ({ name, method, path, surface }) => {
    const isForm = surface === 'registry' || surface === 'oauth';
    const body = isForm ? new URLSearchParams(FORM).toString() : JSON_BODIES[name.replace(/\/$/, '')];
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers = { ...OTHER_SITE, ...(body !== undefined && { 'content-type': type }) };
    const answer = await lanyard.browser().request(method, path.replace(':organization', 'acme'), { headers, body });
    expect(answer.status).toBe(403);
  });
});
