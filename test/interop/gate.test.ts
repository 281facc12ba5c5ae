import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { dockerClient } from '../support/programs/docker-client.ts';
import { type RunningProxy, startGateProxy, type TestedProxy } from '../support/programs/gate-proxies.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { podmanClient } from '../support/programs/podman-client.ts';
import { type ProgramResult, requireSuccess } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import { type Registry, startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';
import { type PrivateAuthority, privateAuthority } from '../support/programs/tls-front.ts';

const PROGRAMS = ['nginx', 'caddy', 'haproxy', 'docker', 'skopeo', 'podman', 'docker-registry'] as const;

describeWith(PROGRAMS, 'the gate in front of a registry without authentication', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let authority: PrivateAuthority;
  let acme: SampleAccount;
  let image: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startRegistry({ port: await freePort(), folder: await inside('registry') });
    authority = await privateAuthority(await inside('authority'), ['localhost']);
    acme = await sampleAccount(lanyard, 'acme');
    await operatorRuns(lanyard, `registry set-internal-url default ${registry.url}`);
    image = await makeImage(folder.path, { marker: 'behind the gate' });
  });

  afterAll(async () => {
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  async function inside(name: string): Promise<string> {
    const path = `${folder.path}/${name}`;
    await mkdir(path);
    return path;
  }

  const newFolder = () => inside(randomBytes(6).toString('hex'));

  const refused = ({ exitCode, stdout, stderr }: ProgramResult) => (exitCode === 0 ? 'not refused' : stdout + stderr);

  describe.each<TestedProxy>(['nginx', 'caddy', 'haproxy'])('by %s', (name) => {
    let proxy: RunningProxy;
    let host: string;

    beforeAll(async () => {
      host = `localhost:${await freePort()}`;
      const more = `--upstream ${registry.url} --lanyard ${lanyard.url} --host ${host} --alone`;
      const print = (product: string) => operatorRuns(lanyard, `registry gate default --for ${product} ${more}`);
      const configuration = await print(name);
      const script = name === 'haproxy' ? { script: await print('haproxy-lua') } : {};
      proxy = await startGateProxy(name, { folder: await newFolder(), authority, configuration, ...script });
    });

    afterAll(() => proxy?.stop());

    it('R52: lets skopeo push and pull, until the access token is deactivated: the next pull is refused with the reason', async () => {
      const { id, secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
      const skopeo = await skopeoClient(await newFolder());
      await requireSuccess(skopeo.login(host, 'acme', secret));
      await requireSuccess(skopeo.copyIn(image, `${host}/acme/${name}:v1`));
      await requireSuccess(skopeo.copyOut(`${host}/acme/${name}:v1`, await newFolder()));
      await acme.browser.patch(`/api/tokens/${id}`, { active: false });
      expect(refused(await skopeo.copyOut(`${host}/acme/${name}:v1`, await newFolder()))).toMatch(/deactivated/);
    });

    it('lets podman push and docker read', async () => {
      const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
      const podman = await podmanClient(await newFolder());
      const reference = `${host}/acme/${name}-podman:v1`;
      await requireSuccess(podman.login(host, 'acme', secret));
      await requireSuccess(podman.load(image, reference));
      await requireSuccess(podman.push(reference));
      const docker = await dockerClient(await newFolder(), { SSL_CERT_FILE: authority.certificateFile });
      await requireSuccess(docker.login(host, 'acme', secret));
      const { stdout } = await requireSuccess(docker.run(['manifest', 'inspect', reference]));
      expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 2 });
      expect(refused(await docker.run(['manifest', 'inspect', `${host}/other/app:v1`]))).toMatch(/denied|unauthorized/);
    });

    it('refuses an image in quarantine by its tag, with the reason, and accepts a push of another image in its place', async () => {
      const repository = `acme/${name}-quarantine`;
      const reference = `${host}/${repository}:v1`;
      const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
      const skopeo = await skopeoClient(await newFolder());
      await requireSuccess(skopeo.login(host, 'acme', secret));
      await requireSuccess(skopeo.copyIn(image, reference));
      const { Digest: digest } = JSON.parse((await requireSuccess(skopeo.inspect(reference))).stdout);
      const body = { registry: 'default', digest, reason: 'a secret key is in it' };
      expect((await acme.browser.post(`/api/repository/quarantines?name=${repository}`, body)).status).toBe(204);
      expect(refused(await skopeo.copyOut(reference, await newFolder()))).toMatch(/in quarantine: a secret key/);
      const sound = await makeImage(await newFolder(), { marker: 'without the key' });
      await requireSuccess(skopeo.copyIn(sound, reference));
      await requireSuccess(skopeo.copyOut(reference, await newFolder()));
    });

    it('lists in the catalogue what the caller may pull, and nothing else', async () => {
      const other = await sampleAccount(lanyard, `other-${name}`);
      const { secret } = await sampleToken(acme, { pattern: `acme/${name}-list-*`, actions: ['pull', 'push'] });
      const theirs = await sampleToken(other, { actions: ['pull', 'push'] });
      const skopeo = await skopeoClient(await newFolder());
      for (const [account, password, repository] of [
        ['acme', secret, `acme/${name}-list-a`],
        ['acme', secret, `acme/${name}-list-b`],
        [other.name, theirs.secret, `${other.name}/app`],
      ] as const) {
        await requireSuccess(skopeo.login(host, account, password));
        await requireSuccess(skopeo.copyIn(image, `${host}/${repository}:v1`));
      }
      const { body } = await requestToken(lanyard, { credential: `acme:${secret}`, scopes: [] });
      const front = { host, authority: authority.certificateFile };
      const list = (target: string, ...headers: readonly (readonly [string, string])[]) => ask(front, target, headers);
      const token = ['authorization', `Bearer ${body.token}`] as const;
      const names: string[] = [];
      let next: string | undefined = '/v2/_catalog?n=1';
      while (next !== undefined) {
        const answer: Answered = await list(next, token);
        names.push(...(JSON.parse(answer.text) as { readonly repositories: readonly string[] }).repositories);
        next = /<([^>]+)>/.exec(answer.link ?? '')?.[1];
      }
      expect(names).toEqual([`acme/${name}-list-a`, `acme/${name}-list-b`]);
      expect((await list('/v2/_catalog')).status).toBe(401);
      expect((await list('/v2/_catalog', ['x-lanyard-gate', 'x'])).status).toBe(401);
      expect((await list('/v2/_catalog', ['authorization', 'Bearer other'])).status).toBe(401);
    });

    it('attack 51: ignores headers of the client, refuses two credentials, and lets unusual paths reach nothing', async () => {
      const { id, secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
      const skopeo = await skopeoClient(await newFolder());
      await requireSuccess(skopeo.login(host, 'acme', secret));
      await requireSuccess(skopeo.copyIn(image, `${host}/acme/${name}-headers:v1`));
      const repository = `acme/${name}-headers`;
      const path = `/v2/${repository}/manifests/v1`;
      const asked = { credential: `acme:${secret}`, scopes: [`repository:${repository}:pull`] };
      const good = ['authorization', `Bearer ${(await requestToken(lanyard, asked)).body.token}`] as const;
      const statusOf = async (target: string, ...headers: readonly (readonly [string, string])[]) =>
        (await ask({ host, authority: authority.certificateFile }, target, headers)).status;
      expect(await statusOf(path, good)).toBe(200);
      expect(await statusOf(path)).toBe(401);
      expect(await statusOf(path, good, ['authorization', 'Bearer other'])).not.toBe(200);
      expect(await statusOf(path, ['authorization', 'Bearer other'], good)).not.toBe(200);
      for (const odd of [
        `/v2/acme/x/../${name}-headers/manifests/v1`,
        `/v2//${repository}/manifests/v1`,
        `/v2/acme%2F${name}-headers/manifests/v1`,
      ]) {
        expect(await statusOf(odd, good)).not.toBe(200);
      }
      await acme.browser.delete(`/api/tokens/${id}`);
      for (const lie of [
        [],
        ['x-forwarded-uri', '/v2/'],
        ['x-forwarded-method', 'GET'],
        ['x-original-uri', '/v2/'],
        ['x-lanyard-gate', 'x'],
      ]) {
        expect(await statusOf(path, good, ...(lie.length > 0 ? [lie as [string, string]] : []))).toBe(401);
      }
    });
  });
});

interface Front {
  readonly host: string;
  /** The file with the authority's certificate. */
  readonly authority: string;
}

interface Answered {
  readonly status: number;
  readonly link: string | undefined;
  readonly text: string;
}

/** Sends the path and every header line unchanged. */
async function ask(
  { host, authority }: Front,
  path: string,
  headers: readonly (readonly [string, string])[],
): Promise<Answered> {
  const { hostname, port } = new URL(`https://${host}`);
  const lines = [['host', host], ['accept', 'application/vnd.oci.image.manifest.v1+json'], ...headers].flat();
  const ca = await readFile(authority);
  const sent = httpsRequest({ hostname, port, path, ca, agent: false, headers: lines });
  const answered = once(sent.end(), 'response') as Promise<[IncomingMessage]>;
  const [answer] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return { status: answer.statusCode ?? 0, link: [answer.headers.link].flat()[0], text };
}
