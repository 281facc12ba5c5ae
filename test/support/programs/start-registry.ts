import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { type RunningProcess, startProcess } from './start-process.ts';

export interface RegistryOptions {
  /**
   * YAML whose `auth` block sets the permissions, as the product prints it. Without it, everybody can do everything.
   */
  readonly configurationYaml?: string;
  /** YAML whose `notifications` block sets the receiver of events, as the product prints it. */
  readonly notificationsYaml?: string | undefined;
  /** On 127.0.0.1. */
  readonly port: number;
  /** An existing folder for the configuration and the pushed images. */
  readonly folder: string;
}

export interface Registry {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT`, the first part of a reference. */
  readonly host: string;
  logs(): string;
  stop(): Promise<void>;
}

/** Starts Debian's docker-registry. Throws with the registry's own log if it does not start. */
export async function startRegistry(options: RegistryOptions): Promise<Registry> {
  const { configurationYaml, notificationsYaml, port, folder } = options;
  const host = `127.0.0.1:${port}`;
  const auth = configurationYaml === undefined ? {} : { auth: await readAuth(configurationYaml) };
  const told =
    notificationsYaml === undefined ? {} : { notifications: field(parse(notificationsYaml), 'notifications') };
  const storage = join(folder, 'storage');
  await mkdir(storage, { recursive: true });
  const file = join(folder, 'registry.yml');
  await writeFile(file, stringify({ ...configuration(host, storage), ...auth, ...told }));
  const server = await startProcess('docker-registry', ['serve', file], { ready: /listening on 127\.0\.0\.1/ });
  await requireAnswer(server, host);
  return { url: `http://${host}`, host, logs: server.logs, stop: server.stop };
}

function configuration(host: string, storage: string) {
  return {
    version: '0.1',
    log: { level: 'info', formatter: 'text' },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: host },
  };
}

/** A typing error here must not start a registry that is open to everybody. */
async function readAuth(configurationYaml: string): Promise<Record<string, unknown>> {
  const auth = field(parse(configurationYaml), 'auth');
  if (!isMapping(auth) || Object.keys(auth).length === 0) throw new Error('the configuration has no auth block');
  const bundle = field(auth.token, 'rootcertbundle');
  if ('token' in auth) await requireFile(bundle);
  return auth;
}

async function requireFile(path: unknown): Promise<void> {
  if (typeof path !== 'string') throw new Error('auth.token.rootcertbundle is missing');
  const found = await stat(resolve(path)).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`auth.token.rootcertbundle: there is no file ${path}`);
}

async function requireAnswer(server: RunningProcess, host: string): Promise<void> {
  try {
    const answer = await fetch(`http://${host}/v2/`);
    await answer.body?.cancel();
    if (answer.ok || answer.status === 401) return;
    throw new Error(`GET /v2/ answered ${answer.status}`);
  } catch (error) {
    await server.stop();
    throw new Error(`docker-registry does not answer: ${error}\n${server.logs()}`);
  }
}

function field(value: unknown, name: string): unknown {
  return isMapping(value) ? value[name] : undefined;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
