import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { runProgram } from '../support/programs/run-program.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));

/** A connection that is kept alive. It collects everything that comes back. */
async function keepAlive(port: number) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  const answers = () => received.split(/(?=HTTP\/1\.1 )/).filter((answer) => answer !== '');
  const answered = (count: number) => vi.waitFor(() => expect(answers()).toHaveLength(count), { timeout: 20_000 });
  return { send: (text: string) => void socket.write(text), answers, answered, closed };
}

const READY = 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n';
const HEALTHY = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
const SIGN_IN = JSON.stringify({ identifier: 'nobody', password: 'of nobody' });
const SIGN_IN_HEAD = `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${SIGN_IN.length}\r\n`;
/** The server answers with 100 once it has this part, and then waits for the rest. */
const SIGN_IN_BEGUN = `${SIGN_IN_HEAD}Expect: 100-continue\r\n\r\n`;

const START = fileURLToPath(new URL('../../tools/run-program.mjs', import.meta.url));

describe('the server as a program', () => {
  it('ends with the shell that npm started it in, and frees the port', async () => {
    await using folder = await temporaryFolder();
    const port = await freePort();
    const env = { LANYARD_PORT: String(port), LANYARD_DATA_DIR: folder.path };
    // Two commands, so that the shell stays a separate process, like npm's.
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

  it('R46: prints its address and a set-up link, whose code creates the first administrator once', async () => {
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

  async function startNode(folder: string, settings: Readonly<Record<string, string>> = {}) {
    const port = await freePort();
    const env = { LANYARD_PORT: String(port), LANYARD_HOST: '127.0.0.1', LANYARD_DATA_DIR: folder, ...settings };
    return { port, server: await startProcess(process.execPath, [MAIN], { ready: /account create/, env }) };
  }

  it('R43: finishes the request in progress when it is told to stop, and then exits', async () => {
    await using folder = await temporaryFolder();
    const { port, server } = await startNode(folder.path, { LANYARD_DRAIN_SECONDS: '0' });
    const [busy, idle, silent] = [await keepAlive(port), await keepAlive(port), await keepAlive(port)];
    for (const client of [busy, idle]) client.send(HEALTHY);
    await Promise.all([busy.answered(1), idle.answered(1)]);
    busy.send(SIGN_IN_BEGUN);
    await busy.answered(2);
    busy.send(SIGN_IN.slice(0, 10));
    process.kill(server.pid, 'SIGTERM');
    await Promise.all([idle.closed, silent.closed]);
    busy.send(SIGN_IN.slice(10));
    await busy.closed;
    expect(busy.answers()[2]).toMatch(/^HTTP\/1\.1 401 .*^connection: close\r$/ims);
    expect(await server.ended).toBe(0);
    expect(server.logs()).not.toContain('cut off');
    // When SQLite closes, it removes its log of changes.
    expect((await readdir(folder.path)).toSorted()).toEqual(['lanyard.db', 'master.key']);
  });

  it('R43: reports on /readyz that it is stopping, and still answers requests until it stops', async () => {
    await using folder = await temporaryFolder();
    const { port, server } = await startNode(folder.path, { LANYARD_DRAIN_SECONDS: '2' });
    const [kept, asking] = [await keepAlive(port), await keepAlive(port)];
    for (const client of [kept, asking]) client.send(READY);
    await Promise.all([kept.answered(1), asking.answered(1)]);
    expect(kept.answers()[0]).toMatch(/^HTTP\/1\.1 200 .*"ready"/s);
    process.kill(server.pid, 'SIGTERM');
    await vi.waitFor(() => expect(server.logs()).toContain('Stopping'), { timeout: 10_000 });
    asking.send(READY);
    await asking.closed;
    expect(asking.answers()[1]).toMatch(/^HTTP\/1\.1 503 .*^connection: close\r$.*"stopping"/ims);
    const late = await keepAlive(port);
    for (const client of [kept, late]) client.send(`${SIGN_IN_HEAD}\r\n${SIGN_IN}`);
    await Promise.all([kept.closed, late.closed]);
    for (const client of [kept, late]) {
      expect(client.answers().at(-1)).toMatch(/^HTTP\/1\.1 401 .*^connection: close\r$/ims);
    }
    expect(await server.ended).toBe(0);
  });

  it('R43: cuts off requests that take longer than 10 s when it stops, and still closes its database', async () => {
    await using folder = await temporaryFolder();
    const { port, server } = await startNode(folder.path, { LANYARD_DRAIN_SECONDS: '0' });
    const client = await keepAlive(port);
    client.send(SIGN_IN_BEGUN);
    await client.answered(1);
    process.kill(server.pid, 'SIGTERM');
    await client.closed;
    expect(await server.ended).toBe(0);
    expect((await readdir(folder.path)).toSorted()).toEqual(['lanyard.db', 'master.key']);
    expect(server.logs()).toContain('cut off');
  });

  it.each([
    ['LANYARD_PORT', 'ninety', /LANYARD_PORT: /],
    ['LANYARD_PROT', '1', /LANYARD_PROT: there is no such setting/],
    ['LANYARD_TRUSTED_PROXIES', '10.0.0.0/8, the-proxy', /LANYARD_TRUSTED_PROXIES: must be addresses or networks/],
    ['LANYARD_HOST', '192.0.2.1', /^the server cannot listen at its address \(EADDRNOTAVAIL\): see LANYARD_HOST and/],
    ['LANYARD_HOST', 'nowhere.invalid', /^the server cannot listen at its address \(E\w+\): see LANYARD_HOST and/],
    ['LANYARD_DATA_DIR', '/dev/null', /^the database \/dev\/null\/lanyard.db cannot be opened for writing: check/],
    ['LANYARD_REVOCATIONS_FILE', '/dev/null/list', /^the revocations file \/dev\/null\/list cannot be opened/],
    [
      'DATABASE_URL',
      'postgres://nobody:hidden@127.0.0.1:1/none',
      /^the database does not answer as it should \(ECONNREFUSED\): see DATABASE_URL/,
    ],
  ])('says in one line what is wrong with %s, and never prints its value', async (name, value, message) => {
    await using folder = await temporaryFolder();
    const env = { LANYARD_PORT: String(await freePort()), LANYARD_DATA_DIR: folder.path, [name]: value };
    const { exitCode, stderr } = await runProgram(process.execPath, [MAIN], { env, timeoutSeconds: 20 });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('hidden');
  });
});
