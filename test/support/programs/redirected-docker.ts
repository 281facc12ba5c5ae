import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_STORE } from './docker-client.ts';
import { fakeBrowser } from './fake-browser.ts';
import { runInTerminal, type TerminalSession } from './pseudo-terminal.ts';

/** A docker CLI with a configuration of its own that takes a stand-in for Docker Hub. */
export interface RedirectedDocker {
  /** Runs docker in a terminal of its own. */
  run(...args: readonly string[]): TerminalSession;
  /** `docker login` as far as the opened browser. */
  startLogin(): Promise<StartedLogin>;
  /** What a login left in config.json. Throws where there is none. */
  stored(): Promise<StoredLogin>;
  /** The servers that config.json has something for. */
  storedServers(): Promise<readonly string[]>;
  /** Ends what still runs. */
  stop(): Promise<void>;
}

export interface StartedLogin {
  readonly session: TerminalSession;
  readonly userCode: string;
  /** What docker opened in the browser. */
  readonly url: string;
}

export interface StoredLogin {
  readonly name: string;
  /** The access token, as any other docker command sends it. */
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
