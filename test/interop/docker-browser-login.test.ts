import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { openActivationPage } from '../support/lanyard/command-lines.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { dockerClient, type SecureFront, secureFront } from '../support/programs/docker-client.ts';
import {
  type DockerHubStandIn,
  type RedirectedDocker,
  type StoredLogin,
  startDockerHubStandIn,
} from '../support/programs/docker-hub-stand-in.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { type ProgramResult, requireSuccess } from '../support/programs/run-program.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const AUTO_TOKEN = /^lyd_auto_[0-9A-Za-z]{36}$/;

describeWith(['docker', 'skopeo', 'docker-registry'], 'the browser login of the unmodified docker CLI', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let front: SecureFront;
  /** Stands in for Docker Hub: Lanyard for the login, and the registry for registry-1.docker.io. */
  let hub: DockerHubStandIn;
  let label: string;
  let folders = 0;

  beforeAll(async () => {
    folder = await temporaryFolder();
    label = await clientLabel();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    front = await secureFront(await freshFolder(), registry.url);
    hub = await startDockerHubStandIn(folder.path, lanyard.url, { 'registry-1.docker.io': registry.url });
  });

  afterAll(async () => {
    await hub?.stop();
    await front?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  /** The name of this docker, as the page and the list must show it. */
  async function clientLabel(): Promise<string> {
    const format = '{{.Client.Version}} on {{.Client.Os}}/{{.Client.Arch}}';
    // It exits with 1, because there is no daemon.
    const { stdout } = await (await dockerClient(await freshFolder())).run(['version', '--format', format]);
    return `docker CLI ${stdout.trim()}`;
  }

  async function freshFolder(): Promise<string> {
    folders += 1;
    const path = join(folder.path, `client-${folders}`);
    await mkdir(path);
    return path;
  }

  async function publish(account: SampleAccount, name: string): Promise<void> {
    const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const skopeo = await skopeoClient(await freshFolder());
    await requireSuccess(skopeo.login(registry.host, account.name, secret));
    const image = await makeImage(folder.path, { marker: name });
    await requireSuccess(skopeo.copyIn(image, `${registry.host}/${name}`));
  }

  /** The whole login, approved by the account. */
  async function logIn(account: SampleAccount, docker: RedirectedDocker): Promise<StoredLogin> {
    const { session, url } = await docker.startLogin();
    await (await openActivationPage(account.browser, url)).approve();
    await expectEnd(session, 0, 'Login Succeeded');
    return docker.stored();
  }

  async function expectEnd(session: ReturnType<RedirectedDocker['run']>, code: number, text: string): Promise<void> {
    expect({ exitCode: await session.exitCode(), text: session.text() }).toEqual({
      exitCode: code,
      text: expect.stringContaining(text),
    });
  }

  const newDocker = () => {
    folders += 1;
    return hub.docker(`docker-${folders}`);
  };

  const autoTokens = async ({ browser }: SampleAccount) => (await browser.get('/api/tokens?origin=auto')).body.tokens;

  /** Tries the login at the real registry, with another docker, which prints the server's text. */
  async function tryAtRegistry({ name, secret }: StoredLogin): Promise<ProgramResult> {
    return (await front.docker(await freshFolder())).login(front.host, name, secret);
  }

  function expectRefused({ exitCode, stdout, stderr }: ProgramResult, why: RegExp): void {
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toMatch(why);
  }

  async function refresh({ clientId, refreshToken }: StoredLogin): Promise<{ status: number; error?: string }> {
    const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
    const answer = await fetch(`${lanyard.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { error } = (await answer.json()) as { error?: string };
    return { status: answer.status, ...(error !== undefined && { error }) };
  }

  // Each test waits for docker, which polls every two seconds. Running at the same time, they wait only once.
  it.concurrent('R44: signs in, works at a real registry, and signs out on both sides', async () => {
    const acme = await sampleAccount(lanyard, 'acme');
    await publish(acme, 'acme/app:v1');
    const docker = await newDocker();
    const { session, userCode, url } = await docker.startLogin();
    expect(new URL(url).origin).toBe(lanyard.url);
    const page = await openActivationPage(acme.browser, url);
    for (const shown of [userCode, label]) expect(page.text).toContain(shown);
    expect(page.text).toContain(
      'create one access token. With it, docker and other programs can pull, push and delete',
    );
    expect(page.text).not.toMatch(/your e-mail address|your access tokens|Registry /);
    expect(page.text).toMatch(/Address (127\.0\.0\.1|::1) /);
    expect(await autoTokens(acme)).toEqual([]);
    await page.approve();
    await expectEnd(session, 0, 'Login Succeeded');

    const login = await docker.stored();
    expect({ name: login.name, secret: login.secret }).toEqual({
      name: 'acme',
      secret: expect.stringMatching(AUTO_TOKEN),
    });
    expect(await autoTokens(acme)).toMatchObject([{ kind: 'auto', status: 'active', description: label }]);
    const inspect = docker.run('manifest', 'inspect', 'acme/app:v1');
    expect(await inspect.exitCode()).toBe(0);
    expect(JSON.parse(inspect.text()).layers).toHaveLength(1);
    await requireSuccess(tryAtRegistry(login));

    const logout = docker.run('logout');
    expect(await logout.exitCode()).toBe(0);
    expect(logout.text()).not.toContain('WARNING');
    expect(await docker.storedServers()).toEqual([]);
    expect(await autoTokens(acme)).toEqual([]);
    expectRefused(
      await tryAtRegistry(login),
      /this access token ended on \d{4}-.* with the command-line login that created it/,
    );
    expect(await refresh(login)).toEqual({ status: 400, error: 'invalid_grant' });
    for (const secret of [login.secret, login.refreshToken, login.accessToken, userCode])
      expect(lanyard.logs()).not.toContain(secret);
  });

  it.concurrent('needs no registry, because Lanyard itself answers for registry-1.docker.io', async () => {
    await using alone = await startDockerHubStandIn(await freshFolder(), lanyard.url);
    const login = await logIn(await sampleAccount(lanyard, 'solo'), await alone.docker('docker'));
    expect(login.name).toBe('solo');
    const asked = alone.requests().map(({ host, path, status }) => `${host}${path} ${status}`);
    expect(asked.slice(-2)).toEqual(['registry-1.docker.io/v2/ 401', 'registry-1.docker.io/v2/ 200']);
  });

  it.concurrent('R30: docker says that the person refused the login, and stores nothing', async () => {
    const wary = await sampleAccount(lanyard, 'wary');
    const docker = await newDocker();
    const { session, url } = await docker.startLogin();
    await (await openActivationPage(wary.browser, url)).refuse();
    await expectEnd(session, 1, 'failed waiting for authentication: the sign-in was refused in the browser');
    expect(await docker.storedServers()).toEqual([]);
    expect(await autoTokens(wary)).toEqual([]);
  });

  it.concurrent('R30: docker says that the code expired, and the page no longer accepts the code', async () => {
    // Needs its own server, because the registry beside the other one does not use its clock.
    const other = await startLanyard();
    try {
      await using alone = await startDockerHubStandIn(await freshFolder(), other.url);
      const { session, url } = await (await alone.docker('docker')).startLogin();
      other.clock.advance(601);
      await expectEnd(session, 1, 'failed waiting for authentication: the code expired');
      const late = await sampleAccount(other, 'late');
      await expect(openActivationPage(late.browser, url)).rejects.toThrow('404');
    } finally {
      await other.stop();
    }
  });

  it.concurrent('the sixth login evicts the least recently used token, even the newest, and its user is told why', async () => {
    const busy = await sampleAccount(lanyard, 'busy');
    const manual = await sampleToken(busy, { actions: ['pull'] });
    const dockers = await Promise.all(Array.from({ length: 4 }, newDocker));
    const older = await Promise.all(dockers.map((docker) => logIn(busy, docker)));
    const newest = await logIn(busy, await newDocker());
    for (const login of [newest, ...older]) await requireSuccess(tryAtRegistry(login));

    const sixth = await logIn(busy, await newDocker());
    expect(await autoTokens(busy)).toHaveLength(5);
    expectRefused(
      await tryAtRegistry(newest),
      /was removed on \d{4}-.* because five newer command-line logins exist; run docker login/,
    );
    expect(await refresh(newest)).toEqual({ status: 400, error: 'invalid_grant' });
    for (const login of [...older, sixth]) await requireSuccess(tryAtRegistry(login));
    expect((await busy.browser.get(`/api/tokens/${manual.id}`)).body).toMatchObject({ status: 'active' });
  });
});
