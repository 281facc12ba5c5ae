import { ROUTES } from '@lanyard/server/app/route-table';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { anyText } from '../../packages/core/test/texts.ts';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { sampleTotp } from '../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';

const RUNS = testRuns(150);

const nasty = fc.oneof(
  anyText(200),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '',
    '\0',
    '\r\n',
    '../..',
    '%00',
    "';--",
    '__proto__',
    'constructor',
    'a'.repeat(5000),
    '\ud800',
    '💥',
  ),
);
const json = fc.oneof(fc.jsonValue({ maxDepth: 4 }), nasty);
const asciiHeader = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 300,
});

describe('R41: no input leads to a status of 500 or more, and each gets an answer', {
  timeout: TEST_RUNS_TIMEOUT,
}, () => {
  let lanyard: Lanyard;
  let ada: SampleAccount;
  /** This account has a second factor. */
  let bob: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard({ settings: { LANYARD_PASSWORD_CONCURRENCY: '2' } });
    ada = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
    bob = await sampleAccount(lanyard, 'bob');
    await sampleTotp(lanyard, bob.browser);
  });
  afterAll(() => lanyard?.stop());

  const expectNoFault = (property: fc.IAsyncProperty<unknown>) =>
    fc.assert(property as fc.IAsyncProperty<[unknown]>, { numRuns: RUNS, endOnFailure: true });

  it(`the token endpoint and the version check withstand ${RUNS} random Authorization headers`, async () => {
    const header = fc.oneof(
      asciiHeader,
      asciiHeader.map((text) => `Basic ${text}`),
      nasty.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
      asciiHeader.map((text) => `Bearer ${text}`),
    );
    const property = fc.asyncProperty(
      header,
      fc.constantFrom('/token?service=lanyard', '/v2/'),
      async (authorization, path) => {
        const { status } = await lanyard
          .browser()
          .request('GET', path, { headers: { authorization: authorization.trim() } });
        expect(status).toBeLessThan(500);
      },
    );
    await expectNoFault(property);
  });

  it(`the token endpoint withstands ${RUNS} random scopes and services`, async () => {
    const property = fc.asyncProperty(fc.array(nasty, { maxLength: 5 }), nasty, async (scopes, service) => {
      const query = new URLSearchParams([
        ['service', service],
        ['service', 'lanyard'].slice(0, 2),
        ...scopes.map((scope) => ['scope', scope]),
      ]);
      expect((await lanyard.browser().get(`/token?${query}`)).status).toBeLessThan(500);
    });
    await expectNoFault(property);
  });

  it(`the routes with forms withstand ${RUNS} random forms`, async () => {
    const path = fc.constantFrom(
      '/token',
      '/oauth/token',
      '/oauth/device/code',
      '/oauth/revoke',
      '/activate',
      '/sso/acme/acs',
    );
    const names = fc.constantFrom(
      'grant_type',
      'service',
      'scope',
      'client_id',
      'device_code',
      'refresh_token',
      'token',
      'user_code',
      'decision',
    );
    const fields = fc.array(fc.tuple(fc.oneof(names, nasty), nasty), { maxLength: 6 });
    const property = fc.asyncProperty(path, fields, async (address, pairs) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(pairs).toString();
      expect((await ada.browser.request('POST', address, { body, headers })).status).toBeLessThan(500);
    });
    await expectNoFault(property);
  });

  it(`adding a second factor withstands ${RUNS} random codes and passkeys`, async () => {
    const property = fc.asyncProperty(nasty, json, async (code, value) => {
      const passkey = { id: value, rawId: value, type: 'public-key', response: value };
      for (const [kind, body] of [
        ['totp', { name: 'x', code }],
        ['passkeys', { name: 'x', passkey: value }],
        ['passkeys', { name: 'x', passkey }],
      ] as const) {
        expect((await ada.browser.post(`/api/account/factors/${kind}/offer`)).status).toBe(200);
        const { status } = await ada.browser.post(`/api/account/factors/${kind}`, body);
        expect([kind, status]).toEqual([kind, 400]);
      }
    });
    await expectNoFault(property);
  });

  it(`the second step of a sign-in withstands ${RUNS} random answers`, async () => {
    const browser = lanyard.browser();
    const property = fc.asyncProperty(nasty, json, async (code, value) => {
      await browser.signIn('bob', bob.password);
      await browser.post('/api/session/second-factor/options');
      for (const body of [{ code }, { passkey: value }, { passkey: { id: value, response: value } }, value]) {
        const { status } = await browser.post('/api/session/second-factor', body);
        expect([400, 401, 429]).toContain(status);
      }
      await browser.post('/api/session/passkey/options');
      expect([400, 401, 429]).toContain((await browser.post('/api/session/passkey', { passkey: value })).status);
    });
    await expectNoFault(property);
  });

  it(`every route withstands random requests, ${RUNS} in all`, async () => {
    const route = fc.constantFrom(
      ...ROUTES.filter(({ path }) => path !== '/api/session' && path !== '/api/account/password'),
    );
    const property = fc.asyncProperty(
      route,
      nasty,
      json,
      fc.array(fc.tuple(nasty, nasty), { maxLength: 3 }),
      async (one, id, value, query) => {
        const address = one.path.replace(/:\w+/g, encodeURIComponent(id.toWellFormed()) || 'x');
        const search = new URLSearchParams(query).toString();
        const named =
          typeof value === 'object' && value !== null
            ? value
            : { description: value, name: value, grants: value, token_label: value };
        const options = one.method === 'GET' ? {} : { body: JSON.stringify(named) };
        const { status } = await ada.browser.request(one.method, `${address}?${search}`, options);
        expect([one.method, one.path, status < 500]).toEqual([one.method, one.path, true]);
      },
    );
    await expectNoFault(property);
  });

  it('attack 28: every spelling of a content type is refused or fully checked', async () => {
    const types = [
      'application/json',
      'APPLICATION/JSON',
      'application/json;',
      'application/json\t',
      'application/json ; charset=utf-8',
      'text/json',
      'application/x-json',
      'application/ld+json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      ',',
      'application/json, text/plain',
    ];
    for (const { method, path, surface, request } of ROUTES) {
      if (request.body === undefined || surface !== 'api' || path === '/api/session') continue;
      for (const type of types) {
        const address = path.replace(/:\w+/g, 'x');
        const options = { body: '{"smuggled":true}', headers: { 'content-type': type } };
        expect([
          type,
          path,
          [400, 404, 415].includes((await ada.browser.request(method, address, options)).status),
        ]).toEqual([type, path, true]);
      }
    }
  });

  it.each([
    '{"a":1',
    '[',
    'nul',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    `{"a":${'['.repeat(9000)}`,
    '"'.repeat(70_000),
  ])('malformed JSON %# is refused with an explanation', async (body) => {
    const { status, body: answer } = await ada.browser.post('/api/tokens', body);
    expect([400, 413]).toContain(status);
    expect(answer.error.message).toMatch(/^[a-z]/);
  });
});
