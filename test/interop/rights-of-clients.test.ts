import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { noticeOver } from '../support/lanyard/announced-rules.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { type DockerClient, dockerClient } from '../support/programs/docker-client.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { podmanClient } from '../support/programs/podman-client.ts';
import { type ProgramResult, requireSuccess } from '../support/programs/run-program.ts';
import { type SkopeoClient, skopeoClient } from '../support/programs/skopeo-client.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

type Act = 'pull' | 'push' | 'delete';

/** A real client, and its result for each action on the repository `acme/app`. */
type Clients = Readonly<Record<string, Partial<Readonly<Record<Act, () => Promise<ProgramResult>>>>>>;

/**
 * Each preset of the form and each single action, with what each client can then do. ctr 1.6 and dockerd 20.10 can do
 * the same as podman. That was tested by hand, because they need a daemon.
 */
const CHOICES = [
  {
    chosen: ['pull', 'push', 'delete'],
    can: { docker: ['pull', 'push'], skopeo: ['pull', 'push', 'delete'], podman: ['pull', 'push'] },
  },
  { chosen: ['pull', 'push'], can: { docker: ['pull', 'push'], skopeo: ['pull', 'push'], podman: ['pull', 'push'] } },
  { chosen: ['push'], can: { docker: ['pull', 'push'], skopeo: ['pull', 'push'], podman: ['pull', 'push'] } },
  {
    chosen: ['push', 'delete'],
    can: { docker: ['pull', 'push'], skopeo: ['pull', 'push', 'delete'], podman: ['pull', 'push'] },
  },
  { chosen: ['pull'], can: { docker: ['pull'], skopeo: ['pull'], podman: ['pull'] } },
  { chosen: ['pull', 'delete'], can: { docker: ['pull'], skopeo: ['pull', 'delete'], podman: ['pull'] } },
  { chosen: ['delete'], can: { docker: [], skopeo: [], podman: [] } },
] as const satisfies readonly { chosen: readonly Act[]; can: Readonly<Record<string, readonly Act[]>> }[];

describeWith(['docker', 'skopeo', 'podman', 'docker-registry'], 'R51: what each client can do with each choice', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let acme: SampleAccount;
  let owner: SkopeoClient;
  let folders = 0;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    acme = await sampleAccount(lanyard, 'acme');
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push', 'delete'] });
    owner = await skopeoClient(await freshFolder());
    await requireSuccess(owner.login(registry.host, 'acme', secret));
    await requireSuccess(owner.copyIn(await image('app'), reference('app')));
  });

  afterAll(async () => {
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  const reference = (tag: string) => `${registry.host}/acme/app:${tag}`;

  async function freshFolder(): Promise<string> {
    folders += 1;
    const path = `${folder.path}/client-${folders}`;
    await mkdir(path);
    return path;
  }

  const image = (marker: string) => makeImage(folder.path, { marker });

  /** Later versions of docker log in only over TLS, and their `manifest push` uses http to this machine. */
  async function dockerWith(home: string, secret: string): Promise<DockerClient> {
    const docker = await dockerClient(home);
    const auths = { [registry.host]: { auth: Buffer.from(`acme:${secret}`).toString('base64') } };
    await writeFile(join(docker.configFolder, 'config.json'), JSON.stringify({ auths }), { mode: 0o600 });
    return docker;
  }

  async function clientsWith(secret: string): Promise<Clients> {
    const home = await freshFolder();
    const skopeo = await skopeoClient(home);
    await requireSuccess(skopeo.login(registry.host, 'acme', secret));
    const podman = await podmanClient(home);
    await requireSuccess(podman.login(registry.host, 'acme', secret));
    await requireSuccess(owner.copyIn(await image(`to delete ${home}`), reference('old')));
    await requireSuccess(podman.load(await image(`from podman ${home}`), reference('by-podman')));
    const fromSkopeo = await image(`from skopeo ${home}`);
    const docker = await dockerWith(home, secret);
    return {
      docker: {
        pull: () => docker.manifestInspect(reference('app')),
        push: async () => {
          await docker.run(['manifest', 'create', '--insecure', reference('list'), reference('app')]);
          return docker.run(['manifest', 'push', '--insecure', '--purge', reference('list')]);
        },
      },
      skopeo: {
        pull: () => skopeo.inspect(reference('app')),
        push: () => skopeo.copyIn(fromSkopeo, reference('by-skopeo')),
        delete: () => skopeo.delete(reference('old')),
      },
      podman: {
        pull: () => podman.pull(reference('app')),
        push: () => podman.push(reference('by-podman')),
      },
    };
  }

  it.each(CHOICES)('with a token for $chosen', async ({ chosen, can }) => {
    const { secret } = await sampleToken(acme, { pattern: 'acme/*', actions: chosen });
    const clients = await clientsWith(secret);
    const could: Record<string, readonly string[]> = {};
    for (const [client, acts] of Object.entries(clients)) {
      const done: string[] = [];
      for (const [act, perform] of Object.entries(acts)) if ((await perform()).exitCode === 0) done.push(act);
      could[client] = done;
    }
    expect(could).toEqual(can);
  });

  it('docker prints that a policy refuses the token, and which rule', async () => {
    await acme.browser.post('/api/organizations', { name: 'fleet' });
    await acme.browser.post('/api/repositories', { name: 'fleet/app' });
    await acme.browser.patch('/api/organizations/fleet/policy', { maximumTokenLifetimeSeconds: 30 * 86_400 });
    await noticeOver(lanyard, 'fleet');
    const { secret } = await sampleToken(acme, { actions: ['pull'] });
    const docker = await dockerWith(await freshFolder(), secret);
    const { exitCode, stderr } = await docker.manifestInspect(`${registry.host}/fleet/app:v1`);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('the organization fleet accepts access tokens with a lifetime of 30 days at most');
  });

  it('delete alone is enough to delete by digest', async () => {
    await requireSuccess(owner.copyIn(await image('by digest'), reference('by-digest')));
    const { Digest: digest } = JSON.parse((await requireSuccess(owner.inspect(reference('by-digest')))).stdout);
    const { secret } = await sampleToken(acme, { actions: ['delete'] });
    const scopes = ['repository:acme/app:delete'];
    const { body } = await requestToken(lanyard, { credential: `acme:${secret}`, scopes });
    const headers = { authorization: `Bearer ${body.token}` };
    const address = `${registry.url}/v2/acme/app/manifests/${digest}`;
    expect((await fetch(address, { headers })).status).toBe(401);
    expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(202);
    expect((await owner.inspect(reference('by-digest'))).exitCode).not.toBe(0);
  });
});
