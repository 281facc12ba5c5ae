import { once } from 'node:events';
import { mkdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from './connect-proxy.ts';
import { fakeBrowser } from './docker-hub-stand-in.ts';
import { runInTerminal } from './pseudo-terminal.ts';
import { runProgram } from './run-program.ts';
import { freePort, serveHttp } from './serve-http.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';
import { DOCKER_HUB_HOSTS, type PrivateAuthority, privateAuthority, startTlsFront } from './tls-front.ts';

const node = process.execPath;

let folder: TemporaryFolder;
let authority: PrivateAuthority;
beforeAll(async () => {
  folder = await temporaryFolder();
  authority = await privateAuthority(folder.path);
});
afterAll(() => folder.remove());

async function newFolder(name: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  return path;
}

interface TlsAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface FrontRequest {
  /** The host's name. */
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
}

/** Sends a request to the front, and trusts only the authority. */
async function askFront(
  port: number,
  { host, path = '/', method = 'GET', body = '' }: FrontRequest,
): Promise<TlsAnswer> {
  const ca = await readFile(authority.certificateFile);
  const headers = { host, authorization: 'Bearer of-nobody', 'user-agent': 'test', 'x-own': 'kept' };
  const request = requestTls({
    hostname: '127.0.0.1',
    port,
    servername: host,
    ca,
    method,
    path,
    headers,
    agent: false,
  });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

describe('a private authority', () => {
  it('makes the key readable only by its owner', async () => {
    expect((await stat(authority.serverKeyFile)).mode & 0o777).toBe(0o600);
  });

  it('signs a certificate for every host that docker asks, and for no other', async () => {
    await using front = await startTlsFront(authority, 'http://127.0.0.1:1');
    const ca = await readFile(authority.certificateFile);
    const handshake = async (servername: string, trusted?: Buffer) => {
      const socket = connectTls({ port: front.port, host: '127.0.0.1', servername, ...(trusted && { ca: trusted }) });
      const outcome = await Promise.race([
        once(socket, 'secureConnect').then(() => 'trusted'),
        once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code),
      ]).catch((error: NodeJS.ErrnoException) => error.code);
      socket.destroy();
      return outcome;
    };
    for (const host of DOCKER_HUB_HOSTS) expect(await handshake(host, ca)).toBe('trusted');
    expect(await handshake('example.com', ca)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await handshake('login.docker.com')).not.toBe('trusted');
  });
});

describe('a TLS front', () => {
  it('passes method, path, headers and body on, returns the answer, and records no secret', async () => {
    await using upstream = await serveHttp(async (request, response) => {
      const { method, url, headers } = request;
      response.writeHead(418, { 'x-upstream': 'yes', 'set-cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ method, url, headers, body: await text(request) }));
    });
    await using front = await startTlsFront(authority, upstream.url);
    const answer = await askFront(front.port, {
      host: 'hub.docker.com',
      path: '/v2/x?secret=1',
      method: 'POST',
      body: 'the body',
    });
    expect(answer).toMatchObject({ status: 418, headers: { 'x-upstream': 'yes', 'set-cookie': ['a=1', 'b=2'] } });
    expect(JSON.parse(answer.body)).toMatchObject({
      method: 'POST',
      url: '/v2/x?secret=1',
      headers: { host: 'hub.docker.com', authorization: 'Bearer of-nobody', 'x-own': 'kept' },
      body: 'the body',
    });
    expect(front.requests()).toEqual([
      { method: 'POST', host: 'hub.docker.com', path: '/v2/x', userAgent: 'test', status: 418 },
    ]);
  });

  it('can send a host to another server', async () => {
    await using hub = await serveHttp((_request, response) => response.end('hub'));
    await using registry = await serveHttp((_request, response) => response.end('registry'));
    await using front = await startTlsFront(authority, hub.url, { 'registry-1.docker.io': registry.url });
    expect((await askFront(front.port, { host: 'hub.docker.com' })).body).toBe('hub');
    expect((await askFront(front.port, { host: 'registry-1.docker.io' })).body).toBe('registry');
  });

  it('closes the connection if no server answers behind it', async () => {
    await using front = await startTlsFront(authority, `http://127.0.0.1:${await freePort()}`);
    await expect(askFront(front.port, { host: 'hub.docker.com' })).rejects.toThrow('socket hang up');
  });
});

describe('a CONNECT proxy', () => {
  const tunnel = async (port: number, request: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(request);
    return text(socket);
  };

  it('tunnels every host to one port', async () => {
    await using upstream = await serveHttp((request, response) => response.end(`asked for ${request.headers.host}`));
    await using proxy = await startConnectProxy(upstream.port);
    const inner = 'GET / HTTP/1.1\r\nHost: any.example.com\r\nConnection: close\r\n\r\n';
    const answer = await tunnel(
      Number(new URL(proxy.url).port),
      `CONNECT any.example.com:443 HTTP/1.1\r\n\r\n${inner}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*asked for any\.example\.com/s);
    expect(proxy.targets()).toEqual(['any.example.com:443']);
  });

  it('refuses every other request', async () => {
    await using proxy = await startConnectProxy(1);
    expect((await fetch(proxy.url)).status).toBe(405);
  });
});

describe('a terminal', () => {
  it('looks like a terminal of the given width to the program', async () => {
    const script = 'console.log(process.stdin.isTTY, process.stdout.isTTY, process.stdout.columns)';
    await using session = runInTerminal(node, ['-e', script], { columns: 77 });
    expect(await session.exitCode()).toBe(0);
    expect(session.text()).toBe('true true 77\n');
  });

  it('passes arguments unchanged', async () => {
    const hostile = ['$(id)', '`id`', "it's", '"x" \\ ; & | * ~', '-c', ''];
    await using session = runInTerminal(node, ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', ...hostile]);
    await session.exitCode();
    expect(JSON.parse(session.text())).toEqual(hostile);
  });

  it('sends typed input, and returns the exit code', async () => {
    await using session = runInTerminal('sh', ['-c', 'echo "?"; read word; echo "got $word"; exit 7']);
    await session.waitFor(/\?/);
    session.type('word\r');
    expect((await session.waitFor(/got (\w+)/))[1]).toBe('word');
    expect(await session.exitCode()).toBe(7);
  });

  it('reports what was printed if the program ends before the pattern appears', async () => {
    await using session = runInTerminal('sh', ['-c', 'echo this; exit 3']);
    await expect(session.waitFor(/that/)).rejects.toThrow(/it ended with 3 before \/that\/\nthis/);
  });

  it('shows text without control sequences, and ends the program when it is closed', async () => {
    const session = runInTerminal('sh', ['-c', `printf '\\033[1mpid\\033[0m %s\\n' $$; trap '' TERM HUP; sleep 600`]);
    const pid = Number((await session.waitFor(/^pid (\d+)$/m))[1]);
    expect(session.output()).toContain('\u001b[1mpid\u001b[0m');
    await session.stop();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

/** A process that has ended but that its parent has not collected yet does not run. */
async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return state !== '' && !/\) [ZX] /.test(state);
}

describe('a fake browser', () => {
  it('is found first in PATH and records every address unchanged', async () => {
    const browser = await fakeBrowser(await newFolder('with a browser'));
    const urls = ['http://localhost/activate?user_code=A&x=$(id)', "http://localhost/it's"];
    for (const url of urls) await runProgram('xdg-open', [url], { env: { PATH: browser.path } });
    expect(await browser.waitForUrl(2)).toBe(urls[1]);
    expect(await browser.opened()).toEqual(urls);
  });
});
