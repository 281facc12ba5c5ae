import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));

const START = fileURLToPath(new URL('../../tools/run-program.mjs', import.meta.url));

describe('the server as a program', () => {
  it('ends when the shell that npm started it in ends, and leaves the port free', async () => {
    await using folder = await temporaryFolder();
    const port = await freePort();
    const env = { LANYARD_PORT: String(port), LANYARD_DATA_DIR: folder.path };
    // Two commands, so that the shell stays a process of its own, as npm's does.
    const command = `"${process.execPath}" "${START}" server; true`;
    const shell = await startProcess('sh', ['-c', command], { ready: /account create/, env });
    const isServing = () =>
      fetch(`http://localhost:${port}/readyz`).then(
        () => true,
        () => false,
      );
    expect(await isServing()).toBe(true);
    await shell.stop();
    await vi.waitFor(async () => expect(await isServing()).toBe(false), { timeout: 15_000, interval: 250 });
  });

  it('R46: prints its address and a one-time set-up link, whose code makes the first administrator, once', async () => {
    await using folder = await temporaryFolder();
    const port = await freePort();
    const env = { LANYARD_PORT: String(port), LANYARD_DATA_DIR: folder.path };
    const server = await startProcess(process.execPath, [MAIN], { ready: /account create/, env });
    const url = `http://localhost:${port}`;
    expect(server.logs()).toContain(`Lanyard serves on ${url}`);
    const code = new RegExp(`^${url}/setup#([0-9A-Z-]{19})$`, 'm').exec(server.logs())?.[1];
    const setUp = () =>
      fetch(`${url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, name: 'ada', email: 'ada@example.com', password: 'correct horse battery' }),
      });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await setUp()).status).toBe(201);
    expect((await setUp()).status).toBe(409);
    await server.stop();
  });

  it.each([
    ['LANYARD_PORT', 'ninety', /LANYARD_PORT: /],
    ['LANYARD_PROT', '1', /LANYARD_PROT: there is no such setting/],
    ['LANYARD_TRUSTED_PROXIES', '10.0.0.0/8, the-proxy', /LANYARD_TRUSTED_PROXIES: must be addresses or networks/],
    ['DATABASE_URL', 'postgres://nobody:hidden@127.0.0.1:1/none', /the database cannot be reached/],
  ])('says in one line what is wrong with %s, and never its value', async (name, value, message) => {
    await using folder = await temporaryFolder();
    const env = { LANYARD_PORT: String(await freePort()), LANYARD_DATA_DIR: folder.path, [name]: value };
    const { exitCode, stderr } = await runProgram(process.execPath, [MAIN], { env, timeoutSeconds: 20 });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('hidden');
  });
});
