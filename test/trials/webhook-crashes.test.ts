import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleOrganization } from '../support/lanyard/accounts.ts';
import { mailsSent } from '../support/lanyard/background-work.ts';
import { createBrowser } from '../support/lanyard/browser.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { startLanyard } from '../support/lanyard/start-lanyard.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { receiveWebhooks, type WebhookReceiver } from '../support/programs/receive-webhooks.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));

/**
 * One kill meets events at every step: sent and not answered, written and waiting behind that one, answered and perhaps
 * not settled, and written just before the kill.
 */
async function killBetweenChangeAndSending(databaseUrl: string | undefined): Promise<void> {
  await using folder = await temporaryFolder();
  await using slow = await receiveWebhooks();
  await using quick = await receiveWebhooks();
  const settings = { LANYARD_WEBHOOK_HOSTS: [slow, quick].map(({ port }) => `http://127.0.0.1:${port}`).join(',') };
  const place = { dataFolder: folder.path, databaseUrl, settings };
  const before = await startLanyard(place);
  const { owner, path } = await sampleOrganization(before);
  for (const { url } of [slow, quick]) {
    const created = await owner.browser.post(`${path}/webhooks`, { url, actions: ['team.created'] });
    expect(created.status).toBe(201);
  }
  await before.stop();
  const port = String(await freePort());
  const env = {
    ...settings,
    LANYARD_PORT: port,
    LANYARD_DATA_DIR: folder.path,
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const server = await startProcess(process.execPath, [MAIN], { ready: /serves on/, readyWithinSeconds: 60, env });
  const browser = createBrowser(`http://localhost:${port}`);
  expect((await browser.signIn(owner.name, owner.password)).status).toBe(200);
  slow.answer('hang');
  const names = ['sent', 'waiting', 'written'];
  for (const name of names.slice(0, 2)) {
    expect((await browser.post(`${path}/teams`, { name })).status).toBe(201);
    await expect.poll(() => received(quick, name).length).toBe(1);
  }
  await expect.poll(() => received(slow, 'sent').length).toBe(1);
  expect((await browser.post(`${path}/teams`, { name: 'written' })).status).toBe(201);
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
  slow.answer(204);
  const after = await startLanyard(place);
  // As long as the claim of a dead server.
  after.clock.advance(61);
  await mailsSent(after);
  for (const receiver of [slow, quick]) {
    for (const name of names) {
      const ids = received(receiver, name).map(({ headers }) => headers['webhook-id']);
      expect([name, new Set(ids).size]).toEqual([name, 1]);
    }
  }
  expect(received(slow, 'sent').length).toBeGreaterThan(1);
  await after.stop();
}

function received(receiver: WebhookReceiver, team: string) {
  return receiver.received.filter(({ body }) => (body.data.subject as { readonly name: string }).name === team);
}

const TITLE = 'loses no event at any step, and a receiver recognizes what comes twice by its webhook-id';

describe('R54: a server on SQLite that is killed while it sends webhooks', () => {
  it(TITLE, () => killBetweenChangeAndSending(undefined), 120_000);
});

describeWith(['postgres'], 'R54: a server on PostgreSQL that is killed while it sends webhooks', () => {
  it(TITLE, async () => {
    const databaseUrl = await migratedDatabase();
    await killBetweenChangeAndSending(databaseUrl);
  }, 120_000);
});
