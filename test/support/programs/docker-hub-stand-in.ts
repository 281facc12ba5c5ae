import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { startConnectProxy } from './connect-proxy.ts';
import { NO_STORE } from './docker-client.ts';
import { runInTerminal, type TerminalSession } from './pseudo-terminal.ts';
import { privateAuthority, type RecordedRequest, startTlsFront } from './tls-front.ts';

export interface DockerHubStandIn extends AsyncDisposable {
  /** The requests so far. */
  requests(): readonly RecordedRequest[];
  /** A new docker CLI. `name` is the name of its folder. */
  docker(name: string): Promise<RedirectedDocker>;
  /** Stops it, and every docker that still runs. */
  stop(): Promise<void>;
}

/**
 * Makes the unmodified docker CLI use the server at `url` as Docker Hub, for its login and its registry, without root.
 * Its requests go through a proxy to a TLS server with a certificate of a private authority. Each host in `elsewhere`,
 * such as registry-1.docker.io, has its own address.
 */
export async function startDockerHubStandIn(
  folder: string,
  url: string,
  elsewhere: Readonly<Record<string, string>> = {},
): Promise<DockerHubStandIn> {
  const authority = await privateAuthority(folder);
  const front = await startTlsFront(authority, url, elsewhere);
  const proxy = await startConnectProxy(front.port);
  const network = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: authority.certificateFile };
  const dockers: RedirectedDocker[] = [];
  const stop = async () => {
    for (const docker of dockers) await docker.stop();
    await proxy.stop();
    await front.stop();
  };
  const docker = async (name: string) => {
    const made = await redirectedDocker(join(folder, name), network);
    dockers.push(made);
    return made;
  };
  return { requests: front.requests, docker, stop, [Symbol.asyncDispose]: stop };
}

/** A docker CLI with its own configuration that uses the stand-in as Docker Hub. */
export interface RedirectedDocker {
  /** Runs docker in its own terminal. */
  run(...args: readonly string[]): TerminalSession;
  /** Runs `docker login` until it opens the browser. */
  startLogin(): Promise<StartedLogin>;
  /** The login in config.json. Throws if there is none. */
  stored(): Promise<StoredLogin>;
  /** The servers with an entry in config.json. */
  storedServers(): Promise<readonly string[]>;
  /** Ends everything that still runs. */
  stop(): Promise<void>;
}

export interface StartedLogin {
  readonly session: TerminalSession;
  readonly userCode: string;
  /** The address that docker opened in the browser. */
  readonly url: string;
}

export interface StoredLogin {
  readonly name: string;
  /** The access token, as every other docker command sends it. */
  readonly secret: string;
  readonly refreshToken: string;
  readonly clientId: string;
  /** The JWT of the login itself. */
  readonly accessToken: string;
}

const INDEX_SERVER = 'https://index.docker.io/v1/';

export async function redirectedDocker(
  home: string,
  network: Readonly<Record<string, string>>,
): Promise<RedirectedDocker> {
  const configFolder = join(home, 'docker');
  await mkdir(configFolder, { recursive: true });
  await writeFile(join(configFolder, 'config.json'), JSON.stringify(NO_STORE));
  const browser = await fakeBrowser(home);
  const own = { HOME: home, DOCKER_CONFIG: configFolder, DOCKER_HOST: 'unix:///nonexistent.sock', PATH: browser.path };
  const sessions: TerminalSession[] = [];
  const run = (...args: readonly string[]) => {
    const session = runInTerminal('docker', args, { env: { ...network, ...own } });
    sessions.push(session);
    return session;
  };
  const configFile = join(configFolder, 'config.json');
  return {
    run,
    startLogin: async () => {
      const session = run('login');
      const [, userCode = ''] = await session.waitFor(/device confirmation code is: (\S+)/);
      await session.waitFor(/Press ENTER to open your browser/);
      const { length: openedBefore } = await browser.opened();
      session.type('\r');
      return { session, userCode, url: await browser.waitForUrl(openedBefore + 1) };
    },
    stored: async () => storedLogin(await readAuths(configFile)),
    storedServers: async () => Object.keys(await readAuths(configFile)),
    stop: async () => {
      for (const session of sessions) await session.stop();
    },
  };
}

type Auths = Readonly<Record<string, { readonly auth: string }>>;

async function readAuths(configFile: string): Promise<Auths> {
  const text = await readFile(configFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return (JSON.parse(text) as { readonly auths?: Auths }).auths ?? {};
}

function storedLogin(auths: Auths): StoredLogin {
  const { name, secret } = credentialOf(auths, INDEX_SERVER);
  // docker keeps the client's id with the refresh token.
  const [refreshToken = '', clientId = ''] = credentialOf(auths, `${INDEX_SERVER}refresh-token`).secret.split('..');
  return {
    name,
    secret,
    refreshToken,
    clientId,
    accessToken: credentialOf(auths, `${INDEX_SERVER}access-token`).secret,
  };
}

function credentialOf(auths: Auths, server: string): { readonly name: string; readonly secret: string } {
  const auth = auths[server]?.auth;
  if (auth === undefined) throw new Error(`docker stored nothing for ${server}`);
  const pair = Buffer.from(auth, 'base64').toString();
  const colon = pair.indexOf(':');
  return { name: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

export interface FakeBrowser {
  /** The caller's PATH with this browser first. */
  readonly path: string;
  /** Every address that it had to open, in order. */
  opened(): Promise<readonly string[]>;
  /** Waits for the address with number `count`, and returns it. */
  waitForUrl(count?: number, withinSeconds?: number): Promise<string>;
}

/** The name with which Linux programs open a browser. */
const NAME = 'xdg-open';
const LOOK_EVERY_MILLISECONDS = 20;

/** A browser that only records the addresses that it had to open, in its own folder inside `folder`. */
export async function fakeBrowser(folder: string): Promise<FakeBrowser> {
  const programs = join(folder, 'browser');
  const file = join(programs, 'opened');
  await mkdir(programs);
  await writeFile(file, '');
  await writeFile(join(programs, NAME), script(file), { mode: 0o755 });
  const opened = () => read(file);
  return {
    path: [programs, process.env.PATH ?? ''].join(delimiter),
    opened,
    waitForUrl: (count = 1, withinSeconds = 20) => waitForUrl(opened, count, withinSeconds),
  };
}

/** One short write in append mode, so that a reader sees a whole line or none. */
function script(file: string): string {
  return `#!/bin/sh\nprintf '%s\\n' "$1" >> '${file.replaceAll("'", "'\\''")}'\n`;
}

async function read(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

async function waitForUrl(
  opened: () => Promise<readonly string[]>,
  count: number,
  withinSeconds: number,
): Promise<string> {
  const until = Date.now() + withinSeconds * 1000;
  while (Date.now() < until) {
    const url = (await opened())[count - 1];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
  }
  throw new Error(`the browser was not opened ${count} times within ${withinSeconds} s`);
}
