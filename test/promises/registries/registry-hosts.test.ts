import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileHosts } from '../../support/forgeries/hostile-hosts.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { openActivationPage, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const OURS = 'images.acme.example';
const UNKNOWN = 'This server does not know this registry. Your access token is sent there.';

const openLogin = (lanyard: Lanyard, registry: string) =>
  postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'lanyard-cli', registry });

describeLanyard('R45, attack 45: the hosts of registries', (lanyard) => {
  let root: SampleAccount;
  const setHosts = (hosts: readonly string[]) => root.browser.patch('/api/registries/default', { hosts });

  beforeAll(async () => {
    root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
  });

  const pageOf = async (registry: string) => {
    const { body } = await openLogin(lanyard(), registry);
    return openActivationPage(root.browser, body.verification_uri_complete);
  };

  it('are set by an administrator, stored in one spelling, and recorded in one event', async () => {
    const [event] = await eventsOf(lanyard(), async () => {
      const answer = await setHosts([`https://${OURS}/v2/`, OURS.toUpperCase(), 'localhost:5000']);
      expect([answer.status, answer.body.hosts]).toEqual([200, [OURS, 'localhost:5000']]);
      expect((await setHosts([OURS, 'localhost:5000'])).status).toBe(200);
    });
    expect([event?.action, event?.data]).toEqual([
      'registry.changed',
      { hosts: [OURS, 'localhost:5000'], hostsBefore: [] },
    ]);
    const { status, body } = await setHosts([`${OURS}/team`]);
    expect([status, body.error.field]).toEqual([400, 'hosts']);
    // If one part of a request is wrong, no other part is applied.
    const half = { hosts: ['other.example'], pushTokenTtlSeconds: 901 };
    expect((await root.browser.patch('/api/registries/default', half)).body.error.field).toBe('pushTokenTtlSeconds');
    expect((await root.browser.get('/api/registries/default')).body.hosts).toEqual([OURS, 'localhost:5000']);
    const { browser } = await sampleAccount(lanyard(), freshName('person'));
    expect((await browser.patch('/api/registries/default', { hosts: ['evil.example'] })).status).toBe(403);
  });

  it('are shown to everybody who signed in, for the lines that they copy, and never the internal address', async () => {
    await setHosts([OURS, 'localhost:5000']);
    const [event] = await eventsOf(lanyard(), async () => {
      const set = (internalUrl: string | null) =>
        root.browser.patch('/api/registries/default', { internalUrl }).then(({ status, body }) => [status, body]);
      expect(await set('http://10.0.0.5:5000/')).toEqual([
        200,
        expect.objectContaining({ internalUrl: 'http://10.0.0.5:5000', hosts: [OURS, 'localhost:5000'] }),
      ]);
      for (const wrong of [
        '10.0.0.5:5000',
        'ftp://a.example',
        'http://a:b@c.example',
        'http://a.example/?x',
        'http://a/b',
      ]) {
        const [status, body] = await set(wrong);
        expect([wrong, status, body.error?.field]).toEqual([wrong, 400, 'internalUrl']);
      }
    });
    expect(event?.data).toEqual({ internalUrl: 'http://10.0.0.5:5000', before: null });
    const { browser } = await sampleAccount(lanyard(), freshName('person'));
    expect((await browser.get('/api/registry-hosts')).body).toEqual({ registries: [{ name: 'default', host: OURS }] });
    expect((await lanyard().browser().get('/api/registry-hosts')).status).toBe(401);
    await root.browser.patch('/api/registries/default', { internalUrl: null });
  });

  it('a registry says when a token was last used for it', async () => {
    const used = async () => (await root.browser.get('/api/registries/default')).body.lastUsedAt;
    const { secret } = await sampleToken(root, { actions: ['pull'] });
    await requestToken(lanyard(), { credential: `${root.name}:${secret}` });
    await lanyard().services.usage.flush();
    expect(Date.parse(await used())).toBeGreaterThan(0);
  });

  it('are the only ones that a command line can sign in for', async () => {
    await setHosts([OURS]);
    expect(await openLogin(lanyard(), OURS)).toMatchObject({ status: 200, body: { registry: OURS } });
    expect(await openLogin(lanyard(), 'stranger.example')).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_target',
        error_description:
          'no access token for this registry: no registry of this server is at stranger.example; if one is, an administrator can add its address',
      },
    });
    // The token would go to the server's own page and not to a registry.
    expect((await openLogin(lanyard(), lanyard().host)).status).toBe(200);
  });

  it('are shown on the approval page and in the list of command lines, except for Docker, which names none', async () => {
    await setHosts([OURS]);
    const page = await pageOf(OURS);
    expect(page.text).toContain(`Registry ${OURS} It may`);
    expect(page.text).not.toContain(UNKNOWN);
    const account = await sampleAccount(lanyard(), freshName('person'));
    await sampleCommandLine(lanyard(), account, 'lanyard-cli/1', { registry: OURS });
    await sampleCommandLine(lanyard(), account);
    const { signIns } = (await account.browser.get('/api/sign-ins')).body;
    expect(signIns.map(({ registry }: { registry: string }) => registry).sort()).toEqual([OURS, null]);
    const docker = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'docker' });
    expect(docker.body).not.toHaveProperty('registry');
    const shown = await openActivationPage(account.browser, docker.body.verification_uri_complete);
    expect(shown.text).not.toContain('Registry');
  });

  it('while none is set, the approval page asks whether the user knows the host', async () => {
    await setHosts([]);
    const page = await pageOf('stranger.example');
    expect(page.text).toContain(`Registry stranger.example ${UNKNOWN}`);
    // From here on, the host belongs to a stranger.
    await setHosts([OURS]);
    const answer = await page.approve();
    expect([answer.status, String(answer.body)]).toEqual([
      400,
      expect.stringContaining('No access token for this registry'),
    ]);
  });
});

describe('R45, attack 45: hosts that look like a known registry', () => {
  let lanyard: Lanyard;

  beforeAll(async () => {
    lanyard = await startLanyard();
    const root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    await root.browser.patch('/api/registries/default', { hosts: [OURS] });
  });
  afterAll(() => lanyard?.stop());

  const corpus = [
    ...hostileHosts(OURS),
    OURS.toUpperCase(),
    `${OURS}.`,
    `https://${OURS}`,
    `${OURS}/`,
    'images.acm\u0435.example',
    'xn--images-acme.example',
  ];

  it('get no device code', async () => {
    expect(new Set(corpus).size).toBeGreaterThan(200);
    // Some are too long for any form.
    for (const host of corpus) {
      const { status, body } = await openLogin(lanyard, host);
      expect([host.slice(0, 60), status, body.error]).toEqual([
        host.slice(0, 60),
        host.length > 64 * 1024 ? 413 : 400,
        expect.stringMatching(/^invalid_(target|request)$/),
      ]);
    }
    expect((await openLogin(lanyard, OURS)).status).toBe(200);
  });
});
