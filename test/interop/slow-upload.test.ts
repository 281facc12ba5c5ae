import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { usesWritten } from '../support/lanyard/background-work.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { type RunningProxy, startGateProxy } from '../support/programs/gate-proxies.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { podmanClient } from '../support/programs/podman-client.ts';
import { requireSuccess } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import { slowLink } from '../support/programs/slow-link.ts';
import { type Registry, startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';
import { privateAuthority } from '../support/programs/tls-front.ts';

/** An upload of some seconds. In the middle of it, the server's clock moves 20 minutes ahead. */
const LAYER_BYTES = 4_000_000;
const BYTES_PER_SECOND = 2_000_000;
const UPLOAD_SECONDS = 1200;

describeWith(['nginx', 'skopeo', 'podman', 'docker-registry'], 'an upload of 20 minutes through a slow link', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let proxy: RunningProxy;
  let port: number;
  let acme: SampleAccount;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startRegistry({ port: await freePort(), folder: await inside('registry') });
    const authority = await privateAuthority(await inside('authority'), ['localhost']);
    port = await freePort();
    const more = `--upstream ${registry.url} --lanyard ${lanyard.url} --host localhost:${port} --alone`;
    const configuration = await operatorRuns(lanyard, `registry gate default --for nginx ${more}`);
    proxy = await startGateProxy('nginx', { folder: await inside('nginx'), authority, configuration });
    await operatorRuns(lanyard, 'registry set-ttl default --token-ttl-seconds 60 --push-token-ttl-seconds 3600');
    acme = await sampleAccount(lanyard, 'acme');
  });
  afterAll(async () => {
    await proxy?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  async function inside(name: string): Promise<string> {
    const path = `${folder.path}/${name}`;
    await mkdir(path);
    return path;
  }

  it.each(['skopeo', 'podman'] as const)('succeeds with %s and one registry token', async (client) => {
    await using link = await slowLink(port, BYTES_PER_SECOND);
    const host = `localhost:${link.port}`;
    await acme.browser.signIn(acme.name, acme.password);
    const { id, secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    const image = await makeImage(await inside(`image-${client}`), {
      marker: randomBytes(LAYER_BYTES).toString('base64'),
    });
    const reference = `${host}/acme/${client}:v1`;
    const home = await inside(client);
    const upload = await (client === 'skopeo' ? bySkopeo : byPodman)(home, { host, secret, image, reference });
    const passing = link.sent(LAYER_BYTES / 2).then(() => lanyard.clock.advance(UPLOAD_SECONDS));
    await requireSuccess(upload());
    await passing;
    await usesWritten(lanyard);
    await acme.browser.signIn(acme.name, acme.password);
    const { body } = await acme.browser.get(`/api/tokens/${id}/usage`);
    const uses = body.usage.filter(({ repository }: { repository: string }) => repository === `acme/${client}`);
    expect(uses.map(({ actions, count }: Record<string, unknown>) => ({ actions, count }))).toEqual([
      { actions: 'pull,push', count: 1 },
    ]);
  });
});

interface Upload {
  readonly host: string;
  readonly secret: string;
  readonly image: string;
  readonly reference: string;
}

async function bySkopeo(home: string, { host, secret, image, reference }: Upload) {
  const skopeo = await skopeoClient(home);
  await requireSuccess(skopeo.login(host, 'acme', secret));
  return () => skopeo.copyIn(image, reference);
}

async function byPodman(home: string, { host, secret, image, reference }: Upload) {
  const podman = await podmanClient(home);
  await requireSuccess(podman.login(host, 'acme', secret));
  await requireSuccess(podman.load(image, reference));
  return () => podman.push(reference);
}
