import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import { logout } from '../src/commands/logout.ts';
import { serveHelper } from '../src/helper/serve-helper.ts';
import { fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

async function signedIn() {
  const [fake, context] = [await fakeLanyard(), testContext()];
  await login(context, fake.host, { browser: false });
  context.results.length = 0;
  context.notes.length = 0;
  return { fake, context };
}

function left({ environment }: TestContext) {
  const read = (folder: string, file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  return {
    secrets: Object.keys(read(environment.lanyardFolder, 'secrets.json').entries),
    helpers: Object.keys(read(environment.dockerFolder, 'config.json').credHelpers ?? {}),
  };
}

const NOTHING = { secrets: [], helpers: [] };

it('ends the command-line login on the server and removes it from this machine', async () => {
  const { fake, context } = await signedIn();
  await logout(context, undefined, {});
  expect(fake.named('POST /oauth/revoke').map(({ form }) => form)).toEqual([
    { token: 'refresh-1', token_type_hint: 'refresh_token', tokens: 'auto', client_id: 'lanyard-cli' },
  ]);
  expect(left(context)).toEqual(NOTHING);
  expect(context.results).toEqual([`signed out of ${fake.host}\n`]);
});

it('lists the access tokens that the login created and that still work, without control characters', async () => {
  const { fake, context } = await signedIn();
  const left = [{ id: 'c0ffee00-1111-4111-8111-111111111111', description: 'ci\u001b[2J' }];
  fake.on('POST /oauth/revoke', () => ({ status: 200, body: { tokens_left: left } }));
  await logout(context, undefined, {});
  expect(context.notes.slice(-2)).toEqual([
    `note: this command line created access tokens that still work; delete them at ${fake.origin}/account/tokens`,
    '  c0ffee00  ci?[2J',
  ]);
});

it('also deletes the access tokens that the login created, with --end-tokens', async () => {
  const { fake, context } = await signedIn();
  await logout(context, undefined, { endTokens: true });
  expect(fake.named('POST /oauth/revoke')[0]?.form.tokens).toBe('all');
});

it('removes it from this machine, says so, and exits with 5 when the server cannot be reached', async () => {
  const { fake, context } = await signedIn();
  await fake.stop();
  await expect(logout(context, fake.host, {})).rejects.toMatchObject({
    exitCode: 5,
    message: expect.stringMatching(/^signed out only on this machine/),
    hint: `delete the token on the pages of ${fake.origin}`,
  });
  expect(left(context)).toEqual(NOTHING);
});

it('keeps the command-line login while another registry of the server uses it', async () => {
  const { fake, context } = await signedIn();
  const second = fake.host.replace('127.0.0.1', 'localhost');
  await login(context, second, { browser: false });
  fake.revoked.length = 0;
  await expect(logout(context, undefined, {})).rejects.toMatchObject({
    exitCode: 2,
    hint: expect.stringContaining('--all'),
  });
  await logout(context, fake.host, {});
  expect(fake.revoked).toEqual([]);
  expect(context.notes.at(-1)).toBe(`note: you are still signed in at ${fake.origin} for ${second}`);
  await logout(context, second, {});
  expect(fake.revoked).toEqual(['refresh-2']);
  expect(left(context)).toEqual(NOTHING);
});

it('says that the created tokens stay if the login continues for another registry', async () => {
  const { fake, context } = await signedIn();
  await login(context, fake.host.replace('127.0.0.1', 'localhost'), { browser: false });
  await logout(context, fake.host, { endTokens: true });
  expect(context.notes.at(-1)).toBe('note: the access tokens that this command line created stay until its login ends');
});

it('ends all command-line logins with --all', async () => {
  const { fake, context } = await signedIn();
  const other = await fakeLanyard();
  await login(context, other.host, { browser: false });
  await logout(context, undefined, { all: true });
  expect([fake.revoked, other.revoked]).toEqual([['refresh-1'], ['refresh-1']]);
  expect(left(context)).toEqual(NOTHING);
});

it('ends the command-line login even after docker logout removed the token', async () => {
  const { fake, context } = await signedIn();
  const { environment } = context;
  const told: string[] = [];
  await serveHelper(['erase'], { environment, readInput: () => fake.host, note: (line) => told.push(line) });
  expect(told).toEqual([
    `lanyard: removed on this machine; run: lanyard logout ${fake.host}, to end the command-line login on the server too`,
  ]);
  await logout(context, fake.host, {});
  expect(fake.revoked).toEqual(['refresh-1']);
  expect(left(context)).toEqual(NOTHING);
});

it('exits with 3 when nobody is signed in', async () => {
  const { fake, context } = await signedIn();
  await expect(logout(context, 'a.example', {})).rejects.toMatchObject({ exitCode: 3 });
  await logout(context, fake.host, {});
  await expect(logout(context, undefined, {})).rejects.toMatchObject({ exitCode: 3, message: 'not signed in' });
});
