import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { passagesWritten } from '../../support/lanyard/background-work.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type PostgresProxy, startPostgresProxy } from '../../support/programs/postgres-proxy.ts';

const METRICS_TOKEN = 'm'.repeat(32);

describeWith(['postgres'], 'the gate while the database does not answer', () => {
  let proxy: PostgresProxy;
  let lanyard: Lanyard;
  let ada: SampleAccount;
  let secret: string;
  let registryToken: string;

  beforeAll(async () => {
    proxy = await startPostgresProxy(await migratedDatabase());
    const settings = { LANYARD_GATE_READS_WHEN_DOWN: '120', LANYARD_METRICS_TOKEN: METRICS_TOKEN };
    lanyard = await startLanyard({ databaseUrl: proxy.url, settings });
    secret = await guardDefault(lanyard);
    ada = await sampleAccount(lanyard, 'ada');
    await ada.browser.post('/api/repositories', { name: 'ada/app' });
    const token = await sampleToken(ada, { actions: ['pull', 'push'] });
    const scopes = ['repository:ada/app:pull,push'];
    registryToken = (await requestToken(lanyard, { credential: `ada:${token.secret}`, scopes })).body.token;
  });
  afterAll(async () => {
    await lanyard?.stop();
    proxy?.stop();
  });

  async function ask(method: string, target: string, token = registryToken) {
    const headers = {
      'x-lanyard-gate': secret,
      'x-forwarded-method': method,
      'x-forwarded-uri': target,
      authorization: `Bearer ${token}`,
    };
    return (await lanyard.browser().request('GET', '/gate/default', { headers })).status;
  }

  async function measured(name: string): Promise<number> {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const text = await (await fetch(`${lanyard.url}/metrics`, { headers })).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')
        .at(-1),
    );
  }

  it('refuses writes, lets pulls pass for the time that is set, records them later, and shows this in the metrics', async () => {
    expect(await ask('GET', '/v2/ada/app/manifests/v1')).toBe(204);
    proxy.stop();
    expect(await measured('lanyard_gate_database_down')).toBe(0);
    for (const [method, target, status] of [
      ['GET', '/v2/ada/app/manifests/down', 204],
      ['HEAD', '/v2/ada/app/manifests/down', 204],
      ['GET', '/v2/', 204],
      ['PUT', '/v2/ada/app/manifests/down', 503],
      ['POST', '/v2/ada/app/blobs/uploads/', 503],
      ['GET', '/v2/ada/app/blobs/uploads/1', 503],
    ] as const) {
      expect([method, target, await ask(method, target)]).toEqual([method, target, status]);
    }
    expect(await ask('GET', '/v2/ada/other/manifests/v1')).toBe(401);
    expect(await ask('GET', '/v2/ada/app/manifests/v1', 'forged.token.x')).toBe(401);
    expect(await measured('lanyard_gate_database_down')).toBe(1);
    expect(await measured('lanyard_gate_decisions_total{outcome="unchecked"}')).toBe(3);
    expect(await measured('lanyard_gate_decisions_total{outcome="unavailable"}')).toBe(3);
    lanyard.clock.advance(121);
    expect(await ask('GET', '/v2/ada/app/manifests/down')).toBe(503);
    await proxy.start();
    await expect.poll(() => ask('GET', '/v2/ada/app/manifests/v1'), { timeout: 10_000 }).toBe(204);
    expect(await measured('lanyard_gate_database_down')).toBe(0);
    await passagesWritten(lanyard);
    const { body } = await ada.browser.get('/api/repository/passages?name=ada/app&reference=down');
    expect(body.passages).toEqual([expect.objectContaining({ holder: 'ada', action: 'pull', count: 1 })]);
    expect(body.passages[0].tokenId).not.toBeNull();
  });
});
