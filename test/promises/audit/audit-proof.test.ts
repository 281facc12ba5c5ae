import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Checkpoint, openCheckpoint } from '@lanyard/core/audit/checkpoint';
import { parseNoteKey } from '@lanyard/core/audit/signed-note';
import { verifyExport } from '@lanyard/core/audit/verify-export';
import { describe, expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { auditHead, existingEvents } from '../../support/lanyard/audit.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { tamper } from '../../support/lanyard/tampering.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';

const METRICS_TOKEN = 'a token for the metrics of at least 32 letters'.replaceAll(' ', '-');
const LANYARD = fileURLToPath(new URL('../../../packages/cli/bin/lanyard.mjs', import.meta.url));

async function keyOf(browser: Browser) {
  const key = parseNoteKey((await browser.get('/api/audit/key')).body.key);
  if (!key) throw new Error('the server has no key');
  return key;
}

async function checkpointNow(browser: Browser): Promise<Checkpoint> {
  const opened = openCheckpoint((await browser.get('/api/audit/checkpoint')).body.checkpoint, await keyOf(browser));
  if ('problem' in opened) throw new Error(opened.problem);
  return opened;
}

/** A single line is also valid JSON, and was then already parsed. */
const linesOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body)).trimEnd().split('\n');

async function proof(browser: Browser, known: readonly Checkpoint[] = [], path = '/api/audit/export', query = '') {
  const { status, body } = await browser.get(`${path}?format=proof${query}`);
  expect(status).toBe(200);
  return verifyExport(linesOf(body), { key: await keyOf(browser), known });
}

describeLanyard(
  'R13: an export with proof',
  (lanyard) => {
    const anAccount = (isAdministrator = false) => sampleAccount(lanyard(), freshName('ada'), { isAdministrator });

    it('proves the events of an account, and has nothing of the events of others', async () => {
      const [ada, eve] = [await anAccount(), await anAccount()];
      await existingEvents(lanyard(), eve, 700);
      await ada.browser.post('/api/repositories', { name: `${ada.name}/app` });
      await existingEvents(lanyard(), eve, 3);
      await ada.browser.patch(`/api/repository?name=${ada.name}/app`, { visibility: 'public' });
      const listed = (await ada.browser.get('/api/audit')).body.total;
      const report = await proof(ada.browser);
      expect(report).toMatchObject({ shown: listed, isWhole: false });
      expect(report.size).toBe((await auditHead(lanyard())).sequence);
      const answer = await ada.browser.get('/api/audit/export?format=proof');
      expect(answer.body).not.toContain(eve.name);
      expect(answer.headers.get('content-disposition')).toMatch(/audit-ada-\w+-\d{4}-\d\d-\d\d\.proof\.jsonl/);
      expect(linesOf(answer.body).length).toBeLessThan(60);
    });

    it('of the whole server proves that a range is complete, and that nothing of an older checkpoint is missing', async () => {
      const root = await anAccount(true);
      const ofServer = (known: readonly Checkpoint[], query = '') =>
        proof(root.browser, known, '/api/server/audit/export', query);
      const kept: Checkpoint[] = [];
      for (const count of [1, 254, 300]) {
        await existingEvents(lanyard(), root, count);
        kept.push(await checkpointNow(root.browser));
      }
      await existingEvents(lanyard(), root, 5);
      const whole = await ofServer(kept);
      expect(whole).toMatchObject({ first: 1, last: whole.size, shown: whole.size, isWhole: true });
      for (const one of kept) {
        // No event at all, only hashes.
        const none = await ofServer([one], `&since=${one.size}&to=1970-01-01T00:00:00.000Z`);
        expect(none).toMatchObject({ shown: 0, size: whole.size });
      }
      const wrong = await root.browser.get('/api/server/audit/export?format=proof&since=1000000');
      expect([wrong.status, wrong.body.error.field]).toEqual([400, 'since']);
    });

    it('is only for people who may read these events', async () => {
      const { name, owner, stranger } = await sampleOrganization(lanyard());
      const shown = (await owner.browser.get(`/api/audit?namespace=${name}`)).body.total;
      const report = await proof(owner.browser, [], '/api/audit/export', `&namespace=${name}`);
      expect(report).toMatchObject({ shown });
      const path = `/api/audit/export?format=proof&namespace=${name}`;
      expect((await stranger.browser.get(path)).status).toBe(404);
      expect((await stranger.browser.get('/api/server/audit/export?format=proof')).status).toBe(403);
    });

    it('attack 20: no stranger can read the checkpoint, because the length of the log shows which addresses exist', async () => {
      const anybody = lanyard().browser();
      for (const path of ['/audit/checkpoint', '/api/audit/checkpoint']) {
        expect((await anybody.get(path)).status, path).toBe(401);
      }
      const { status, body } = await anybody.get('/audit/checkpoint', { authorization: `Bearer ${METRICS_TOKEN}` });
      expect(status).toBe(200);
      const opened = openCheckpoint(String(body), await keyOf(anybody));
      expect(opened).toMatchObject({ size: (await auditHead(lanyard())).sequence });
      expect((await (await anAccount()).browser.get('/api/audit/checkpoint')).status).toBe(200);
    });
  },
  () => ({ LANYARD_METRICS_TOKEN: METRICS_TOKEN }),
);

