import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import { open } from '../src/commands/open-browser.ts';
import { VERSION } from '../src/environment.ts';
import { listCommandLines } from '../src/secrets/command-line.ts';
import { readCredential } from '../src/secrets/credential.ts';
import { openSecretStore } from '../src/secrets/open-secret-store.ts';
import { challenge, deviceCode, type FakeAnswer, type FakeLanyard, fakeLanyard, metadata } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

const QUIET = { browser: false };
const POLL = 'POST /oauth/token';
const pending = oauthError('authorization_pending');

function oauthError(error: string): FakeAnswer {
  return { status: 400, body: { error } };
}

async function kept({ environment }: TestContext, host: string) {
  const store = await openSecretStore(environment);
  const credential = await readCredential(store, host);
  const commandLines = await listCommandLines(store);
  return {
    secret: credential?.secret.reveal(),
    commandLines: commandLines.map(({ refreshToken, ...commandLine }) => ({
      ...commandLine,
      refreshToken: refreshToken.reveal(),
    })),
  };
}

function expectNothingKept({ environment }: TestContext): void {
  expect(existsSync(environment.lanyardFolder)).toBe(false);
  expect(existsSync(environment.dockerFolder)).toBe(false);
}

async function failureOf(context: TestContext, host: string) {
  return login(context, host, QUIET).then(
    () => expect.unreachable('it signed in'),
    (error: Error & { readonly exitCode: number }) => error,
  );
}

it('stores the auto-generated token and the refresh token, and sets the credential helper for docker', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  expect(await kept(context, fake.host)).toEqual({
    secret: 'auto-1',
    commandLines: [{ server: fake.origin, account: 'acme', refreshToken: 'refresh-1', registries: [fake.host] }],
  });
  const config = readFileSync(join(context.environment.dockerFolder, 'config.json'), 'utf8');
  expect(JSON.parse(config)).toEqual({ credHelpers: { [fake.host]: 'lanyard' } });
  expect(context.results).toEqual([`signed in to ${fake.host} as acme\n`]);
  expect(context.notes.join('\n')).not.toMatch(/auto-1|refresh-1|device-code-of-the-fake/);
});

it('tells the server the name of this machine, and nobody else', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  const named = fake.requests.filter(({ headers }) => headers['user-agent']?.includes('laptop'));
  expect(named.map(({ name }) => name)).toEqual(['POST /oauth/device/code']);
  expect(named[0]?.headers['user-agent']).toMatch(/^lanyard-cli\/[\d.]+ \(\w+; \w+; laptop\)$/);
});

it('opens the pages of the server, or says where they are', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  context.results.length = 0;
  await open(context);
  expect(context.results).toEqual([`${fake.origin}\n`]);
});

it('has the version of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});

it('sends its program, version and system in every request', async () => {
  const fake = await fakeLanyard();
  await login(testContext(), fake.host, QUIET);
  for (const { headers } of fake.requests)
    expect(headers['user-agent']).toContain(`lanyard-cli/0.1.0 (${process.platform}; ${process.arch}`);
});

it('sends the requests that RFC 8628 describes', async () => {
  const fake = await fakeLanyard();
  await login(testContext(), fake.host, QUIET);
  expect(fake.named('POST /oauth/device/code')[0]?.form).toEqual({
    client_id: 'lanyard-cli',
    scope: 'openid offline_access account:read tokens:read tokens:write reviews:read',
    registry: fake.host,
  });
  expect(fake.named(POLL)[0]?.form).toEqual({
    client_id: 'lanyard-cli',
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'device-code-of-the-fake',
  });
});

it('requests the scopes of --scope and the ones it always needs, and no others', async () => {
  const fake = await fakeLanyard();
  await login(testContext(), fake.host, { ...QUIET, scope: ['tokens:read'] });
  expect(fake.named('POST /oauth/device/code')[0]?.form.scope).toBe('openid offline_access account:read tokens:read');
});

it.each<[string, FakeAnswer, RegExp]>([
  [
    'refuses it',
    { status: 400, body: { error: 'invalid_target', error_description: 'none of its registries is there' } },
    /gives no access token for .*: none of its registries is there/,
  ],
  [
    'does not confirm it',
    { status: 200, body: deviceCode('http://localhost:1') },
    /does not confirm that .* is its own/,
  ],
  [
    'confirms another',
    { status: 200, body: { ...deviceCode('http://localhost:1'), registry: 'images.example.com' } },
    /does not confirm that .* is its own/,
  ],
])('R45, attack 45: an unknown registry gets no token when the server %s', async (_how, answer, message) => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.on('POST /oauth/device/code', () => answer);
  const failure = await failureOf(context, fake.host);
  expect(failure).toMatchObject({ exitCode: 4, message: expect.stringMatching(message) });
  expect(fake.named('POST /v2/access-tokens/desktop-generate')).toEqual([]);
  expect(fake.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  expectNothingKept(context);
});

it('R30: waits the given interval before every request, and always five seconds longer after slow_down', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.once(POLL, pending, oauthError('slow_down'), pending, oauthError('slow_down'), pending);
  await login(context, fake.host, QUIET);
  expect(context.waits).toEqual([5, 5, 10, 10, 15, 15].map((seconds) => seconds * 1000));
});

