import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requirePostgresUrl } from '../promises/store/open-stores.ts';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { existingEvents } from '../support/lanyard/audit.ts';
import { createBrowser } from '../support/lanyard/browser.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { tamper } from '../support/lanyard/tampering.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { createDatabase } from '../support/programs/postgres.ts';
import { type ProgramResult, runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));
const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));
const PASSWORD = 'correct horse battery';

describe('a backup of the SQLite database', () => {
  let folder: TemporaryFolder;
  let data: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
  });
  afterEach(() => folder.remove());

  const admin = (args: readonly string[]): Promise<ProgramResult> =>
    runProgram(process.execPath, [ADMIN, ...args], { env: { LANYARD_DATA_DIR: data } });
  const database = (suffix = '') => join(data, `lanyard.db${suffix}`);

  /** The repositories that a client was told exist. */
  function repositoryNames(): readonly unknown[] {
    const kept = new DatabaseSync(database());
    const names = kept.prepare('select name from repositories order by name').all();
    kept.close();
    return names.map(({ name }) => name);
  }

  /** Runs the server as a program, with some repositories. Kills it, so that its log of changes stays. */
  async function killedServer(names: readonly string[], meanwhile: () => Promise<unknown> = async () => undefined) {
    const port = await freePort();
    const env = { ...process.env, LANYARD_DATA_DIR: data, LANYARD_PORT: String(port) };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await textUntil(child.stdout, /setup#([0-9A-Z-]{19})/);
    const browser = createBrowser(`http://localhost:${port}`);
    const setUp = { code: said[1], name: 'ada', email: 'ada@example.com', password: PASSWORD };
    expect((await browser.post('/api/setup', setUp)).status).toBe(201);
    const create = async (name: string) => {
      expect((await browser.post('/api/repositories', { name: `ada/${name}` })).status).toBe(201);
    };
    await create('a-first');
    await meanwhile();
    for (const name of names) await create(name);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await stat(database('-wal'))).size).toBeGreaterThan(0);
  }

  async function textUntil(stream: Readable, pattern: RegExp): Promise<RegExpExecArray> {
    let text = '';
    for await (const part of stream.iterator({ destroyOnReturn: false })) {
      text += String(part);
      const found = pattern.exec(text);
      if (found) return found;
    }
    throw new Error(`the server said only: ${text}`);
  }

  async function startFails(): Promise<string> {
    const env = { LANYARD_DATA_DIR: data, LANYARD_PORT: String(await freePort()) };
    const { exitCode, stderr } = await runProgram(process.execPath, [MAIN], { env, timeoutSeconds: 20 });
    expect([exitCode, stderr.trim().split('\n')]).toEqual([1, [expect.any(String)]]);
    return stderr.trim();
  }

  async function startServes(): Promise<void> {
    const env = { LANYARD_DATA_DIR: data, LANYARD_PORT: String(await freePort()), LANYARD_DRAIN_SECONDS: '0' };
    const server = await startProcess(process.execPath, [MAIN], { ready: /Lanyard serves on/, env });
    await server.stop();
  }

  describe('while a server writes continuously', () => {
    let lanyard: Lanyard;
    beforeEach(async () => {
      lanyard = await startLanyard({ dataFolder: data });
    });
    afterEach(() => lanyard.stop());

    it('is complete, verified, readable only by its owner, and made within seconds', async () => {
      const ada = await sampleAccount(lanyard, 'ada');
      const target = join(folder.path, 'copy.db');
      let isWriting = true;
      let commits = 0;
      const writing = (async () => {
        while (isWriting) {
          await existingEvents(lanyard, ada, 20);
          commits += 1;
          // SQLite answers at once, so this lets other work of the event loop run.
          await nextTurn();
        }
      })();
      const { exitCode, stdout, stderr } = await admin(['backup', target]);
      isWriting = false;
      await writing;
      expect([exitCode, stderr, stdout]).toEqual([0, '', `copied the database to ${target}\n`]);
      expect(commits).toBeGreaterThan(3);
      expect(((await stat(target)).mode & 0o777).toString(8)).toBe('600');
      const copy = new DatabaseSync(target, { readOnly: true });
      expect(copy.prepare('pragma integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
      expect(copy.prepare("select name from accounts where name = 'ada'").all()).toHaveLength(1);
      copy.close();
      expect((await readdir(folder.path)).sort()).toEqual(['copy.db', 'data']);
      const again = await admin(['backup', target]);
      expect([again.exitCode, again.stderr]).toEqual([1, `${target} exists already: name another file\n`]);
    });
  });

  it('restores the database when it replaces it and the write-ahead log is deleted', async () => {
    const copy = join(folder.path, 'copy.db');
    await killedServer(['later'], () => admin(['backup', copy]));
    for (const suffix of ['-wal', '-shm']) await rm(database(suffix));
    await copyFile(copy, database());
    await startServes();
    expect(repositoryNames()).toEqual(['a-first']);
  });

  it('is refused at the start and by commands if an old write-ahead log is beside it', async () => {
    const copy = join(folder.path, 'copy.db');
    await killedServer(['later'], () => admin(['backup', copy]));
    await copyFile(copy, database());
    const said = await startFails();
    expect(said).toContain('lanyard.db-wal does not belong to the database beside it');
    expect(await admin(['account', 'list'])).toMatchObject({ exitCode: 1, stderr: `${said}\n` });
    // Nothing was applied, so the instructions for the operator still help.
    for (const suffix of ['-wal', '-shm']) await rm(database(suffix), { force: true });
    await startServes();
    expect(repositoryNames()).toEqual(['a-first']);
  });

  it('made without the backup command is refused beside the write-ahead log, or loses none of its changes', async () => {
    const copies = ['vacuum', 'plain'].map((name) => join(folder.path, name));
    const [vacuumed = '', plain = ''] = copies;
    await killedServer(['later', 'latest'], async () => {
      await copyFile(database(), plain);
      const shell = new DatabaseSync(database());
      shell.exec(`vacuum into '${vacuumed}'`);
      shell.close();
    });
    const log = join(folder.path, 'log');
    await copyFile(database('-wal'), log);
    await copyFile(vacuumed, database());
    expect(await startFails()).toContain('does not belong to the database beside it');
    // A plain copy of the file has its pages in the same places, so the whole log matches it.
    await rm(database('-shm'), { force: true });
    await copyFile(plain, database());
    await copyFile(log, database('-wal'));
    await startServes();
    expect(repositoryNames()).toEqual(['a-first', 'later', 'latest']);
  });

  it('is not needed after a kill: the server uses the write-ahead log that is left', async () => {
    await killedServer(['second', 'third']);
    await startServes();
    expect(repositoryNames()).toEqual(['a-first', 'second', 'third']);
  });

  it('is what the server asks for, in one line, if its database is damaged', async () => {
    await (await startLanyard({ dataFolder: data })).stop();
    const file = await open(database(), 'r+');
    await file.write(Buffer.alloc(4096, 7), 0, 4096, 4096 * 3);
    await file.close();
    expect(await startFails()).toMatch(/^the database \S+lanyard.db is damaged: put a backup in its place/);
    await writeFile(database(), 'this is no database, but a text that somebody put there'.repeat(100));
    expect(await startFails()).toMatch(/^the database \S+lanyard.db is damaged: put a backup in its place/);
  });

  it('cannot be made without a database, and no command but init creates one', async () => {
    for (const args of [
      ['backup', join(folder.path, 'copy.db')],
      ['account', 'list'],
      ['audit', 'verify'],
    ]) {
      const { exitCode, stderr } = await admin(args);
      expect([exitCode, stderr]).toEqual([
        1,
        `there is no database of a server at ${database()}: give this command the settings of the server, or start the server first\n`,
      ]);
    }
    expect(await readdir(folder.path)).toEqual([]);
    expect((await admin(['init'])).exitCode).toBe(0);
    expect((await readdir(data)).sort()).toEqual(['lanyard.db', 'master.key']);
    expect((await admin(['account', 'list'])).exitCode).toBe(0);
  });
});

