import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { oldRowsRemoved } from '../../support/lanyard/background-work.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { type BuiltInGate, startBuiltInGate } from '../../support/lanyard/start-built-in-gate.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type HttpServer, serveHttp } from '../../support/programs/serve-http.ts';

describeWith(['postgres'], 'two pushes of one new immutable tag through two gates', () => {
  let lanyard: Lanyard;
  let registry: HttpServer;
  let secretOfGate: string;
  let ada: SampleAccount;
  let registryToken: string;
  const gates: BuiltInGate[] = [];
  const tags = new Map<string, string>();
  /** A push waits in the registry for this. */
  let mayEnd: Promise<unknown> = Promise.resolve();
  let fails = false;

  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    registry = await serveHttp(async (request, response) => {
      const answer = (status: number, text = '') => void response.writeHead(status).end(text);
      const tag = request.url ?? '';
      if (request.method === 'GET') return tag === '/v2/' || tags.has(tag) ? answer(200, tags.get(tag)) : answer(404);
      let text = '';
      for await (const chunk of request) text += chunk;
      await mayEnd;
      if (fails) return answer(400);
      tags.set(tag, text);
      answer(201);
    });
    secretOfGate = await secretOfDefaultGate(lanyard);
    await operatorRuns(lanyard, `registry set-internal-url default ${registry.url}`);
    for (let one = 0; one < 2; one += 1) gates.push(await startBuiltInGate(lanyard, { upstream: registry.url }));
    ada = await sampleAccount(lanyard, 'ada');
    await ada.browser.post('/api/repositories', { name: 'ada/app' });
    await ada.browser.patch('/api/repository?name=ada/app', { immutableTags: ['^v'] });
    const { secret } = await sampleToken(ada, { actions: ['pull', 'push'] });
    const scopes = ['repository:ada/app:pull,push'];
    registryToken = (await requestToken(lanyard, { credential: `ada:${secret}`, scopes })).body.token;
  });
  afterAll(async () => {
    for (const gate of gates) await gate[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
    await lanyard?.stop();
  });

  async function push(gate: number, tag: string, text = `${gate}`) {
    const headers = { authorization: `Bearer ${registryToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${gates[gate]?.url}/v2/ada/app/manifests/${tag}`, {
      method: 'PUT',
      headers,
      body: text,
    });
    return { status: answer.status, text: await answer.text() };
  }

  async function pushThroughProxy(tag: string): Promise<number> {
    const headers = {
      'x-lanyard-gate': secretOfGate,
      'x-forwarded-method': 'PUT',
      'x-forwarded-uri': `/v2/ada/app/manifests/${tag}`,
      authorization: `Bearer ${registryToken}`,
    };
    return (await lanyard.browser().request('GET', '/gate/default', { headers })).status;
  }

  it('lets exactly one of them pass, which the registry then has', async () => {
    for (let round = 0; round < 10; round += 1) {
      const tag = `v${round}`;
      const { promise, resolve } = Promise.withResolvers<void>();
      mayEnd = promise;
      const pushes = [push(0, tag), push(1, tag)];
      // The one that passed waits in the registry, so the first answer is the refusal.
      const refused = await Promise.race(pushes);
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('another push of it began')]);
      resolve();
      const answers = await Promise.all(pushes);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 403]);
      const winner = answers.findIndex(({ status }) => status === 201);
      expect(tags.get(`/v2/ada/app/manifests/${tag}`)).toBe(`${winner}`);
      expect((await push(1 - winner, tag)).text).toContain('is immutable; push another tag');
    }
  });

  it('lets the next push pass at once if the registry refused the first', async () => {
    fails = true;
    expect((await push(0, 'v-refused')).status).toBe(400);
    fails = false;
    await expect.poll(async () => (await push(1, 'v-refused')).status).toBe(201);
  });

  it('lets one pass through the gate of a proxy, and another after a minute if nothing was pushed', async () => {
    const answers = await Promise.all([pushThroughProxy('v-proxy'), pushThroughProxy('v-proxy')]);
    expect(answers.sort()).toEqual([204, 403]);
    lanyard.clock.advance(61);
    expect(await pushThroughProxy('v-proxy')).toBe(204);
    lanyard.clock.advance(61);
    await oldRowsRemoved(lanyard);
    expect(await lanyard.services.store.read.tagClaims.countOf(await placeOfApp())).toBe(0);
  });

  async function placeOfApp() {
    const registryId = (await lanyard.services.store.read.registries.byName('default'))?.id ?? '';
    return { registryId, repository: 'ada/app' };
  }
});