describe('attack 47: the file with the newest checkpoint', () => {
  async function withFile(work: (file: string, start: () => Promise<Lanyard>, dataFolder: string) => Promise<void>) {
    await using folder = await temporaryFolder();
    const [file, dataFolder] = [`${folder.path}/checkpoint`, `${folder.path}/data`];
    const settings = { LANYARD_CHECKPOINT_FILE: file };
    await work(file, () => startLanyard({ dataFolder, settings }), dataFolder);
  }

  it('covers every event of a server that stopped, and `lanyard verify` checks an export with it, without a server', async () => {
    await withFile(async (file, start) => {
      const lanyard = await start();
      const root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
      await existingEvents(lanyard, root, 20);
      const exported = `${file}.jsonl`;
      await writeFile(exported, String((await root.browser.get('/api/server/audit/export?format=proof')).body));
      await writeFile(`${file}.key`, (await root.browser.get('/api/audit/key')).body.key);
      await lanyard.stop();
      const verify = async (...more: readonly string[]) => {
        const args = [LANYARD, 'verify', exported, '--key', `${file}.key`, ...more];
        const { exitCode, stdout, stderr } = await runProgram(process.execPath, args);
        return [exitCode, `${stdout}${stderr}`] as const;
      };
      expect(await verify('--checkpoint', file)).toEqual([
        0,
        expect.stringMatching(/22: events 1 to 22, and none in between is missing/),
      ]);
      const text = await readFile(exported, 'utf8');
      await writeFile(exported, text.replace('192.0.2.1', '192.0.2.2'));
      expect(await verify()).toEqual([
        1,
        expect.stringContaining('the first 22 events are not what the checkpoint signs'),
      ]);
      await writeFile(exported, text.slice(0, text.length / 2));
      expect((await verify())[0]).toBe(1);
      await rm(exported);
      expect((await verify())[0]).toBe(2);
    });
  });

  it('is not changed if the log was cut or computed again, and the server says so', async () => {
    await withFile(async (file, start, dataFolder) => {
      const lanyard = await start();
      const ada = await sampleAccount(lanyard, 'ada');
      await existingEvents(lanyard, ada, 20);
      await lanyard.stop();
      const before = await readFile(file, 'utf8');
      tamper({ dataFolder }, (database) => {
        database.exec('delete from audit_events where sequence > 9');
        database.exec(
          `update audit_head set sequence = 9, digest = (select digest from audit_events where sequence = 9)`,
        );
        database.exec(`update audit_tree set size = 0, peaks = '', mac = '', checkpoint = null, checkpoint_size = 0`);
      });
      const cut = await start();
      await expect
        .poll(() => cut.logs(), { timeout: 20_000 })
        .toContain('the audit log is shorter than the checkpoint in the file');
      await existingEvents(cut, ada, 60);
      await cut.stop();
      expect(await readFile(file, 'utf8')).toBe(before);
      const other = await start();
      await expect
        .poll(() => other.logs(), { timeout: 20_000 })
        .toContain('the audit log is not the one of the checkpoint in the file');
      await other.stop();
      expect(await readFile(file, 'utf8')).toBe(before);
    });
  });
});
