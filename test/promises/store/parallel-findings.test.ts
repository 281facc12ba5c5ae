import { createHash, randomUUID } from 'node:crypto';
import { ReportBuilder } from '@lanyard/core/scans/verdict';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import {
  type Crowd,
  type ParallelWorld,
  parallelWorld,
  sampleCrowd,
  stateOf,
} from '../../support/lanyard/parallel-world.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

/** An image of `app` with malware in two files. The one in `old` is accepted. */
interface World extends ParallelWorld {
  readonly now: number;
  readonly digest: string;
  readonly accepted: string;
}

const ROUTE = '/api/repository/accepted-findings';
const SIGNATURE = 'Test.Eicar';
const DAY = 86_400_000;

const accept =
  (place: string, reason: string) =>
  ({ browser, repository, digest, now }: World): Promise<Answer> => {
    const body = { digest, kind: 'malware', finding: SIGNATURE, place, reason };
    return browser.post(`${ROUTE}?${repository}`, { ...body, endsAt: new Date(now + 9 * DAY).toISOString() });
  };

const ACTS: Readonly<Record<string, (world: World) => Promise<Answer>>> = {
  [`POST ${ROUTE}: a new one`]: accept('new', 'a test file'),
  [`POST ${ROUTE}: with another reason`]: accept('old', 'a test file'),
  [`DELETE ${ROUTE}`]: ({ browser, repository, accepted }) => browser.delete(`${ROUTE}?${repository}&id=${accepted}`),
  'DELETE /api/repository': ({ browser, repository }) => browser.delete(`/api/repository?${repository}`),
};
const names = Object.keys(ACTS);

describeWith(['postgres'], 'R50: two changes of what is accepted in a repository at the same moment', () => {
  let lanyard: Lanyard;
  let crowd: Crowd;
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    crowd = await sampleCrowd(lanyard);
  });
  afterAll(() => lanyard?.stop());

  async function makeWorld(): Promise<World> {
    const world = await parallelWorld(lanyard, crowd);
    const repository = `${world.name}/app`;
    const now = lanyard.clock.now();
    const { read } = lanyard.services.store;
    const repositoryId = (await read.repositories.byName(world.name, 'app'))?.id ?? '';
    const registryId = (await read.registries.byName('default'))?.id ?? '';
    const [id, accepted] = [randomUUID(), randomUUID()];
    const [digest = '', layer = ''] = ['image', 'layer'].map(
      (of) => `sha256:${createHash('sha256').update(`${of} ${id}`).digest('hex')}`,
    );
    const report = new ReportBuilder();
    for (const path of ['old', 'new']) report.infected(path, SIGNATURE);
    const facts = {
      kind: 'image',
      mediaType: 'm',
      artifactType: null,
      subject: null,
      size: 1,
      platform: null,
    } as const;
    await writeExisting(lanyard, async ({ images, layers, acceptedFindings }) => {
      await layers.insert([{ mediaType: 'layer', digest: layer, size: 1 }], 0);
      const claimed = await layers.claim(1, 2, { engine: 'ClamAV', since: 1 });
      if (claimed)
        await layers.setReport(claimed, report.report({ engine: 'ClamAV', files: 2, bytes: 2, fault: null }), 1);
      const image = { id, registryId, repository, digest, namespace: world.name, seenAt: now };
      await images.put({ ...image, ...facts }, [layer], []);
      const finding = { kind: 'malware', name: SIGNATURE, place: 'old' } as const;
      const made = { reason: 'known', madeBy: 'ada', at: now, endsAt: now + DAY };
      await acceptedFindings.put({ id: accepted, repositoryId, ...finding, ...made });
    });
    return { ...world, now, digest, accepted };
  }

  async function stateAfter(world: World): Promise<string> {
    const { status, body } = await world.browser.get(`${ROUTE}?${world.repository}&pageSize=100`);
    const findings = (body.findings ?? []).map(({ finding, place, reason }: Record<string, string>) => {
      return [finding, place, reason].join();
    });
    const log = (await stateOf(lanyard, world))
      .replaceAll(world.digest, 'the image')
      .replaceAll(/\b1\d{12}\b/g, 'a time');
    return JSON.stringify({ status, findings: findings.sort(), log: log.split('\n').sort() }, null, 1);
  }

  it.each(Object.entries(ACTS))('%s succeeds alone', async (_name, act) => {
    expect((await act(await makeWorld())).status).toBe(204);
  });

  it.each(names.map((name, at) => [name, names.slice(at)] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      const parallel = { acts: ACTS, makeWorld, stateOf: stateAfter, rounds: testRuns(1) };
      expect(await violationsOf(parallel, first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );
});
