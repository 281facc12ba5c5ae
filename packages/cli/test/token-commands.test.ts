import { expect, it } from 'vitest';
import { login } from '../src/commands/login.ts';
import {
  tokenCreate,
  tokenLs,
  tokenPrune,
  tokenRename,
  tokenRm,
  tokenSetActive,
  tokenShow,
} from '../src/commands/token.ts';
import type { TokenView } from '../src/server/lanyard-api.ts';
import { type FakeLanyard, fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.now();

function token(number: number, more: Partial<TokenView> = {}): TokenView {
  return {
    id: `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`,
    description: `token ${number}`,
    origin: 'manual',
    status: 'active',
    grants: [{ type: 'repository', pattern: 'acme/*', actions: ['pull', 'push'], visibility: 'any' }],
    createdAt: new Date(NOW - DAY_MS).toISOString(),
    createdFrom: { address: '192.0.2.1', client: 'curl/8' },
    expiresAt: null,
    lastUsed: null,
    ...more,
  };
}

async function withTokens(tokens: readonly TokenView[], more: Partial<TestContext> = {}) {
  const [fake, context] = [await fakeLanyard(), testContext(more)];
  await login(context, fake.host, { browser: false });
  context.results.length = 0;
  context.notes.length = 0;
  fake.on('GET /api/tokens', ({ query }) => {
    const start = (Number(query.get('page')) - 1) * Number(query.get('pageSize'));
    return { status: 200, body: { tokens: tokens.slice(start, start + Number(query.get('pageSize'))) } };
  });
  for (const one of tokens) {
    fake.on(`GET /api/tokens/${one.id}`, () => ({ status: 200, body: one }));
    fake.on(`PATCH /api/tokens/${one.id}`, ({ body }) => ({ status: 200, body: { ...one, ...JSON.parse(body) } }));
    fake.on(`DELETE /api/tokens/${one.id}`, () => ({ status: 204 }));
  }
  return { fake, context };
}

const idOf = (number: number) => token(number).id;
const deleted = (fake: FakeLanyard) =>
  fake.requests.filter(({ name }) => name.startsWith('DELETE ')).map(({ name }) => name.split('/').at(-1));

it('lists all tokens, from all pages', async () => {
  const tokens = Array.from({ length: 250 }, (_, at) => token(at + 1));
  const { fake, context } = await withTokens(tokens, { json: true });
  await tokenLs(context, { status: 'active' });
  expect(JSON.parse(context.results.join(''))).toEqual(tokens);
  expect(fake.named('GET /api/tokens').map(({ query }) => query.get('status'))).toEqual(['active', 'active', 'active']);
});

it('prints a table for a person, and complete fields separated by tabs for a program', async () => {
  const used = { at: '2026-11-20T08:00:00.000Z', address: '192.0.2.7', client: 'docker/28' };
  const one = token(1, {
    createdAt: '2026-11-01T00:00:00.000Z',
    lastUsed: used,
    origin: 'auto',
    description: 'ä\tb\u001b[1m\u202e',
  });
  const { context } = await withTokens([one]);
  await tokenLs(context, {});
  await tokenLs({ ...context, terminal: { ...context.terminal, showsTables: true, columns: 200 } }, {});
  expect(context.results).toEqual([
    `${one.id}\tä?b?[1m?\tauto-generated\tactive\t2026-11-01T00:00:00.000Z\t${used.at}\tnever\tacme/*:pull,push\n`,
    'ID        DESCRIPTION  SOURCE          STATUS  CREATED     LAST USED   EXPIRES  MAY\n' +
      '00000001  ä?b?[1m?     auto-generated  active  2026-11-01  2026-11-20  never    acme/*:pull,push\n',
  ]);
});

it('creates a token and prints only its secret on standard output', async () => {
  const { fake, context } = await withTokens([]);
  fake.on('POST /api/tokens', () => ({ status: 201, body: { token: token(1), secret: 'the secret' } }));
  await tokenCreate(context, 'ci', { grant: ['acme/app:pull,push', '*:pull'], catalog: true, expires: '30d' });
  expect(context.results).toEqual(['the secret\n']);
  expect(context.notes.join('')).not.toContain('the secret');
  expect(JSON.parse(fake.named('POST /api/tokens')[0]?.body ?? '')).toEqual({
    description: 'ci',
    grants: [
      { type: 'repository', pattern: 'acme/app', actions: ['pull', 'push'], visibility: 'any' },
      { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' },
      { type: 'catalog' },
    ],
    expiresAt: new Date(context.now() + 30 * DAY_MS).toISOString(),
  });
});

it.each([
  [{ expires: '30d' }, 'say what the token may do'],
  [{ expires: 'soon', grant: ['a:pull'] }, '"soon" is not an expiry'],
  [{ expires: '2020-01-01', grant: ['a:pull'] }, '"2020-01-01" is in the past'],
  [{ expires: '30d', grant: ['a'] }, '"a" is not PATTERN:ACTION'],
  [{ expires: '30d', grant: ['a:'] }, 'unknown action "" in "a:"'],
  [{ expires: '30d', grant: [':pull'] }, '":pull" is not PATTERN:ACTION'],
  [{ expires: '30d', grant: ['a:pull,admin'] }, 'unknown action "admin" in "a:pull,admin"'],
])('R21: refuses %j', async (options, message) => {
  const { fake, context } = await withTokens([]);
  await expect(tokenCreate(context, 'ci', options)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
  expect(fake.named('POST /api/tokens')).toEqual([]);
});

it.each([
  ['acme/app:pul', 'did you mean pull?'],
  ['acme/app:PUSH', 'did you mean push?'],
  ['acme/app:remove', 'the actions are pull, push, delete; for example acme/app:pull,push or "acme/*:pull"'],
])('suggests what the user probably meant with --grant %s', async (grant, hint) => {
  const { context } = await withTokens([]);
  await expect(tokenCreate(context, 'ci', { grant: [grant] })).rejects.toMatchObject({ hint });
});

it('asks a person for the values of a new token, and asks again after a wrong answer', async () => {
  const { fake, context } = await withTokens([]);
  fake.on('POST /api/tokens', () => ({ status: 201, body: { token: token(1), secret: 'the secret' } }));
  const answers = ['', 'CI of app', 'acme/app:pul', 'acme/app:pull acme/lib:push', 'soon', '30d'];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift() ?? expect.unreachable('it asked too often');
  };
  await tokenCreate({ ...context, terminal: { ...context.terminal, isInteractive: true, ask } }, undefined, {});
  expect(JSON.parse(fake.named('POST /api/tokens')[0]?.body ?? '')).toMatchObject({
    description: 'CI of app',
    grants: [{ pattern: 'acme/app', actions: ['pull'] }, { pattern: 'acme/lib' }],
    expiresAt: new Date(context.now() + 30 * DAY_MS).toISOString(),
  });
  expect(asked.map((question) => question.split(/[ ,?]/)[0])).toEqual(['What', 'What', 'What', 'What', 'When', 'When']);
  expect(context.notes.join('\n')).toContain('did you mean pull?');
});

it('says at once if a rule of an organization will stop the new token, and why, beside its secret', async () => {
  const { fake, context } = await withTokens([token(2)]);
  const stop = { organization: 'acme', rule: 'maximumTokenLifetimeSeconds', seconds: 2_592_000 };
  const stops = [{ ...stop, at: '2027-01-31T12:00:00.000Z' }];
  fake.on('POST /api/tokens', () => ({ status: 201, body: { token: token(1), secret: 'the secret', stops } }));
  await tokenCreate(context, 'ci', { grant: ['acme/app:pull'] });
  expect(context.results).toEqual(['the secret\n']);
  expect(context.notes.at(-1)).toBe(`${idOf(1)} will not reach acme from 2027-01-31 on: it lives longer than 30 days`);
  const rest = { organization: 'acme', rule: 'tokenUnusedSeconds', seconds: 604_800, at: null };
  fake.on(`PATCH /api/tokens/${idOf(2)}`, () => ({ status: 200, body: { ...token(2), stops: [rest] } }));
  await tokenSetActive(context, [idOf(2)], true);
  expect(context.notes.at(-1)).toBe(`${idOf(2)} does not reach acme: it was not used there for 7 days`);
  const aged = { ...stop, at: null, isByAge: true };
  fake.on(`PATCH /api/tokens/${idOf(2)}`, () => ({ status: 200, body: { ...token(2), stops: [aged] } }));
  await tokenSetActive(context, [idOf(2)], true);
  expect(context.notes.at(-1)).toBe(`${idOf(2)} does not reach acme: it is older than 30 days`);
});

it('asks nothing if nobody can answer', async () => {
  const { fake, context } = await withTokens([]);
  await expect(tokenCreate(context, undefined, { grant: ['a:pull'] })).rejects.toMatchObject({ exitCode: 2 });
  expect(fake.named('POST /api/tokens')).toEqual([]);
});

it('leaves out columns if the terminal is narrow, and keeps what a person needs', async () => {
  const { context } = await withTokens([token(1, { description: 'CI of the application server' })]);
  await tokenLs({ ...context, terminal: { ...context.terminal, showsTables: true, columns: 80 } }, {});
  const [heading = '', row = ''] = context.results.join('').split('\n');
  expect(heading.split(/ {2,}/)).toEqual(['ID', 'DESCRIPTION', 'STATUS', 'EXPIRES', 'MAY']);
  expect(row).toContain('acme/*:pull,push');
  expect(row.length).toBeLessThanOrEqual(80);
});

it('accepts the first characters of an id', async () => {
  const { fake, context } = await withTokens([token(1), token(2)]);
  await tokenShow(context, '00000002');
  expect(context.results.join('')).toContain(`id:           ${idOf(2)}`);
  await tokenRename(context, '00000001', 'new');
  await tokenSetActive(context, ['00000001', idOf(2)], false);
  expect(fake.named(`PATCH /api/tokens/${idOf(1)}`).map(({ body }) => JSON.parse(body))).toEqual([
    { description: 'new' },
    { active: false },
  ]);
  expect(context.results.slice(1)).toEqual([
    `renamed ${idOf(1)}\n`,
    `deactivated ${idOf(1)}\ndeactivated ${idOf(2)}\n`,
  ]);
});

it.each([
  ['0000', 2, 'several access tokens begin with 0000'],
  ['ffff', 4, 'no access token begins with ffff'],
  ['../admin', 2, 'this is not the id of a token'],
  ['', 2, 'this is not the id of a token'],
])('deletes nothing when one of the ids is %j', async (id, exitCode, message) => {
  const { fake, context } = await withTokens([token(1), token(2)]);
  await expect(tokenRm(context, [idOf(1), id])).rejects.toMatchObject({ exitCode, message });
  expect(deleted(fake)).toEqual([]);
});

const OLD = new Date(NOW - 100 * DAY_MS).toISOString();
const used = (at: string) => ({ at, address: '192.0.2.1', client: '' });
const PRUNABLE = [
  token(1, { status: 'expired' }),
  token(2, { createdAt: OLD }),
  token(3, { createdAt: OLD, lastUsed: used(OLD), status: 'inactive' }),
];
const KEPT = [token(4), token(5, { createdAt: OLD, lastUsed: used(new Date(NOW - DAY_MS).toISOString()) })];
const PRUNE = { unused: '90d' };

it('prunes expired tokens and tokens that were not used for a long time', async () => {
  const { fake, context } = await withTokens([...PRUNABLE, ...KEPT]);
  await tokenPrune(context, { ...PRUNE, yes: true });
  expect(deleted(fake)).toEqual(PRUNABLE.map(({ id }) => id));
  expect(context.results).toEqual(['deleted 3 of 3 found\n']);
});

it('prunes nothing in a dry run', async () => {
  const { fake, context } = await withTokens([...PRUNABLE, ...KEPT]);
  await tokenPrune(context, { ...PRUNE, yes: true, dryRun: true });
  expect(deleted(fake)).toEqual([]);
  expect(context.results.join('').split('\n')).toHaveLength(4);
});

it('prunes nothing without a confirmation', async () => {
  const { fake, context } = await withTokens(PRUNABLE);
  await expect(tokenPrune(context, PRUNE)).rejects.toMatchObject({ exitCode: 2 });
  await tokenPrune({ ...context, terminal: { ...context.terminal, isInteractive: true } }, PRUNE);
  expect(deleted(fake)).toEqual([]);
  expect(context.results).toEqual(['deleted 0 of 3 found\n']);
});

it.each<[number, unknown, number, string]>([
  [401, { error: { message: 'sign in first' } }, 3, 'sign in first'],
  [403, { error: { message: 'not yours' } }, 4, 'not yours'],
  [404, { error: { message: 'access token not found' } }, 4, 'access token not found'],
  [400, { error: { message: 'description: is too long', field: 'description' } }, 4, 'description: is too long'],
  [503, { error: { message: 'the database cannot be reached' } }, 5, 'the database cannot be reached'],
  [500, 'not JSON', 5, 'it answered 500'],
])('explains the status %i', async (status, body, exitCode, message) => {
  const { fake, context } = await withTokens([token(1)]);
  fake.on(`GET /api/tokens/${idOf(1)}`, () => ({ status, body }));
  await expect(tokenShow(context, idOf(1))).rejects.toMatchObject({
    exitCode,
    message: `${fake.origin} refused it: ${message}`,
  });
});