describe('a database that cannot be written', () => {
  it('R11: makes the server not ready until it can be written again', async () => {
    const lanyard = await startLanyard();
    const ada = await sampleAccount(lanyard, 'ada');
    const ready = async () => (await lanyard.browser().get('/readyz')).status;
    expect(await ready()).toBe(200);
    // A reader of the log waits until every event has its place. Then the server has nothing to write by itself.
    expect((await ada.browser.get('/api/audit')).status).toBe(200);
    tamper(lanyard, (database) =>
      database.exec(
        ['insert on audit_waiting', 'update on audit_head']
          .map(
            (write, place) => `create trigger full_disk_${place} before ${write}
            begin select raise(abort, 'database or disk is full'); end;`,
          )
          .join('\n'),
      ),
    );
    expect(await ready()).toBe(200);
    expect((await ada.browser.delete('/api/session')).status).toBe(503);
    // The server's own work begins such transactions every second. They change nothing, and succeed on a full disk.
    await lanyard.services.store.transaction(async () => undefined);
    expect(await ready()).toBe(503);
    expect((await ada.browser.get('/api/session')).status).toBe(200);
    tamper(lanyard, () => undefined);
    expect(await ready()).toBe(200);
    expect((await ada.browser.delete('/api/session')).status).toBe(204);
    await lanyard.stop();
  });
});

describeWith(['postgres'], 'a PostgreSQL database that no server has set up', () => {
  it('is not set up by a command, which says that it is missing', async () => {
    await using folder = await temporaryFolder();
    const DATABASE_URL = await createDatabase(requirePostgresUrl());
    const env = { LANYARD_DATA_DIR: folder.path, DATABASE_URL };
    const { exitCode, stderr } = await runProgram(process.execPath, [ADMIN, 'account', 'list'], { env });
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^there is no database of a server at DATABASE_URL: /),
    ]);
    expect(await readdir(folder.path)).toEqual([]);
    const backup = await runProgram(process.execPath, [ADMIN, 'backup', 'copy'], { env });
    expect(backup.stderr).toBe('the database is PostgreSQL: make a backup with pg_dump\n');
  });
});
