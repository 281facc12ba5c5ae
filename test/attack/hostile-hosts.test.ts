import { expect, it } from 'vitest';
import { CliError } from '../../packages/cli/src/cli-error.ts';
import { serveHelper } from '../../packages/cli/src/helper/serve-helper.ts';
import { registryHost } from '../../packages/cli/src/registry-host.ts';
import { testEnvironment } from '../../packages/cli/test/test-context.ts';
import { hostileHosts, isTypedLine } from '../support/forgeries/hostile-hosts.ts';

const VICTIM = 'images.acme.example';
const corpus = hostileHosts(VICTIM);

it('R45: the list has at least 200 different hostile hosts', () => {
  expect(new Set(corpus).size).toBeGreaterThanOrEqual(200);
});

it('R45: no hostile host has the same storage key as the host that it imitates', () => {
  expect(corpus.filter((host) => keyOf(host) === VICTIM)).toEqual([]);
});

it('R45: an error message does not repeat the refused host', () => {
  const repeated = corpus.filter((host) => host.length > 3 && messageOf(host).includes(host));
  expect(repeated).toEqual([]);
});

it("R45: the credential helper gives no hostile host the victim's secret, and none can erase it", async () => {
  const environment = testEnvironment();
  const run = (action: string, input: string) =>
    serveHelper([action], { environment, readInput: () => input, note: () => undefined });
  await run('store', JSON.stringify({ ServerURL: VICTIM, Username: 'acme', Secret: 'of the victim' }));
  for (const host of corpus.filter((one) => !isTypedLine(one))) {
    const answer = await run('get', host).catch((error: Error) => error.message);
    expect(answer).not.toContain('of the victim');
    await run('erase', host).catch(() => undefined);
  }
  expect(JSON.parse(await run('get', VICTIM)).Secret).toBe('of the victim');
});

it('R45: all spellings that docker uses for one host have one storage key', () => {
  const spellings = [VICTIM, `https://${VICTIM}`, `http://${VICTIM}`, `https://${VICTIM}/`, `https://${VICTIM}/v1/`];
  const more = [`https://${VICTIM}/v2/`, `https://${VICTIM}/v1`, VICTIM.toUpperCase()];
  expect(new Set([...spellings, ...more].map(registryHost))).toEqual(new Set([VICTIM]));
});

it.each([
  ['localhost:5000', 'localhost:5000'],
  ['http://127.0.0.1:5000', '127.0.0.1:5000'],
  ['[::1]:5000', '[::1]:5000'],
  ['[0:0:0:0:0:0:0:1]', '[::1]'],
  ['registry.example.com:443', 'registry.example.com:443'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
])('R45: %s has the storage key %s', (text, key) => {
  expect(registryHost(text)).toBe(key);
});

it.each([
  '127.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '0177.0.0.1',
  '127.0.0.01',
  '256.0.0.1',
  '1.2.3.4.5',
  'a.0x1',
  'a.1',
])('R45: refuses %s, an unusual spelling that resolvers read as an address', (text) => {
  expect(() => registryHost(text)).toThrow('its address is malformed');
});

it('R41: a host of a million characters is refused quickly', () => {
  for (const part of ['a', '.', ':', '/', '[', 'a.', '1'])
    expect(() => registryHost(part.repeat(1_000_000))).toThrow(CliError);
});

function keyOf(host: string): string | undefined {
  try {
    return registryHost(host);
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

function messageOf(host: string): string {
  try {
    return registryHost(host) && '';
  } catch (error) {
    return `${(error as CliError).message} ${(error as CliError).hint}`;
  }
}
