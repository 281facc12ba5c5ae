import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

export interface PostgresPrograms {
  readonly majorVersion: number;
  /** An absolute path with `initdb` and `postgres`. */
  readonly folder: string;
}

const installed = '/usr/lib/postgresql';

/** The newest PostgreSQL server that Debian's packages installed, if any. */
export function postgresPrograms(): PostgresPrograms | undefined {
  if (!existsSync(installed)) return undefined;
  return readdirSync(installed)
    .map((version) => ({ majorVersion: Number(version), folder: join(installed, version, 'bin') }))
    .filter(({ folder }) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
    .sort((one, other) => other.majorVersion - one.majorVersion)[0];
}

export type ProgramName =
  | 'docker'
  | 'skopeo'
  | 'podman'
  | 'docker-registry'
  | 'postgres'
  | 'clamd'
  | 'haproxy'
  | 'nginx'
  | 'caddy'
  | 'chromium'
  | 'gpg'
  | 'pass'
  | 'docker-credential-pass'
  | 'prometheus'
  | 'promtool'
  | 'lemonldap';

/** A product made of Perl modules: its portal, SAML, further modules that these need, and a server for them. */
const LEMONLDAP_FILES = [
  '/usr/share/perl5/Lemonldap/NG/Portal/Main.pm',
  '/usr/share/perl5/XML/Simple.pm',
  '/usr/share/perl5/IO/String.pm',
  '/usr/share/perl5/String/Random.pm',
  '/usr/share/doc/liblasso-perl',
  '/usr/bin/plackup',
];

/** Not in PATH, because docker would use it. */
export const KEYCHAIN_FOLDER = fileURLToPath(
  new URL('../../../node_modules/.lanyard-programs/keychain/', import.meta.url),
);

/** docker's output and stored data differ between versions. The tests are for this version and later ones. */
const DOCKER_MINIMUM_MAJOR = 28;

export function programAvailable(name: ProgramName): boolean {
  // On Debian, the PostgreSQL server is not in PATH.
  if (name === 'postgres') return postgresPrograms() !== undefined;
  if (name === 'docker') return isDockerRecent();
  if (name === 'docker-credential-pass') return isExecutable(join(KEYCHAIN_FOLDER, name));
  if (name === 'chromium') return chromiumExecutable() !== undefined;
  if (name === 'lemonldap') return LEMONLDAP_FILES.every((file) => existsSync(file));
  return executableOf(name) !== undefined;
}

/** The path of a program in PATH. */
export function executableOf(name: ProgramName | 'chromium-headless-shell'): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The shell is the same browser without windows and tabs, which take a third of the time of a test. */
export function chromiumExecutable(): string | undefined {
  return executableOf('chromium-headless-shell') ?? executableOf('chromium');
}

/**
 * A suite that needs programs. If one is missing, the suite is skipped and its title says why. With `CI=true` it fails.
 */
export function describeWith(programs: readonly ProgramName[], title: string, body: () => void): void {
  const missing = programs.filter((name) => !programAvailable(name));
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  const reason = `not installed: ${missing.map(nameWithVersion).join(', ')}`;
  if (process.env.CI === 'true') {
    describe(title, () => failFor(reason));
    return;
  }
  describe.skip(`${title} (left out: ${reason})`, body);
}

function nameWithVersion(name: ProgramName): string {
  return name === 'docker' ? `docker ${DOCKER_MINIMUM_MAJOR} or later` : name;
}

function isDockerRecent(): boolean {
  const { stdout } = spawnSync('docker', ['--version'], { encoding: 'utf8' });
  return Number(/version (\d+)/.exec(stdout ?? '')?.[1]) >= DOCKER_MINIMUM_MAJOR;
}

function failFor(reason: string): void {
  it('finds the programs that it needs', () => {
    throw new Error(reason);
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
