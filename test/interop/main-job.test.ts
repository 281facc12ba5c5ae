import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type SampleToken, sampleToken } from '../support/lanyard/tokens.ts';
import { type DockerClient, type SecureFront, secureFront } from '../support/programs/docker-client.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { podmanClient } from '../support/programs/podman-client.ts';
import { type ProgramResult, requireSuccess } from '../support/programs/run-program.ts';
import { type SkopeoClient, skopeoClient } from '../support/programs/skopeo-client.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['docker', 'skopeo', 'podman', 'docker-registry'], 'a real registry with access tokens', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let front: SecureFront;
  let acme: SampleAccount;
  let full: SampleToken;
  let skopeo: SkopeoClient;
  let docker: DockerClient;
  let folders = 0;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    front = await secureFront(folder.path, registry.url);
    acme = await sampleAccount(lanyard, 'acme');
    full = await sampleToken(acme, { actions: ['pull', 'push', 'delete'] });
    skopeo = await skopeoClient(await freshFolder());
    await requireSuccess(skopeo.login(registry.host, 'acme', full.secret));
    docker = await front.docker(await freshFolder());
    await requireSuccess(docker.login(front.host, 'acme', full.secret));
    await requireSuccess(skopeo.copyIn(await makeImage(folder.path, { marker: 'app' }), reference('acme/app:v1')));
  });

  afterAll(async () => {
    await front?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  const reference = (name: string) => `${registry.host}/${name}`;

  async function freshFolder(): Promise<string> {
    folders += 1;
    const path = `${folder.path}/client-${folders}`;
    await mkdir(path);
    return path;
  }

  async function skopeoWith(token: SampleToken): Promise<SkopeoClient> {
    const client = await skopeoClient(await freshFolder());
    await requireSuccess(client.login(registry.host, 'acme', token.secret));
    return client;
  }

  async function dockerLogin(at: SecureFront, secret: string, name = 'acme'): Promise<ProgramResult> {
    return (await at.docker(await freshFolder())).login(at.host, name, secret);
  }

  function expectRefused(result: ProgramResult, why: RegExp): void {
    expect(result.exitCode).not.toBe(0);
    expect(result.stdout + result.stderr).toMatch(why);
  }

  it('R44: docker login stores the token itself, so that other clients can use it', async () => {
    const { auths } = await docker.config();
    expect(Buffer.from(auths?.[front.host]?.auth ?? '', 'base64').toString()).toBe(`acme:${full.secret}`);
  });

  it('R44: docker login to the server itself checks a token without a registry', async () => {
    const alone = await secureFront(await freshFolder(), lanyard.url);
    const { exitCode, stdout } = await dockerLogin(alone, full.secret);
    await alone.stop();
    expect({ exitCode, stdout: stdout.trim() }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('Login Succeeded'),
    });
  });

  it('R44: docker manifest inspect reads a private image', async () => {
    const { stdout } = await requireSuccess(docker.manifestInspect(`${front.host}/acme/app:v1`));
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 2 });
  });

  it('R44: skopeo inspects, lists tags, copies out and deletes', async () => {
    await requireSuccess(skopeo.copyIn(await makeImage(folder.path, { marker: 'gone' }), reference('acme/gone:v1')));
    expect(JSON.parse((await requireSuccess(skopeo.inspect(reference('acme/gone:v1')))).stdout)).toHaveProperty(
      'Digest',
    );
    const { stdout } = await requireSuccess(skopeo.listTags(reference('acme/gone')));
    expect(JSON.parse(stdout)).toMatchObject({ Tags: ['v1'] });
    await requireSuccess(skopeo.copyOut(reference('acme/gone:v1'), `${await freshFolder()}/out`));
    await requireSuccess(skopeo.delete(reference('acme/gone:v1')));
    expectRefused(await skopeo.inspect(reference('acme/gone:v1')), /manifest unknown/);
  });

  it('R44: podman logs in, pushes and pulls', async () => {
    const podman = await podmanClient(await freshFolder());
    await requireSuccess(podman.login(registry.host, 'acme', full.secret));
    await requireSuccess(podman.load(await makeImage(folder.path, { marker: 'podman' }), reference('acme/podman:v1')));
    await requireSuccess(podman.push(reference('acme/podman:v1')));
    await requireSuccess(podman.rmi(reference('acme/podman:v1')));
    await requireSuccess(podman.pull(reference('acme/podman:v1')));
  });

  it('R22: a token with only pull can neither push nor delete', async () => {
    const client = await skopeoWith(await sampleToken(acme, { actions: ['pull'] }));
    await requireSuccess(client.inspect(reference('acme/app:v1')));
    const image = await makeImage(folder.path, { marker: 'not allowed' });
    expectRefused(await client.copyIn(image, reference('acme/app:v2')), /denied|unauthorized/i);
    expectRefused(await client.delete(reference('acme/app:v1')), /denied|unauthorized/i);
    await requireSuccess(skopeo.inspect(reference('acme/app:v1')));
  });

  it('R22: a token with push and pull cannot delete (attack 7)', async () => {
    const client = await skopeoWith(await sampleToken(acme, { actions: ['pull', 'push'] }));
    const image = await makeImage(folder.path, { marker: 'pushed' });
    await requireSuccess(client.copyIn(image, reference('acme/app:v3')));
    expectRefused(await client.delete(reference('acme/app:v3')), /denied|unauthorized/i);
    await requireSuccess(skopeo.inspect(reference('acme/app:v3')));
  });

  it('R21: a token for acme/app cannot reach acme/other', async () => {
    await requireSuccess(skopeo.copyIn(await makeImage(folder.path, { marker: 'other' }), reference('acme/other:v1')));
    const client = await skopeoWith(
      await sampleToken(acme, { pattern: 'acme/app', actions: ['pull', 'push', 'delete'] }),
    );
    await requireSuccess(client.inspect(reference('acme/app:v1')));
    expectRefused(await client.inspect(reference('acme/other:v1')), /denied|unauthorized/i);
    const image = await makeImage(folder.path, { marker: 'intruder' });
    expectRefused(await client.copyIn(image, reference('acme/other:v2')), /denied|unauthorized/i);
  });

  it('a token of an organization logs in with its name, pushes and pulls there, and reaches nothing else', async () => {
    const boss = await sampleAccount(lanyard, 'boss');
    await boss.browser.post('/api/organizations', { name: 'lab' });
    const grants = [{ pattern: 'lab/*', actions: ['pull', 'push'] }];
    const { body } = await boss.browser.post('/api/organizations/lab/tokens', { description: 'ci', grants });
    expectRefused(await dockerLogin(front, body.secret, 'boss'), /belongs to another account/);
    expect((await dockerLogin(front, body.secret, 'lab')).exitCode).toBe(0);
    const client = await skopeoClient(await freshFolder());
    await requireSuccess(client.login(registry.host, 'lab', body.secret));
    await requireSuccess(client.copyIn(await makeImage(folder.path, { marker: 'lab' }), reference('lab/tool:v1')));
    await requireSuccess(client.inspect(reference('lab/tool:v1')));
    expectRefused(await client.delete(reference('lab/tool:v1')), /denied|unauthorized/i);
    expectRefused(await client.inspect(reference('acme/app:v1')), /denied|unauthorized/i);
  });

  it('adopts existing repositories with names of every form, and guards them', async () => {
    const admin = (command: string) => operatorRuns(lanyard, command);
    const root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    const client = await skopeoClient(await freshFolder());
    await requireSuccess(client.login(registry.host, 'root', (await sampleToken(root, { actions: ['push'] })).secret));
    await admin('organization create library --owner root');
    await admin('organization create my_team --owner root');
    for (const name of ['alpine', 'library/alpine', 'my_team/a.b__c']) {
      const image = await makeImage(folder.path, { marker: name });
      await requireSuccess(client.copyIn(image, reference(`${name}:v1`)));
      await root.browser.delete(`/api/repository?name=${name}`);
    }
    const printed = await admin(`registry adopt default --url ${registry.url}`);
    for (const line of ['alpine  for library', 'library/alpine  for library', 'my_team/a.b__c  for my_team']) {
      expect(printed).toContain(`adopt       ${line}\n`);
    }
    expect(printed).toMatch(/\n3 adopted, \d+ known, 0 without an owner, 0 impossible\n$/);
    await root.browser.patch('/api/repository?name=alpine', { visibility: 'public' });
    const anonymous = await skopeoClient(await freshFolder());
    await requireSuccess(anonymous.inspect(reference('alpine:v1')));
    expectRefused(await anonymous.inspect(reference('library/alpine:v1')), /denied|unauthorized/i);
  });

  it('docker prints why a deactivated token is refused, and can use it again once it is active', async () => {
    const token = await sampleToken(acme, { actions: ['pull'] });
    await acme.browser.patch(`/api/tokens/${token.id}`, { active: false });
    expectRefused(await dockerLogin(front, token.secret), /this access token was deactivated on \d{4}-/);
    await acme.browser.patch(`/api/tokens/${token.id}`, { active: true });
    expect((await dockerLogin(front, token.secret)).exitCode).toBe(0);
  });

  it('docker prints that a deleted token was deleted', async () => {
    const token = await sampleToken(acme, { actions: ['pull'] });
    await acme.browser.delete(`/api/tokens/${token.id}`);
    expectRefused(await dockerLogin(front, token.secret), /this access token was deleted on \d{4}-/);
  });

  it('docker prints that a token belongs to another account', async () => {
    await sampleAccount(lanyard, 'mallory');
    expectRefused(await dockerLogin(front, full.secret, 'mallory'), /belongs to another account/);
  });

  it('docker prints the same message for an unknown token and for a wrong password', async () => {
    const unknown = `${full.secret.slice(0, -1)}${full.secret.endsWith('0') ? '1' : '0'}`;
    expectRefused(await dockerLogin(front, unknown), /incorrect name, password or access token/);
    expectRefused(await dockerLogin(front, 'wrong password'), /incorrect name, password or access token/);
  });

  it('anyone can pull a public repository without a login, and nobody a private one', async () => {
    const anonymous = await skopeoClient(await freshFolder());
    expectRefused(await anonymous.inspect(reference('acme/app:v1')), /denied|unauthorized/i);
    const opened = await acme.browser.patch('/api/repository?name=acme/app', { visibility: 'public' });
    expect(opened.status).toBe(200);
    await requireSuccess(anonymous.inspect(reference('acme/app:v1')));
    const image = await makeImage(folder.path, { marker: 'vandal' });
    expectRefused(await anonymous.copyIn(image, reference('acme/app:v9')), /denied|unauthorized/i);
  });

  it('docker prints that a token expired', async () => {
    const expiresAt = new Date(lanyard.clock.now() + 60_000).toISOString();
    const token = await sampleToken(acme, { actions: ['pull'] }, expiresAt);
    expect((await dockerLogin(front, token.secret)).exitCode).toBe(0);
    lanyard.clock.advance(61);
    expectRefused(await dockerLogin(front, token.secret), /this access token expired on \d{4}-/);
  });
});
