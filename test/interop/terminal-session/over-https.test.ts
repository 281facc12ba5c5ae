import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import type { Browser, RequestOptions } from '../../support/lanyard/browser.ts';
import { setRegistryHosts, startGuardedRegistry } from '../../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { startConnectProxy } from '../../support/programs/connect-proxy.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { requireSuccess } from '../../support/programs/run-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { privateAuthority, startTlsFront } from '../../support/programs/tls-front.ts';
import { type PersonAtBrowser, personAtBrowser } from '../../support/terminal/person-at-browser.ts';
import { newWorkplace, type Workplace } from '../../support/terminal/workplace.ts';

const HOST = 'registry.example.com';
const SERVER_HOST = 'tokens.example.com';
const SERVER = `https://${SERVER_HOST}`;

describeWith(['docker-registry'], 'a registry over HTTPS, behind a proxy, with a private certificate authority', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let person: PersonAtBrowser;
  let network: Readonly<Record<string, string>>;

  /** Everything that was started is stopped in reverse order, also if a later start fails. */
  const started = <Part extends { stop(): Promise<unknown> }>(part: Part): Part => {
    stops.unshift(part.stop);
    return part;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    stops.push(folder.remove);
    lanyard = started(await startLanyard({ settings: { LANYARD_PUBLIC_URL: SERVER } }));
    const registry = started(await startGuardedRegistry({ ...lanyard, url: SERVER }, folder.path));
    await setRegistryHosts(lanyard, 'default', [HOST]);
    const authority = await privateAuthority(folder.path, [HOST, SERVER_HOST]);
    const front = started(await startTlsFront(authority, lanyard.url, { [HOST]: registry.url }));
    const proxy = started(await startConnectProxy(front.port));
    const acme = await sampleAccount({ ...lanyard, browser: () => onPublicPages(lanyard.browser()) }, 'acme');
    person = started(await personAtBrowser(acme.browser));
    network = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: authority.certificateFile };
  });

  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  async function workplaceFor(name: string): Promise<Workplace> {
    const home = join(folder.path, name);
    await mkdir(home, { mode: 0o700 });
    return newWorkplace(home, { onPage: person.url });
  }

  it('can be used with lanyard login, the credential helper and lanyard logout', async () => {
    const workplace = await workplaceFor('trusting');
    const lanyardCli = (...args: readonly string[]) => workplace.run('lanyard', args, { env: network });
    expect((await requireSuccess(lanyardCli('login', HOST))).stdout).toBe(`signed in to ${HOST} as acme\n`);
    expect((await requireSuccess(lanyardCli('whoami'))).stdout).toContain(SERVER);
    const got = await requireSuccess(
      workplace.run('docker-credential-lanyard', ['get'], { input: HOST, env: network }),
    );
    expect(JSON.parse(got.stdout)).toMatchObject({ Username: 'acme', Secret: expect.stringMatching(/^lyd_auto_/) });
    await requireSuccess(lanyardCli('logout'));
  });

  it('is not used if the machine does not trust its certificate', async () => {
    const workplace = await workplaceFor('distrusting');
    const { exitCode, stderr } = await workplace.run('lanyard', ['login', HOST], {
      env: { HTTPS_PROXY: network.HTTPS_PROXY ?? '', SSL_CERT_FILE: '/dev/null' },
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 5,
      stderr: expect.stringContaining(`https://${HOST} has a certificate that this machine does not trust`),
    });
  });
});

/** The pages have the public address as their origin, whatever address the test uses. */
function onPublicPages(browser: Browser): Browser {
  const request = (method: string, path: string, options: RequestOptions = {}) =>
    browser.request(method, path, { ...options, headers: { ...options.headers, origin: SERVER } });
  return {
    ...browser,
    request,
    get: (path) => request('GET', path),
    signIn: (identifier, password) => request('POST', '/api/session', { body: { identifier, password } }),
  };
}
