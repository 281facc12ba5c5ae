import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { forgedTokens } from '../support/forgeries/registry-tokens/forged-tokens.ts';
import { registryTokenTarget } from '../support/forgeries/registry-tokens/forgery-targets.ts';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { secretOfDefaultGate } from '../support/lanyard/guarded-default.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { requireSuccess, runProgram } from '../support/programs/run-program.ts';
import { freePort, serveHttp } from '../support/programs/serve-http.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import { type RunningProcess, startProcess } from '../support/programs/start-process.ts';
import { type Registry, startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';
import { type PrivateAuthority, privateAuthority } from '../support/programs/tls-front.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('@lanyard/server/gate'));

describeWith(['skopeo', 'docker-registry'], 'the built-in gate', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let open: Registry;
  let guarded: Registry;
  let authority: PrivateAuthority;
  let acme: SampleAccount;
  let image: string;
  const gates: RunningProcess[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    open = await startRegistry({ port: await freePort(), folder: await newFolder() });
    guarded = await startGuardedRegistry(lanyard, await newFolder());
    authority = await privateAuthority(await newFolder(), ['localhost']);
    acme = await sampleAccount(lanyard, 'acme');
    image = await makeImage(folder.path, { marker: 'behind the built-in gate' });
  });

  afterAll(async () => {
    for (const gate of gates) await gate.stop();
    await guarded?.stop();
    await open?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  async function newFolder(): Promise<string> {
    const path = `${folder.path}/${randomBytes(6).toString('hex')}`;
    await mkdir(path);
    return path;
  }

  /** Returns `localhost:PORT`. */
  async function gateFor(upstream: string, ...more: readonly string[]): Promise<string> {
    const port = await freePort();
    const args = [PROGRAM, '--registry', 'default', '--upstream', upstream, '--port', String(port), ...more];
    const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
    gates.push(await startProcess(process.execPath, args, { ready: /serves on/, env }));
    return `localhost:${port}`;
  }

  async function registryToken(secret: string, ...scopes: readonly string[]): Promise<string> {
    return (await requestToken(lanyard, { credential: `acme:${secret}`, scopes })).body.token;
  }

  it('R52: lets skopeo push and pull over TLS in front of a registry without authentication, until the token is deactivated', async () => {
    const files = ['--tls-certificate', authority.serverCertificateFile, '--tls-key', authority.serverKeyFile];
    const host = await gateFor(open.url, '--alone', ...files);
    const { id, secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    const skopeo = await skopeoClient(await newFolder());
    await requireSuccess(skopeo.login(host, 'acme', secret));
    await requireSuccess(skopeo.copyIn(image, `${host}/acme/app:v1`));
    await requireSuccess(skopeo.copyOut(`${host}/acme/app:v1`, await newFolder()));
    await acme.browser.patch(`/api/tokens/${id}`, { active: false });
    const refused = await skopeo.copyOut(`${host}/acme/app:v1`, await newFolder());
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toMatch(/deactivated/);
  });

  it('stands in front of a registry that verifies tokens itself', async () => {
    const host = await gateFor(guarded.url);
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    const skopeo = await skopeoClient(await newFolder());
    await requireSuccess(skopeo.login(host, 'acme', secret));
    await requireSuccess(skopeo.copyIn(image, `${host}/acme/guarded:v1`));
    const { stdout } = await requireSuccess(skopeo.inspect(`${host}/acme/guarded:v1`));
    expect(JSON.parse(stdout)).toMatchObject({ Digest: expect.stringMatching(/^sha256:/) });
    expect((await skopeo.listTags(`${host}/acme/guarded`)).stdout).toContain('v1');
    const { Digest } = JSON.parse(stdout);
    const pushed = async () =>
      (await acme.browser.get('/api/repository/passages?name=acme/guarded&action=push&reference=v1')).body.passages;
    await vi.waitFor(async () => expect(await pushed()).toHaveLength(1), { timeout: 10_000 });
    expect(await pushed()).toEqual([expect.objectContaining({ digest: Digest, status: 201, holder: 'acme' })]);
  });

  it('lists in the catalogue what the caller may pull, page by page, and nothing else', async () => {
    const host = await gateFor(guarded.url);
    const other = await sampleAccount(lanyard, 'other');
    const skopeo = await skopeoClient(await newFolder());
    for (const account of [acme, other]) {
      const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
      await requireSuccess(skopeo.login(host, account.name, secret));
      for (const name of ['list-a', 'list-b', 'list-c']) {
        await requireSuccess(skopeo.copyIn(image, `${host}/${account.name}/${name}:v1`));
      }
    }
    const { secret } = await sampleToken(acme, { pattern: 'acme/list-*', actions: ['pull'] });
    const authorization = `Bearer ${await registryToken(secret)}`;
    const names: string[] = [];
    let next: string | undefined = '/v2/_catalog?n=2';
    while (next !== undefined) {
      const answer = await fetch(`http://${host}${next}`, { headers: { authorization } });
      expect(answer.status).toBe(200);
      const { repositories } = (await answer.json()) as { repositories: string[] };
      expect(repositories.length).toBeLessThanOrEqual(2);
      names.push(...repositories);
      next = /<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(names).toEqual(['acme/list-a', 'acme/list-b', 'acme/list-c']);
    expect((await fetch(`http://${host}/v2/_catalog`)).status).toBe(401);
  });

  it('passes range requests, and sends a large layer in both directions without using more memory', async () => {
    const host = await gateFor(open.url, '--alone');
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    const headers = { authorization: `Bearer ${await registryToken(secret, 'repository:acme/large:pull,push')}` };
    const layer = randomBytes(1024 * 1024);
    const times = 192;
    const digest = digestOf(layer, times);
    const begun = await fetch(`http://${host}/v2/acme/large/blobs/uploads/`, { method: 'POST', headers });
    const place = new URL(begun.headers.get('location') ?? '', `http://${host}`);
    expect(place.host).toBe(host);
    place.searchParams.set('digest', digest);
    const body = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < times; sent += 1) controller.enqueue(layer);
        controller.close();
      },
    });
    const type = { 'content-type': 'application/octet-stream' };
    const put = await fetch(place, {
      method: 'PUT',
      headers: { ...headers, ...type },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(put.status).toBe(201);
    const blob = `http://${host}/v2/acme/large/blobs/${digest}`;
    const part = await fetch(blob, { headers: { ...headers, range: 'bytes=10-19' } });
    expect({ status: part.status, bytes: Buffer.from(await part.arrayBuffer()) }).toEqual({
      status: 206,
      bytes: layer.subarray(10, 20),
    });
    const whole = await fetch(blob, { headers });
    expect((await whole.arrayBuffer()).byteLength).toBe(layer.length * times);
    const memory = await requireSuccess(runProgram('ps', ['-o', 'rss=', '-p', String(gates.at(-1)?.pid)]));
    expect(Number(memory.stdout) / 1024).toBeLessThan(330);
  });

  it('R52: ends a pull that still runs after its token was deleted', async () => {
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    // A registry whose answer never ends.
    const slow = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const timer = setInterval(() => response.write(Buffer.alloc(1024)), 200);
      response.once('close', () => clearInterval(timer));
      reach();
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const host = await gateFor(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`, '--alone');
    const { id, secret } = await sampleToken(acme, { actions: ['pull'] });
    const headers = { authorization: `Bearer ${await registryToken(secret, 'repository:acme/app:pull')}` };
    const pull = await fetch(`http://${host}/v2/acme/app/blobs/sha256:${'a'.repeat(64)}`, { headers });
    await reached;
    await acme.browser.delete(`/api/tokens/${id}`);
    await expect(pull.arrayBuffer()).rejects.toThrow();
    slow.closeAllConnections();
    slow.close();
  });

  it('R27: accepts none of more than 200 forged tokens, nor does the gate that a proxy asks', async () => {
    const { store, clock, registryTokens } = lanyard.services;
    const record = registryTokens.registryOf('lanyard');
    if (!record) throw new Error('there is no registry');
    const holder = { store, clock, masterKeyFile: join(lanyard.dataFolder, 'master.key') };
    const target = await registryTokenTarget(holder, registryTokens, record);
    const secret = await secretOfDefaultGate(lanyard);
    const host = await gateFor(open.url, '--alone');
    const ofProxy = { 'x-lanyard-gate': secret, 'x-forwarded-method': 'GET', 'x-forwarded-uri': '/v2/' };
    const ask = (url: string, headers: Record<string, string>) =>
      // A refusal of too long headers closes the connection, and the next request can find it half closed.
      fetch(url, { headers }).catch(() => fetch(url, { headers }));
    const statusOf = async (url: string, token: string, headers = {}) => {
      const answer = await ask(url, { ...headers, authorization: `Bearer ${token}` });
      await answer.body?.cancel();
      return answer.status;
    };
    const statuses = async (token: string) => [
      await statusOf(`http://${host}/v2/`, token),
      await statusOf(`${lanyard.url}/gate/default`, token, ofProxy),
    ];
    expect(await statuses(target.honest.encoded.join('.'))).toEqual([200, 204]);
    const forgeries = (await forgedTokens(target)).filter(({ token }) => /^[\x21-\x7e]*$/.test(token));
    expect(forgeries.length).toBeGreaterThan(200);
    for (const { name, token } of forgeries) {
      // A header that is too long is not read at all.
      const refused = token.length > 16_384 ? 431 : 401;
      expect([name, ...(await statuses(token))]).toEqual([name, refused, refused]);
    }
  });

  it('refuses an image in quarantine, also if the tag is moved to it after the gate checked', async () => {
    const [sound, bad] = ['{"config":"sound"}', '{"config":"bad"}'];
    const digest = `sha256:${createHash('sha256').update(bad).digest('hex')}`;
    let answers: string[] = [];
    await using moving = await serveHttp((_request, response) => {
      const text = answers.shift() ?? sound;
      const found = `sha256:${createHash('sha256').update(text).digest('hex')}`;
      response.writeHead(200, { 'docker-content-digest': found }).end(text);
    });
    const { port } = moving;
    await operatorRuns(lanyard, 'registry create moving --service moving');
    const host = await gateFor(`http://127.0.0.1:${port}`, '--alone', '--registry', 'moving');
    await acme.browser.post('/api/repositories', { name: 'acme/moving' });
    const body = { registry: 'moving', digest, reason: 'malware' };
    expect((await acme.browser.post('/api/repository/quarantines?name=acme/moving', body)).status).toBe(204);
    const { secret } = await sampleToken(acme, { actions: ['pull'] });
    const scopes = ['repository:acme/moving:pull'];
    const asked = { credential: `acme:${secret}`, scopes, service: 'moving' };
    const headers = { authorization: `Bearer ${(await requestToken(lanyard, asked)).body.token}` };
    const pull = () => fetch(`http://${host}/v2/acme/moving/manifests/v1`, { headers });
    for (const said of [[bad], [sound, bad]]) {
      answers = said;
      const refused = await pull();
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({
        errors: [{ code: 'DENIED', message: expect.stringMatching(/malware$/) }],
      });
    }
    expect(await (await pull()).text()).toBe(sound);
  });

  it('says what is wrong with its parameters', async () => {
    const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
    const run = (...args: readonly string[]) => runProgram(process.execPath, [PROGRAM, ...args], { env });
    const upstream = ['--upstream', 'http://127.0.0.1:5000'];
    expect((await run('--registry', 'nowhere', ...upstream, '--port', '5001')).stderr).toBe(
      'registry nowhere not found\n',
    );
    expect((await run('--registry', 'default', '--upstream', 'here', '--port', '5001')).stderr).toContain(
      '--upstream must',
    );
    expect((await run('--registry', 'default', ...upstream, '--port', 'x')).stderr).toContain('--port must');
  });
});

function digestOf(part: Buffer, times: number): string {
  const hash = createHash('sha256');
  for (let done = 0; done < times; done += 1) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}
