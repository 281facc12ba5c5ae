import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testRuns } from '../../packages/core/test/test-runs.ts';
import { existingAccount } from '../support/lanyard/accounts.ts';
import { mailsSent } from '../support/lanyard/background-work.ts';
import { migratedDatabase } from '../support/lanyard/migrated-database.ts';
import { existingNotices } from '../support/lanyard/notices.ts';
import { startLanyard } from '../support/lanyard/start-lanyard.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { receiveMail } from '../support/programs/receive-mail.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const KILLS = testRuns(2);
/** How many are claimed at once. If the server dies while it sends them, they are sent again. */
const CLAIMED_AT_ONCE = 50;
const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));

killsServers('SQLite', KILLS, async () => undefined);
describeWith(['postgres'], 'a mail in PostgreSQL', () => killsServers('PostgreSQL', testRuns(1), migratedDatabase));

function killsServers(database: string, kills: number, newDatabase: () => Promise<string | undefined>): void {
  const promise = `R54: a server on ${database} that is killed ${kills} times while it sends mails loses none, and sends few twice`;
  it(promise, () => killWhileSending(kills, newDatabase), 60_000 * kills);
}

async function killWhileSending(kills: number, newDatabase: () => Promise<string | undefined>): Promise<void> {
  await using folder = await temporaryFolder();
  const databaseUrl = await newDatabase();
  const inbox = await receiveMail();
  const settings = { LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' };
  const names = Array.from({ length: 60 * kills }, (_, index) => `person-${index}`);
  const before = await startLanyard({ databaseUrl, dataFolder: folder.path });
  const ids = [];
  for (const name of names) ids.push(await existingAccount(before, { name, password: null }));
  await existingNotices(before, ids);
  await before.stop();
  for (let kill = 1; kill <= kills; kill += 1) {
    const port = String(await freePort());
    const place = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    const env = { ...settings, ...place, LANYARD_PORT: port, LANYARD_DATA_DIR: folder.path, LANYARD_LOG_LEVEL: 'warn' };
    const server = await startProcess(process.execPath, [MAIN], { ready: /serves on/, readyWithinSeconds: 60, env });
    const reached = inbox.mails.length + 1 + ((kill * 7) % 23);
    while (inbox.mails.length < reached) await delay(1);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
  }
  expect(inbox.mails.length).toBeLessThan(names.length);
  const after = await startLanyard({ databaseUrl, dataFolder: folder.path, settings });
  // As long as the claim of a dead server.
  after.clock.advance(301);
  await mailsSent(after);
  const counts = names.map((name) => inbox.mails.filter(({ raw }) => raw.includes(` ${name} at `)).length);
  expect(counts.filter((count) => count === 0)).toEqual([]);
  expect(inbox.mails.length - names.length).toBeLessThanOrEqual(kills * CLAIMED_AT_ONCE);
  await after.stop();
  await inbox.stop();
}
