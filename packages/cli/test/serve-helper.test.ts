import { expect, it } from 'vitest';
import { serveHelper } from '../src/helper/serve-helper.ts';
import { testEnvironment } from './test-context.ts';

const HOST = 'registry.example.com';
const SECRET = 'a secret of the helper test';
const NOT_FOUND = 'credentials not found in native keychain';

function helper(environment = testEnvironment()) {
  const told: string[] = [];
  const run = (action: string, input = '') =>
    serveHelper([action], { environment, readInput: () => input, note: (line) => told.push(line) });
  return { run, told, store: (host: string, secret = SECRET) => run('store', stored(host, secret)) };
}

function stored(host: string, secret: string): string {
  return JSON.stringify({ ServerURL: host, Username: 'acme', Secret: secret });
}

it('returns what was stored, for every spelling that docker uses', async () => {
  const { run, store } = helper();
  await store(`https://${HOST}/v1/`);
  for (const address of [HOST, `http://${HOST}`, `https://${HOST}`, `https://${HOST}/v1/`]) {
    expect(JSON.parse(await run('get', address))).toEqual({ ServerURL: address, Username: 'acme', Secret: SECRET });
  }
});

it('accepts an address with a line break, as people type it', async () => {
  const { run, store } = helper();
  await store(HOST);
  for (const end of ['\n', '\r\n']) {
    expect(JSON.parse(await run('get', `${HOST}${end}`))).toMatchObject({ ServerURL: HOST, Username: 'acme' });
  }
});

it('lists hosts and accounts, but no secret', async () => {
  const { run, store } = helper();
  await store(HOST);
  await store('localhost:5000');
  expect(JSON.parse(await run('list'))).toEqual({ [HOST]: 'acme', 'localhost:5000': 'acme' });
});

it('lists nothing before the first store', async () => {
  expect(await helper().run('list')).toBe('{}\n');
});

it('erases an entry, and succeeds when there is none', async () => {
  const { run, store, told } = helper();
  await store(HOST);
  for (const address of [HOST, `http://${HOST}`, `https://${HOST}`]) expect(await run('erase', address)).toBe('');
  await expect(run('get', HOST)).rejects.toThrow(new Error(NOT_FOUND));
  expect(told).toEqual([]);
});

it.each([
  ['get', '', 'no credentials server URL'],
  ['erase', '', 'no credentials server URL'],
  ['get', '\n', 'no credentials server URL'],
  ['store', '', 'no credentials server URL'],
  ['store', '{}', 'no credentials server URL'],
  ['store', '{"ServerURL":""}', 'no credentials server URL'],
  ['store', '{"ServerURL":"a.example"}', 'no credentials username'],
  ['store', '{"ServerURL":"a.example","Username":""}', 'no credentials username'],
  ['get', 'a.example', NOT_FOUND],
])('%s with %j fails with the message that clients expect', async (action, input, message) => {
  await expect(helper().run(action, input)).rejects.toThrow(new Error(message));
});

it.each(['', 'GET', 'get ', 'help', '--version', '__proto__', 'constructor'])(
  'refuses the unknown action %j',
  async (action) => {
    await expect(helper().run(action)).rejects.toThrow(
      /^use: docker-credential-lanyard get\|store\|erase\|list\|version$/,
    );
  },
);

it('R45: refuses to store a secret for a hostile host', async () => {
  const { run, store } = helper();
  await store(HOST);
  const evil = ['registry.example.com\nhost=evil.example', 'https://a@registry.example.com', 'registry.example.com/x'];
  for (const host of evil) await expect(store(host, 'planted')).rejects.toThrow('not the name of a registry');
  expect(JSON.parse(await run('get', HOST)).Secret).toBe(SECRET);
});

it('R45: accepts a host with the name of a built-in property', async () => {
  const { run, store } = helper();
  await expect(run('get', 'constructor')).rejects.toThrow(NOT_FOUND);
  await store('constructor');
  expect(JSON.parse(await run('get', 'constructor')).Secret).toBe(SECRET);
});

it('stores a secret with every kind of character', async () => {
  const { run, store } = helper();
  const secret = 'quote " backslash \\ newline \n umlaut ä 😀';
  await store(HOST, secret);
  expect(JSON.parse(await run('get', HOST)).Secret).toBe(secret);
});
