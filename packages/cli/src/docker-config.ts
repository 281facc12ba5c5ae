import { mkdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failed } from './cli-error.ts';
import type { Environment } from './environment.ts';
import { withFileLock } from './secrets/file-lock.ts';
import { replaceFile } from './secrets/replace-file.ts';

/** The name under which docker finds `docker-credential-lanyard`. */
export const HELPER = 'lanyard';
const WRITABLE_BY_OTHERS = 0o002;

type Config = Record<string, unknown>;

/** Which credential helper docker asks for a host, by its `credHelpers`. */
export function helperOf(environment: Environment, host: string): string | undefined {
  const helpers = objectAt(readConfig(configPath(environment)).config, 'credHelpers');
  const helper = Object.hasOwn(helpers, host) ? helpers[host] : undefined;
  return typeof helper === 'string' ? helper : undefined;
}

/** The hosts that docker asks our own helper for. */
export function hostsOfHelper(environment: Environment): readonly string[] {
  const helpers = objectAt(readConfig(configPath(environment)).config, 'credHelpers');
  return Object.keys(helpers).filter((host) => helpers[host] === HELPER);
}

/** Whether config.json itself holds a login of the host, which other clients may take instead of ours. */
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

/** Removes our entry alone, and says whether there was one; one of another helper stays. */
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
    // As docker writes it: tabs, no newline at the end, the mode and owner that it had.
    replaceFile(path, JSON.stringify(config, null, '\t'), ownershipOf(status));
    return true;
  });
}

function ownershipOf(status: Stats | undefined) {
  if (!status) return { mode: 0o600 };
  return { mode: status.mode & 0o777, uid: status.uid, gid: status.gid };
}

/** Where config.json is a symbolic link, what it points to, as docker does it; a dangling link is replaced. */
function configPath({ dockerFolder }: Environment): string {
  const path = join(dockerFolder, 'config.json');
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return path;
    throw failed(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** In a folder of others, they could lay another file in its place. */
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
  if (!config) throw failed(`${path} is not JSON`, 'correct it first; it was left as it is');
  return { config, status };
}

/** Part of JavaScript since ES2026; the compiler's library does not know it yet. */
interface ExactJson {
  rawJSON(source: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown): unknown;
}

/** Numbers keep their digits: what we do not know must come out as it went in. */
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
