import { fileURLToPath } from 'node:url';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { type RunningClamd, startClamd } from '../support/programs/clamd.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage, makeIndex } from '../support/programs/make-image.ts';
import { makeTar } from '../support/programs/make-tar.ts';
import { makeZip } from '../support/programs/make-zip.ts';
import { requireSuccess } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { type SkopeoClient, skopeoClient } from '../support/programs/skopeo-client.ts';
import { type RunningProcess, startProcess } from '../support/programs/start-process.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const GATE = fileURLToPath(import.meta.resolve('@lanyard/server/gate'));
const SOON = { timeout: 60_000, interval: 200 };

describeWith(['skopeo', 'docker-registry', 'clamd'], 'an image that is pushed to a real registry', () => {
  let folder: TemporaryFolder;
  let clamd: RunningClamd;
  let lanyard: Lanyard;
  let registry: Registry;
  let gate: RunningProcess;
  let host: string;
  let skopeo: SkopeoClient;
  let acme: SampleAccount;

  beforeAll(async () => {
    folder = await temporaryFolder();
    clamd = await startClamd(folder.path);
    lanyard = await startLanyard({ settings: { LANYARD_CLAMD: clamd.socketPath } });
    const port = await freePort();
    await operatorRuns(lanyard, `registry set-internal-url default http://127.0.0.1:${port}`);
    const notificationsYaml = await operatorRuns(lanyard, 'registry images default');
    registry = await startGuardedRegistry(lanyard, folder.path, 'lanyard', { port, notificationsYaml });
    host = `localhost:${await freePort()}`;
    const parameters = ['--registry', 'default', '--upstream', registry.url, '--port', host.slice('localhost:'.length)];
    const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
    gate = await startProcess(process.execPath, [GATE, ...parameters], { ready: /serves on/, env });
    acme = await sampleAccount(lanyard, 'acme');
    skopeo = await skopeoClient(folder.path);
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    await requireSuccess(skopeo.login(host, 'acme', secret));
  });

  afterAll(async () => {
    await gate?.stop();
    await registry?.stop();
    await lanyard?.stop();
    await clamd?.stop();
    await folder?.remove();
  });

  const tagged = (tag: string) =>
    vi.waitFor(async () => {
      const { body } = await acme.browser.get(`/api/repository/tags?name=acme/app&search=${tag}`);
      const [found] = body.tags;
      expect(found?.verdict).toMatch(/clean|infected/);
      return found;
    }, SOON);

  it('is known by its event, scanned, and refused by the gate if malware is in it, even in a layer that hides it', async () => {
    const clean = await makeImage(folder.path, { marker: 'clean', above: [[{ path: 'srv/page' }]] });
    const hidden = await makeImage(folder.path, {
      marker: 'with something in it',
      above: [
        [{ path: 'srv/page' }],
        [{ path: 'usr/bin/tool', content: TEST_SIGNATURE }],
        [{ path: 'usr/bin/.wh.tool' }],
      ],
    });
    await requireSuccess(skopeo.copyIn(clean, `${host}/acme/app:clean`));
    await requireSuccess(skopeo.copyIn(hidden, `${host}/acme/app:hidden`));
    expect(await tagged('clean')).toMatchObject({ verdict: 'clean' });
    expect(await tagged('hidden')).toMatchObject({ verdict: 'infected' });
    await requireSuccess(skopeo.copyOut(`${host}/acme/app:clean`, `${folder.path}/out`));
    await vi.waitFor(async () => {
      const pull = await skopeo.copyOut(`${host}/acme/app:hidden`, `${folder.path}/out`);
      expect([pull.exitCode, pull.stderr]).toEqual([1, expect.stringContaining('malware was found in it: Test.Eicar')]);
    }, SOON);
  });

  it('with several platforms is infected if one of them has malware, in a zip in a tar in its third layer', async () => {
    const inside = makeZip('tool', makeTar([{ path: 'tool', content: TEST_SIGNATURE }]));
    const page = [{ path: 'srv/page' }];
    const layout = await makeIndex(folder.path, {
      amd64: [page, [{ path: 'srv/amd64' }]],
      arm64: [page, [{ path: 'srv/arm64' }], [{ path: 'opt/tool.zip', content: inside }]],
    });
    const reference = `docker://${host}/acme/app:multi`;
    await requireSuccess(skopeo.run(['copy', '--all', '--dest-tls-verify=false', `oci:${layout}:latest`, reference]));
    expect(await tagged('multi')).toMatchObject({ verdict: 'infected', kind: 'index' });
    const { body } = await acme.browser.get('/api/repository/tags?name=acme/app&search=multi');
    const image = async (digest: string) =>
      (await acme.browser.get(`/api/repository/image?name=acme/app&digest=${digest}`)).body;
    const { children } = await image(body.tags[0].digest);
    const verdicts = children.map(({ platform, verdict }: { platform: { architecture: string }; verdict: string }) => [
      platform.architecture,
      verdict,
    ]);
    expect(verdicts).toEqual([
      ['amd64', 'clean'],
      ['arm64', 'infected'],
    ]);
    const { layers } = await image(children[1].digest);
    expect(layers.at(-1)).toMatchObject({ infections: [{ path: 'opt/tool.zip' }] });
    // The gate refuses the index too, because it contains the image.
    await vi.waitFor(async () => {
      const pull = await skopeo.copyOut(`${host}/acme/app:multi`, `${folder.path}/out`);
      expect([pull.exitCode, pull.stderr]).toEqual([1, expect.stringContaining('malware was found in it: Test.Eicar')]);
    }, SOON);
  });
});
