import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { requireSuccess, runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { type SkopeoClient, skopeoClient } from '../support/programs/skopeo-client.ts';
import { type Registry, startRegistry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const LANYARD = fileURLToPath(new URL('../../packages/cli/bin/lanyard.mjs', import.meta.url));
const TOKEN = makeTokenSecret('pat', (length) => Uint8Array.from({ length }, (_, index) => index * 3)).reveal();
const FOUND = 6;
const FAILED = 1;
const REFUSED = 4;

describeWith(['skopeo', 'docker-registry'], 'lanyard scan with real registries and a real layout', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let open: Registry;
  let guarded: Registry;
  let acme: SampleAccount;
  let skopeo: SkopeoClient;
  let secret: string;
  const layouts: Record<'clean' | 'leaking', string> = { clean: '', leaking: '' };

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    await mkdir(join(folder.path, 'open'));
    open = await startRegistry({ port: await freePort(), folder: join(folder.path, 'open') });
    guarded = await startGuardedRegistry(lanyard, folder.path);
    acme = await sampleAccount(lanyard, 'acme');
    ({ secret } = await sampleToken(acme, { actions: ['pull', 'push'] }));
    skopeo = await skopeoClient(folder.path);
    await requireSuccess(skopeo.login(guarded.host, 'acme', secret));
    layouts.clean = await makeImage(folder.path, { marker: 'clean', above: [[{ path: 'srv/page' }]] });
    const env = { path: 'srv/.env', content: Buffer.from(`TOKEN=${TOKEN}\n`) };
    layouts.leaking = await makeImage(folder.path, { marker: 'leaking', above: [[env], [{ path: 'srv/.wh..env' }]] });
    for (const host of [open.host, guarded.host]) {
      await requireSuccess(skopeo.copyIn(layouts.clean, `${host}/acme/app:clean`));
      await requireSuccess(skopeo.copyIn(layouts.leaking, `${host}/acme/app:leaking`));
    }
  });

  afterAll(async () => {
    await guarded?.stop();
    await open?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  /** With docker's login for the guarded registry, or without any. */
  async function scan(parameters: readonly string[], login?: string) {
    const home = join(folder.path, login === undefined ? 'anonymous' : 'signed-in');
    await mkdir(home, { recursive: true });
    const auth = Buffer.from(`acme:${login}`).toString('base64');
    const auths = login === undefined ? {} : { [guarded.host]: { auth } };
    await writeFile(join(home, 'config.json'), JSON.stringify({ auths }), { mode: 0o600 });
    const env = { HOME: home, DOCKER_CONFIG: home };
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, [LANYARD, 'scan', ...parameters], { env });
    expect(`${stdout}${stderr}`).not.toContain(TOKEN);
    expect(`${stdout}${stderr}`).not.toContain(secret);
    return { exitCode, stdout, stderr };
  }

  it('finds a token in an image that anyone can pull, even if a layer above hides its file', async () => {
    expect(await scan([`${open.host}/acme/app:clean`])).toMatchObject({
      exitCode: 0,
      stdout: 'no access token found\n',
    });
    const { exitCode, stdout } = await scan([`${open.host}/acme/app:leaking`]);
    expect(exitCode).toBe(FOUND);
    expect(stdout).toMatch(new RegExp(`^${open.host}/acme/app@sha256:[0-9a-f]{64} \\(srv/\\.env\\): lyd_pat_…\n$`));
  });

  it("signs in with docker's login where Lanyard guards the registry, and says so without one", async () => {
    expect((await scan([`${guarded.host}/acme/app:clean`], secret)).exitCode).toBe(0);
    expect((await scan([`${guarded.host}/acme/app:leaking`], secret)).exitCode).toBe(FOUND);
    const anonymous = await scan([`${guarded.host}/acme/app:leaking`]);
    expect([anonymous.exitCode, anonymous.stderr]).toEqual([REFUSED, expect.stringContaining('docker login')]);
    expect((await scan([`${guarded.host}/acme/app:clean`], `${secret.slice(0, -1)}x`)).exitCode).toBe(REFUSED);
  });

  it('prints SARIF that names the layer and the file', async () => {
    const { exitCode, stdout } = await scan(['--sarif', `${guarded.host}/acme/app:leaking`], secret);
    expect(exitCode).toBe(FOUND);
    const [run] = JSON.parse(stdout).runs;
    expect(run.results).toMatchObject([
      {
        ruleId: 'lanyard-access-token',
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: expect.stringContaining('sha256%3A') } },
            logicalLocations: [{ fullyQualifiedName: 'srv/.env' }],
          },
        ],
      },
    ]);
    expect(run.invocations).toMatchObject([{ executionSuccessful: true }]);
  });

  it('fails for an image that is not there, and for a registry that does not answer', async () => {
    expect((await scan([`${open.host}/acme/app:missing`])).exitCode).toBe(FAILED);
    const none = await scan([`127.0.0.1:${await freePort()}/acme/app:clean`]);
    expect(none.exitCode).not.toBe(0);
    expect(none.stderr).not.toMatch(/at .*\.ts/);
  });

  it('reads the layout that skopeo wrote, a layer as a file, and a folder', async () => {
    const layout = join(folder.path, 'pulled');
    await requireSuccess(skopeo.copyOut(`${open.host}/acme/app:leaking`, layout));
    expect((await scan([layout])).exitCode).toBe(FOUND);
    expect((await scan([layouts.clean])).exitCode).toBe(0);
    const files = join(folder.path, 'files');
    await mkdir(files);
    await writeFile(join(files, 'layer.tar.gz'), gzipSync(TOKEN));
    expect((await scan([join(files, 'layer.tar.gz')])).exitCode).toBe(FOUND);
    expect((await scan([files])).exitCode).toBe(FOUND);
  });
});
