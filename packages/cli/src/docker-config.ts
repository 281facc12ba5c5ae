import { mkdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { failed } from './cli-error.ts';
import type { Environment } from './environment.ts';
import { replaceFile } from './secrets/change-private-file.ts';
import { withFileLock } from './secrets/file-lock.ts';

/** The name under which docker finds `docker-credential-lanyard`. */
export const HELPER = 'lanyard';
const WRITABLE_BY_OTHERS = 0o002;

type Config = Record<string, unknown>;

/** The credential helper that docker asks for a host, from its `credHelpers`. */
export function helperOf(environment: Environment, host: string): string | undefined {
  const helpers = objectAt(readConfig(configPath(environment)).config, 'credHelpers');
  const helper = Object.hasOwn(helpers, host) ? helpers[host] : undefined;
  return typeof helper === 'string' ? helper : undefined;
}

/** The program that keeps docker's login for a host: its own helper, or the store of all hosts. */
export function helperFor(environment: Environment, host: string): string | undefined {
  const { credsStore } = readConfig(configPath(environment)).config;
  return helperOf(environment, host) ?? (typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined);
}

/** The login that config.json itself holds for a host. */
export function storedLogin(environment: Environment, host: string) {
  const logins = objectAt(readConfig(configPath(environment)).config, 'auths');
  const keys = [host, `https://${host}`, `http://${host}`, `https://${host}/v2/`];
  const stored = keys.map((key) => Object(logins[key]).auth).find((auth) => typeof auth === 'string');
  const [, account, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(stored ?? '', 'base64').toString()) ?? [];
  return account === undefined || !secret ? undefined : { account, secret: new Secret(secret) };
}

/** The hosts for which docker asks our helper. */
export function hostsOfHelper(environment: Environment): readonly string[] {
  const helpers = objectAt(readConfig(configPath(environment)).config, 'credHelpers');
  return Object.keys(helpers).filter((host) => helpers[host] === HELPER);
}

/** Whether config.json itself holds a login for the host. Other clients may use it instead of ours. */
export function holdsPlainLogin(environment: Environment, host: string): boolean {
  const logins = objectAt(readConfig(configPath(environment)).config, 'auths');
  return [host, `https://${host}`, `http://${host}`].some((key) => 'auth' in Object(logins[key]));
}

export function addHelper(environment: Environment, host: string): Promise<boolean> {
  return change(environment, (config) => {
    config.credHelpers = { ...objectAt(config, 'credHelpers'), [host]: HELPER };
    return true;
  });
}

/** Removes our entry and says whether there was one. An entry of another helper stays. */
export function removeHelper(environment: Environment, host: string): Promise<boolean> {
  return change(environment, (config) => {
    const { [host]: helper, ...others } = objectAt(config, 'credHelpers');
    if (helper !== HELPER) return false;
    if (Object.keys(others).length > 0) config.credHelpers = others;
    else delete config.credHelpers;
    return true;
  });
}

async function change(environment: Environment, edit: (config: Config) => boolean): Promise<boolean> {
  const path = configPath(environment);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  requireOwnFolder(dirname(path));
  return withFileLock(`${path}.lanyard-lock`, () => {
    const { config, status } = readConfig(path);
    if (!edit(config)) return false;
    // Docker's own format: tabs and no newline at the end. Mode and owner stay as they were.
    replaceFile(path, JSON.stringify(config, null, '\t'), ownershipOf(status));
    return true;
  });
}

function ownershipOf(status: Stats | undefined) {
  if (!status) return { mode: 0o600 };
  return { mode: status.mode & 0o777, uid: status.uid, gid: status.gid };
}

/** Follows a symbolic link, as docker does. A link that points nowhere is replaced. */
function configPath({ dockerFolder }: Environment): string {
  const path = join(dockerFolder, 'config.json');
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw failed(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** In another user's folder, that user could replace the file. */
function requireOwnFolder(path: string): void {
  if (process.platform === 'win32') return;
  const { uid, mode } = statSync(path);
  if (uid !== process.geteuid?.()) throw failed(`${path} belongs to another user`, 'set DOCKER_CONFIG to your own');
  if ((mode & WRITABLE_BY_OTHERS) !== 0) throw failed(`others can write to ${path}`, `run: chmod go-w ${path}`);
}

function readConfig(path: string): { readonly config: Config; readonly status: Stats | undefined } {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return { config: {}, status };
  const config = parseExactly(readFileSync(path, 'utf8'));
  if (!config) throw failed(`${path} is not JSON`, 'correct it first; lanyard did not change it');
  return { config, status };
}

/** Part of JavaScript since ES2026. The compiler's library does not know it yet. */
interface ExactJson {
  rawJSON(source: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown): unknown;
}

/** Keeps all digits of numbers, because settings that we do not know must not change. */
function parseExactly(text: string): Config | undefined {
  if (text.trim() === '') return {};
  const json = JSON as unknown as ExactJson;
  try {
    const value = json.parse(text, (_key, item, { source }) =>
      typeof item === 'number' ? json.rawJSON(source) : item,
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Config) : undefined;
  } catch {
    return undefined;
  }
}

function objectAt(config: Config, key: string): Record<string, unknown> {
  const value = config[key];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
