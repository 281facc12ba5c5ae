import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { startGateProxy, type TestedProxy } from '../support/programs/gate-proxies.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { podmanClient } from '../support/programs/podman-client.ts';
import { requireSuccess, runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { skopeoClient } from '../support/programs/skopeo-client.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { type Registry, startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';
import { type PrivateAuthority, privateAuthority } from '../support/programs/tls-front.ts';

const GATE = fileURLToPath(import.meta.resolve('@lanyard/server/gate'));
/** base64 text is a third larger, and gzip makes it small again. */
const LAYER_BYTES = 200 * 1024 * 1024;

/** Only on request: LANYARD_TEST_LARGE=1, because each layer takes some seconds of a core. */
describeWith(
  ['nginx', 'caddy', 'haproxy', 'skopeo', 'podman', 'docker-registry'],
  'a layer of 200 MB through a gate',
  () => {
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
      image = await makeImage(folder.path, { marker: randomBytes(LAYER_BYTES).toString('base64') });
    }, 120_000);
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

    async function through(name: TestedProxy | 'built-in', port: number) {
      if (name === 'built-in') {
        const files = ['--tls-certificate', authority.serverCertificateFile, '--tls-key', authority.serverKeyFile];
        const args = [
          GATE,
          '--registry',
          'default',
          '--upstream',
          registry.url,
          '--port',
          String(port),
          '--alone',
          ...files,
        ];
        const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
        return startProcess(process.execPath, args, { ready: /serves on/, env });
      }
      const more = `--upstream ${registry.url} --lanyard ${lanyard.url} --host localhost:${port} --alone`;
      const print = (product: string) => operatorRuns(lanyard, `registry gate default --for ${product} ${more}`);
      const configuration = await print(name);
      const script = name === 'haproxy' ? { script: await print('haproxy-lua') } : {};
      return startGateProxy(name, { folder: await inside(`proxy-${name}`), authority, configuration, ...script });
    }

    it.skipIf(!process.env.LANYARD_TEST_LARGE).each(['nginx', 'caddy', 'haproxy', 'built-in'] as const)(
      'is pushed and pulled through %s, with skopeo and podman',
      async (name) => {
        const port = await freePort();
        const proxy = await through(name, port);
        const host = `localhost:${port}`;
        const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
        const skopeo = await skopeoClient(await inside(`skopeo-${name}`));
        await requireSuccess(skopeo.login(host, 'acme', secret));
        const reference = `${host}/acme/large-${name}:v1`;
        await requireSuccess(skopeo.copyIn(image, reference));
        const out = await inside(`out-${name}`);
        await requireSuccess(skopeo.copyOut(reference, out));
        const podman = await podmanClient(await inside(`podman-${name}`));
        await requireSuccess(podman.login(host, 'acme', secret));
        await requireSuccess(podman.load(image, `${host}/acme/large-podman-${name}:v1`));
        await requireSuccess(podman.push(`${host}/acme/large-podman-${name}:v1`));
        const { stdout } = await requireSuccess(runProgram('du', ['-sm', out]));

        expect(Number(stdout.split('\t')[0])).toBeGreaterThan(190);
        await proxy.stop();
      },
      300_000,
    );
  },
);