it('keeps waiting, with longer intervals, while the server fails', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.once(POLL, { status: 200, lost: true }, { status: 503, body: {} }, pending);
  await login(context, fake.host, QUIET);
  expect(context.waits).toEqual([5, 10, 20, 20].map((seconds) => seconds * 1000));
});

it('exits with 4 when the login is refused in the browser', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.once(POLL, oauthError('access_denied'));
  expect(await failureOf(context, fake.host)).toMatchObject({
    exitCode: 4,
    message: expect.stringContaining('refused'),
  });
  expectNothingKept(context);
});

it.each([['expired_token'], ['authorization_pending']])(
  'exits with 1 when nobody approved in time (%s)',
  async (error) => {
    const [fake, context] = [await fakeLanyard(), testContext()];
    fake.on(POLL, () => oauthError(error));
    expect(await failureOf(context, fake.host)).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('expired'),
    });
    expect(context.waits.length).toBeLessThanOrEqual(120);
    expectNothingKept(context);
  },
);

it.each<[string, string, FakeAnswer, number]>([
  ['the registry refuses the token', 'GET /v2/', challenge(''), 4],
  ['the server refuses the new token', 'GET /token', { status: 401, body: { errors: [{ message: 'no' }] } }, 3],
  ['the server does not know the service', 'GET /token', { status: 400, body: { errors: [{ message: 'no' }] } }, 4],
  [
    'the server creates no token',
    'POST /v2/access-tokens/desktop-generate',
    { status: 403, body: { message: 'no' } },
    4,
  ],
  ['the server fails', 'POST /v2/access-tokens/desktop-generate', { status: 500, body: {} }, 5],
  ['the account has no usable name', 'GET /api/session', { status: 200, body: { name: '"; x' } }, 1],
])('stores nothing and ends the command-line login when %s', async (_why, name, answer, exitCode) => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.on(name, ({ headers }) => (name !== 'GET /v2/' || headers.authorization ? answer : challenge(fake.origin)));
  expect(await failureOf(context, fake.host)).toMatchObject({ exitCode });
  expect(fake.revoked).toEqual([fake.refreshToken()]);
  expectNothingKept(context);
});

it('replaces its own earlier command-line login and ends that on the server', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  await login(context, undefined, QUIET);
  expect(fake.revoked).toEqual(['refresh-1']);
  expect(await kept(context, fake.host)).toMatchObject({
    secret: 'auto-2',
    commandLines: [{ refreshToken: 'refresh-2' }],
  });
});

it('uses one token for all registries of a server', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  const second = fake.host.replace('127.0.0.1', 'localhost');
  await login(context, fake.host, QUIET);
  await login(context, second, QUIET);
  expect(await kept(context, fake.host)).toMatchObject({
    secret: 'auto-2',
    commandLines: [{ registries: [second, fake.host] }],
  });
  expect(await kept(context, second)).toMatchObject({ secret: 'auto-2' });
});

it('ends the command-line login of another account if no registry uses it any more', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, QUIET);
  fake.on('GET /api/session', () => ({ status: 200, body: { name: 'beta', email: '' } }));
  await login(context, fake.host, QUIET);
  expect(fake.revoked).toEqual(['refresh-1']);
  expect((await kept(context, fake.host)).commandLines).toMatchObject([{ account: 'beta', refreshToken: 'refresh-2' }]);
});

