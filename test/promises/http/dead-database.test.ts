import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type PostgresProxy, startPostgresProxy } from '../../support/programs/postgres-proxy.ts';

describeWith(['postgres'], 'a PostgreSQL that is gone', () => {
  let lanyard: Lanyard;
  let proxy: PostgresProxy;
  let ada: SampleAccount;
  let secret: string;

  beforeAll(async () => {
    proxy = await startPostgresProxy(await migratedDatabase());
    lanyard = await startLanyard({ databaseUrl: proxy.url });
    ada = await sampleAccount(lanyard, 'ada');
    ({ secret } = await sampleToken(ada, { actions: ['pull'] }));
    proxy.stop();
  });
  afterAll(() => lanyard?.stop());

  it.each([
    ['a page', () => ada.browser.get('/api/tokens')],
    [
      'a change',
      () => ada.browser.post('/api/tokens', { description: 'x', grants: [{ pattern: '*', actions: ['pull'] }] }),
    ],
    ['a sign-in', () => lanyard.browser().signIn('ada', ada.password)],
    ['a registry client', () => requestToken(lanyard, { credential: `ada:${secret}` })],
  ])('is an error in the log, with its cause and without a secret, for %s', async (_who, ask) => {
    const before = lanyard.logs().length;
    expect((await ask()).status).toBe(503);
    const text = lanyard.logs().slice(before);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ofRequest = lines.filter(({ level, msg }) => level === 'error' && msg === 'failed');
    expect(ofRequest).toMatchObject([{ status: 503, code: 'unavailable', cause: expect.any(String) }]);
    for (const hidden of [secret, ada.password, new URL(proxy.url).password]) expect(text).not.toContain(hidden);
  });
});
