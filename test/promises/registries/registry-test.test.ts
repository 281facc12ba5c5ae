import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { freePort, serveHttp } from '../../support/programs/serve-http.ts';

interface Answers {
  readonly challenge?: (lanyard: Lanyard) => string;
  /** The status of the answer to a request with a token. */
  readonly status?: number;
  /** Sends no challenge for an invalid token, like zot. */
  readonly isMute?: boolean;
}

describe('the test of a registry', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard();
  });
  afterAll(() => lanyard.stop());

  const right = ({ url }: Lanyard) => `Bearer realm="${url}/token",service="lanyard"`;

  const isSigned = async (authorization: string) => {
    const registry = lanyard.services.registryTokens.registryOf('lanyard');
    const token = authorization.replace('Bearer ', '');
    return registry !== undefined && (await lanyard.services.registryTokens.verify(registry, token)) !== undefined;
  };

  /** What the command prints, and its error if it fails. */
  async function tested({ challenge = right, status = 200, isMute = false }: Answers = {}): Promise<string> {
    await using registry = await serveHttp(async ({ headers }, response) => {
      const isGood = headers.authorization === undefined || (await isSigned(headers.authorization));
      if (headers.authorization !== undefined && isGood) return void response.writeHead(status).end();
      if (!isGood && isMute) return void response.writeHead(401).end();
      response.writeHead(challenge(lanyard) === '' ? 200 : 401, { 'www-authenticate': challenge(lanyard) }).end();
    });
    const running = operatorRuns(lanyard, `registry test default --url ${registry.url}`);
    return await running.catch((error: Error) => error.message);
  }

  it('passes if it sends its clients here and accepts what this server signs', async () => {
    const printed = await tested();
    expect(printed.match(/^ok {6}/gm)).toHaveLength(5);
    expect(printed).not.toContain('FAILED');
  });

  it.each<readonly [string, Answers]>([
    ['lets everybody in', { challenge: () => '' }],
    ['names another realm', { challenge: () => 'Bearer realm="https://elsewhere.example/token",service="lanyard"' }],
    ['names another service', { challenge: ({ url }) => `Bearer realm="${url}/token",service="other"` }],
    ['refuses the token', { status: 401 }],
  ])('fails if it %s', async (_what, answers) => {
    expect(await tested(answers)).toMatch(/^[123] of 6 checks failed$/);
  });

  it('notes how long an upload may take if an expired token gets no challenge', async () => {
    expect(await tested({ isMute: true })).toMatch(/^note .*an upload with crane or oras must end within 300 s/m);
  });

  it('R52: reports an address that bypasses the gate, also one that is given with --url', async () => {
    const server = await startLanyard();
    const reached = async (isGated: boolean) => {
      await using registry = await serveHttp(async ({ headers }, response) => {
        const { registryTokens } = server.services;
        const known = registryTokens.registryOf('lanyard');
        const claims =
          known && (await registryTokens.verify(known, headers.authorization?.replace('Bearer ', '') ?? ''));
        const passes = claims && !(isGated && claims.credential?.type === 'token');
        response.writeHead(passes ? 200 : 401, { 'www-authenticate': right(server) }).end();
      });
      const running = operatorRuns(server, `registry test default --url ${registry.url}`);
      return await running.catch(({ message }: Error) => message);
    };
    expect(await reached(false)).not.toContain('gate');
    await operatorRuns(
      server,
      'registry gate default --for nginx --upstream http://127.0.0.1:5000 --host registry.example.com',
    );
    expect(await reached(true)).toContain('ok      no request bypasses its gate');
    expect(await reached(false)).toBe('1 of 7 checks failed');
    await server.stop();
  });

  it('uses the stored address when an administrator tests it on its page, and nobody else can', async () => {
    const root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    const test = async (browser: Browser) => browser.post('/api/registries/default/test');
    await using registry = await serveHttp(async ({ headers }, response) => {
      const isGood = headers.authorization !== undefined && (await isSigned(headers.authorization));
      response.writeHead(isGood ? 200 : 401, { 'www-authenticate': right(lanyard) }).end();
    });
    const patch = (internalUrl: string | null) => root.browser.patch('/api/registries/default', { internalUrl });
    await patch(registry.url);
    const { status, body } = await test(root.browser);
    expect([status, body.address]).toEqual([200, registry.url]);
    expect(body.checks.filter(({ fault }: { fault: string | null }) => fault !== null)).toEqual([]);
    await patch(`http://127.0.0.1:${await freePort()}`);
    const unreached = (await test(root.browser)).body.checks;
    expect(unreached).toEqual([{ what: 'it answers', fault: expect.stringContaining('ECONNREFUSED'), note: null }]);
    await patch(null);
    expect((await test(root.browser)).body.checks[0].fault).toContain('the registry has no host yet');
    const person = await sampleAccount(lanyard, 'person');
    expect((await test(person.browser)).status).toBe(403);
  });

  it('says which address does not answer', async () => {
    const reason = expect.stringContaining('does not answer: ECONNREFUSED');
    const testing = operatorRuns(lanyard, `registry test default --url http://127.0.0.1:${await freePort()}`);
    await expect(testing).rejects.toMatchObject({ code: 'invalid-input', data: { field: 'url', reason } });
  });

  it.each([
    ['tokens at another port', ['localhost:5000'], /^note .*not at localhost:5000: current caches/m],
    ['a registrable domain of another owner', ['registry.co.uk'], /^note .*not at registry\.co\.uk/m],
    ['no host yet', [], /^note .*set-hosts default/m],
  ])('notes that a pull-through cache cannot use it, with %s', async (_what, hosts, note) => {
    await operatorRuns(lanyard, ['registry set-hosts default', ...hosts].join(' '));
    expect(await tested()).toMatch(note);
  });

  it('knows that a cache can use it in the same domain', async () => {
    await operatorRuns(lanyard, `registry set-hosts default ${new URL(lanyard.url).host}`);
    expect(await tested()).toMatch(/^ok +a pull-through cache can use it/m);
  });
});