it('keeps the credential helper of another program, unless --replace is given', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  mkdirSync(context.environment.dockerFolder, { recursive: true });
  const file = join(context.environment.dockerFolder, 'config.json');
  writeFileSync(file, JSON.stringify({ credHelpers: { [fake.host]: 'pass' } }));
  expect(await failureOf(context, fake.host)).toMatchObject({
    exitCode: 1,
    hint: expect.stringContaining('--replace'),
  });
  expect(fake.requests).toEqual([]);
  await login(context, fake.host, { ...QUIET, replace: true });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ credHelpers: { [fake.host]: 'lanyard' } });
});

describe('attack 25: hostile registries and servers', () => {
  const own = (fake: FakeLanyard, other: FakeLanyard, name: string) => ({
    ...metadata(fake.origin),
    [name]: Object(metadata(other.origin))[name],
  });

  it.each(['issuer', 'device_authorization_endpoint', 'token_endpoint', 'revocation_endpoint'])(
    'sends nothing when the metadata name another server as %s',
    async (name) => {
      const [fake, other, context] = [await fakeLanyard(), await fakeLanyard(), testContext()];
      fake.on('GET /.well-known/oauth-authorization-server', () => ({ status: 200, body: own(fake, other, name) }));
      expect(await failureOf(context, fake.host)).toMatchObject({ exitCode: 4 });
      expect(other.requests).toEqual([]);
      expect(fake.named('POST /oauth/device/code')).toEqual([]);
    },
  );

  it.each(['verification_uri', 'verification_uri_complete'])(
    'does not show a page of another server (%s)',
    async (name) => {
      const [fake, context] = [await fakeLanyard(), testContext()];
      const body = { ...deviceCode(fake.origin), [name]: 'https://evil.example/activate' };
      fake.on('POST /oauth/device/code', () => ({ status: 200, body }));
      expect(await failureOf(context, fake.host)).toMatchObject({ exitCode: 4 });
      expect(context.notes.join('\n')).not.toContain('evil.example');
    },
  );

  it.each(['https://127.0.0.1:1', 'http://10.0.0.1', 'http://tokens.example.com', 'https://user@tokens.example.com'])(
    'does not use the realm %s',
    async (realm) => {
      const [fake, context] = [await fakeLanyard(), testContext()];
      fake.on('GET /v2/', () => challenge(realm));
      expect(await failureOf(context, fake.host)).toMatchObject({
        exitCode: 4,
        message: expect.stringContaining('unsafe'),
      });
      expect(fake.requests.map(({ name }) => name)).toEqual(['GET /v2/']);
    },
  );

  it('follows no redirect', async () => {
    const [fake, other, context] = [await fakeLanyard(), await fakeLanyard(), testContext()];
    for (const name of ['GET /v2/', 'GET /.well-known/oauth-authorization-server', 'POST /oauth/device/code']) {
      fake.once(name, { status: 302, headers: { location: other.origin } });
      await failureOf(context, fake.host);
    }
    expect(other.requests).toEqual([]);
  });

  it('shows messages of a server without terminal control characters', async () => {
    const [fake, context] = [await fakeLanyard(), testContext()];
    fake.once(POLL, {
      status: 400,
      body: { error: 'x', error_description: '\u001b]0;evil\u0007 \u202etxt'.repeat(100) },
    });
    const { message } = await failureOf(context, fake.host);
    expect(message).toMatch(/^[^\p{Cc}\p{Cf}]{1,400}$/u);
  });
});

it.each<[string, FakeAnswer, number]>([
  ['asks for no sign-in', { status: 200, body: {} }, 1],
  ['has no token server', { status: 401, body: {}, headers: { 'www-authenticate': 'Basic realm="a"' } }, 1],
  ['is no registry', { status: 404, body: {} }, 1],
])('explains the problem when the registry %s', async (_what, answer, exitCode) => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.on('GET /v2/', () => answer);
  expect(await failureOf(context, fake.host)).toMatchObject({ exitCode });
});

it('exits with 5 when the registry cannot be reached', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await fake.stop();
  expect(await failureOf(context, fake.host)).toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

it('R41: reads at most a megabyte of an answer', async () => {
  const [fake, context] = [await fakeLanyard(), testContext()];
  fake.on('GET /.well-known/oauth-authorization-server', () => ({
    status: 200,
    body: { ...metadata(fake.origin), endless: 'a'.repeat(1024 * 1024) },
  }));
  expect(await failureOf(context, fake.host)).toMatchObject({
    exitCode: 5,
    message: expect.stringContaining('too long'),
  });
});
