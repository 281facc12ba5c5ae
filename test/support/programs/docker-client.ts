import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgramOptions, type ProgramResult, runProgram } from './run-program.ts';
import { privateAuthority, startTlsFront } from './tls-front.ts';

export interface DockerClient {
  /** The folder of config.json. */
  readonly configFolder: string;
  /** Runs any other docker command with this client's configuration. */
  run(args: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  login(host: string, user: string, secret: string): Promise<ProgramResult>;
  logout(host: string): Promise<ProgramResult>;
  /** `reference` is a text such as `127.0.0.1:5000/team/app:v1`, over http. */
  manifestInspect(reference: string): Promise<ProgramResult>;
  /** The current config.json, or `{}` before the first login. Contains the secret in base64. */
  config(): Promise<DockerConfig>;
}

export interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** If no store is named, docker uses a system keychain that it finds in PATH. */
export const NO_STORE = { credHelpers: { 'placeholder.invalid': 'none' } } as const;

/** The docker CLI without a daemon, with its own configuration inside `folder`. */
export async function dockerClient(
  folder: string,
  network: Readonly<Record<string, string>> = {},
): Promise<DockerClient> {
  const configFolder = join(folder, 'docker');
  await mkdir(configFolder, { recursive: true });
  await writeFile(join(configFolder, 'config.json'), JSON.stringify(NO_STORE));
  const env = { ...network, HOME: folder, DOCKER_CONFIG: configFolder, DOCKER_HOST: 'unix:///nonexistent.sock' };
  const run = (args: readonly string[], options: ProgramOptions = {}) =>
    runProgram('docker', args, { ...options, env: { ...env, ...options.env } });
  return {
    configFolder,
    run,
    login: (host, user, secret) => run(['login', '--username', user, '--password-stdin', host], { input: secret }),
    logout: (host) => run(['logout', host]),
    manifestInspect: (reference) => run(['manifest', 'inspect', '--insecure', reference]),
    config: () => readConfig(join(configFolder, 'config.json')),
  };
}

async function readConfig(file: string): Promise<DockerConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return JSON.parse(text) as DockerConfig;
}

export interface SecureFront {
  /** `localhost:PORT`, the first part of a reference. */
  readonly host: string;
  /** A docker CLI that trusts the front, with its configuration inside `folder`. */
  docker(folder: string): Promise<DockerClient>;
  stop(): Promise<void>;
}

/**
 * Serves the content of `url` over TLS. Without a daemon, later versions of docker (such as 28.5) log in only over TLS,
 * even to this machine.
 */
export async function secureFront(folder: string, url: string): Promise<SecureFront> {
  const own = join(folder, 'authority');
  await mkdir(own, { recursive: true });
  const authority = await privateAuthority(own, ['localhost']);
  const front = await startTlsFront(authority, url);
  return {
    host: `localhost:${front.port}`,
    docker: (home) => dockerClient(home, { SSL_CERT_FILE: authority.certificateFile }),
    stop: front.stop,
  };
}
