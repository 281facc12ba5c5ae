import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../packages/core/test/test-runs.ts';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { registriesReadNow } from '../support/lanyard/background-work.ts';
import { startGuardedRegistry } from '../support/lanyard/guarded-registry.ts';
import { operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeImage } from '../support/programs/make-image.ts';
import { requireSuccess } from '../support/programs/run-program.ts';
import { type SkopeoClient, skopeoClient } from '../support/programs/skopeo-client.ts';
import type { Registry } from '../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const PULLS = testRuns(300);
const PARALLEL = 8;
const ROTATIONS = 10;

describeWith(['skopeo', 'docker-registry'], 'rotation of the signing leaf', () => {
  let folder: TemporaryFolder;
  let lanyard: Lanyard;
  let registry: Registry;
  let skopeo: SkopeoClient;
  let basic: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    lanyard = await startLanyard();
    registry = await startGuardedRegistry(lanyard, folder.path);
    const acme = await sampleAccount(lanyard, 'acme');
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    basic = `Basic ${Buffer.from(`acme:${secret}`).toString('base64')}`;
    skopeo = await skopeoClient(folder.path);
    await requireSuccess(skopeo.login(registry.host, 'acme', secret));
    await requireSuccess(
      skopeo.copyIn(await makeImage(folder.path, { marker: 'rotated' }), `${registry.host}/acme/app:v1`),
    );
  });

  afterAll(async () => {
    await registry?.stop();
    await lanyard?.stop();
    await folder?.remove();
  });

  async function registryToken(): Promise<string> {
    const scope = 'repository:acme/app:pull';
    const answer = await fetch(`${lanyard.url}/token?service=lanyard&scope=${scope}`, {
      headers: { authorization: basic },
    });
    return ((await answer.json()) as { token: string }).token;
  }

  async function pull(): Promise<number> {
    const headers = {
      authorization: `Bearer ${await registryToken()}`,
      accept: 'application/vnd.oci.image.manifest.v1+json',
    };
    const answer = await fetch(`${registry.url}/v2/acme/app/manifests/v1`, { headers });
    await answer.arrayBuffer();
    return answer.status;
  }

  async function rotate(): Promise<void> {
    await operatorRuns(lanyard, 'registry rotate default');
    await registriesReadNow(lanyard);
  }

  const keyIdOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

  it(
    `R29: ${PULLS} pulls succeed during ${ROTATIONS} rotations, without a restart of the registry`,
    async () => {
      const keyIds = new Set<string>();
      let started = 0;
      let isPulling = true;
      const statuses: number[] = [];
      const puller = async () => {
        while (started < PULLS) {
          started += 1;
          statuses.push(await pull());
        }
      };
      const rotator = async () => {
        for (let turn = 0; turn < ROTATIONS || isPulling; turn += 1) {
          keyIds.add(keyIdOf(await registryToken()));
          await rotate();
          if (!isPulling && turn >= ROTATIONS) break;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      };
      const rotating = rotator();
      await Promise.all(Array.from({ length: PARALLEL }, puller));
      isPulling = false;
      await rotating;
      expect(statuses.filter((status) => status !== 200)).toEqual([]);
      expect(statuses).toHaveLength(PULLS);
      expect(keyIds.size).toBeGreaterThanOrEqual(ROTATIONS);
      await requireSuccess(skopeo.inspect(`${registry.host}/acme/app:v1`));
    },
    4 * TEST_RUNS_TIMEOUT,
  );

  it('R29: a token of the previous leaf works until it expires', async () => {
    const before = await registryToken();
    await rotate();
    expect(keyIdOf(await registryToken())).not.toBe(keyIdOf(before));
    const answer = await fetch(`${registry.url}/v2/acme/app/tags/list`, {
      headers: { authorization: `Bearer ${before}` },
    });
    expect(answer.status).toBe(200);
  });
});
