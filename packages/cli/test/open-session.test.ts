import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import { whoami } from '../src/commands/whoami.ts';
import { fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

const TOKEN = 'POST /oauth/token';
const SESSION = 'GET /api/session';

async function signedIn() {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, { browser: false });
  fake.requests.length = 0;
  context.waits.length = 0;
  return { fake, context };
}

const onDisk = ({ environment }: TestContext) =>
  readFileSync(join(environment.lanyardFolder, 'secrets.json'), 'utf8').match(/refresh-\d+/)?.[0];

const usedTokens = (requests: readonly { readonly form: Readonly<Record<string, string>> }[]) =>
  requests.map(({ form }) => form.refresh_token);

it('R7: stores the new refresh token before it uses the API token', async () => {
  const { fake, context } = await signedIn();
  let seen: string | undefined;
  fake.on(SESSION, () => {
    seen = onDisk(context);
    return { status: 200, body: { name: 'acme', email: '' } };
  });
  await whoami(context);
  expect(seen).toBe('refresh-2');
});

it('R7: tries the same refresh token again when the answer was lost', async () => {
  const { fake, context } = await signedIn();
  fake.once(TOKEN, { status: 200, lost: true });
  await whoami(context);
  expect(usedTokens(fake.named(TOKEN))).toEqual(['refresh-1', 'refresh-1']);
  expect(onDisk(context)).toBe('refresh-2');
});

it('R7: waits as long as the server says before it tries again', async () => {
  const { fake, context } = await signedIn();
  fake.once(TOKEN, { status: 200, lost: true }, { status: 429, headers: { 'retry-after': '5' }, body: {} });
  await whoami(context);
  expect(usedTokens(fake.named(TOKEN))).toEqual(['refresh-1', 'refresh-1', 'refresh-1']);
  expect(context.waits).toEqual([5000]);
});

it('keeps the command-line login and exits with 5 when the server cannot be reached', async () => {
  const { fake, context } = await signedIn();
  fake.once(TOKEN, { status: 200, lost: true }, { status: 200, lost: true });
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 5 });
  expect(fake.named(TOKEN)).toHaveLength(2);
  expect(onDisk(context)).toBe('refresh-1');
});

it.each([500, 503])('keeps the command-line login when the server answers %i', async (status) => {
  const { fake, context } = await signedIn();
  fake.once(TOKEN, { status, body: {} });
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 5 });
  expect(onDisk(context)).toBe('refresh-1');
});

it('removes a command-line login that has ended, with its tokens, and says how to sign in again', async () => {
  const { fake, context } = await signedIn();
  fake.once(TOKEN, { status: 400, body: { error: 'invalid_grant' } });
  const hint = `run: lanyard login ${fake.host}`;
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 3, hint });
  const left = JSON.parse(readFileSync(join(context.environment.lanyardFolder, 'secrets.json'), 'utf8'));
  expect(left.entries).toEqual({});
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 3, message: 'not signed in' });
});

it('R6: 20 commands at the same time never use one refresh token twice', async () => {
  const { fake, context } = await signedIn();
  await Promise.all(Array.from({ length: 20 }, () => whoami(context)));
  const used = usedTokens(fake.named(TOKEN));
  expect(used).toHaveLength(20);
  expect(new Set(used).size).toBe(20);
  expect(onDisk(context)).toBe(fake.refreshToken());
});

it("attack 25: sends no refresh token to a server that another server's metadata name", async () => {
  const { fake, context } = await signedIn();
  const evil = await fakeLanyard();
  fake.on('GET /.well-known/oauth-authorization-server', () => ({
    status: 200,
    body: { issuer: fake.origin, token_endpoint: `${evil.origin}/oauth/token` },
  }));
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 4 });
  expect(evil.requests).toEqual([]);
});

it('asks for a registry when there are several command-line logins', async () => {
  const { fake, context } = await signedIn();
  const other = await fakeLanyard();
  await login(context, other.host, { browser: false });
  await expect(whoami(context)).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining(other.host) });
  await whoami({ ...context, registry: fake.host });
  expect(context.results.at(-1)).toContain(fake.origin);
  await expect(whoami({ ...context, registry: 'a.example' })).rejects.toMatchObject({ exitCode: 3 });
});
