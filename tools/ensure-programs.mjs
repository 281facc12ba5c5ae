import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DOCKER_MINIMUM_MAJOR, fetchDebianPrograms, isFetched, withFetchedPrograms } from './fetch-debian-programs.mjs';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

/** The programs that the tests run, and their Debian packages. A program without a package is downloaded. */
const PROGRAMS = [
  { name: 'docker', isThere: isDockerRecent },
  { name: 'docker-credential-pass', isThere: () => isFetched('docker-credential-pass') },
  { name: 'promtool', isThere: () => isFetched('promtool') },
  { name: 'prometheus', isThere: () => isFetched('prometheus') },
  { name: 'docker-registry', debianPackage: 'docker-registry' },
  { name: 'skopeo', debianPackage: 'skopeo' },
  { name: 'podman', debianPackage: 'podman' },
  { name: 'postgres', debianPackage: 'postgresql' },
  { name: 'clamd', debianPackage: 'clamav-daemon' },
  { name: 'haproxy', debianPackage: 'haproxy' },
  { name: 'nginx', debianPackage: 'nginx' },
  { name: 'caddy', debianPackage: 'caddy' },
  { name: 'script', debianPackage: 'bsdutils' },
  { name: 'gpg', debianPackage: 'gnupg' },
  { name: 'pass', debianPackage: 'pass' },
  { name: 'zsh', debianPackage: 'zsh' },
  { name: 'fish', debianPackage: 'fish' },
  {
    name: 'chromium-headless-shell',
    debianPackage: 'chromium-headless-shell',
    // The tests also work with the whole browser, more slowly.
    isThere: () => isInstalled('chromium-headless-shell') || (!canInstallDebianPackages() && isInstalled('chromium')),
  },
  { name: 'plackup', debianPackage: 'libplack-perl' },
  ...[
    'liblemonldap-ng-portal-perl',
    'liblasso-perl',
    'libxml-simple-perl',
    'libio-string-perl',
    'libstring-random-perl',
  ].map((name) => ({
    name,
    debianPackage: name,
    isThere: () => existsSync(`/usr/share/doc/${name}`),
  })),
];

/** Installs the programs that the tests need, if possible. Otherwise it says which tests are left out. */
export async function ensurePrograms() {
  const missing = missingPrograms();
  const fetched = missing.filter(({ debianPackage }) => debianPackage === undefined).map(({ name }) => name);
  if (fetched.length > 0) await fetchDebianPrograms(fetched);
  const packages = missing.flatMap(({ debianPackage }) => debianPackage ?? []);
  if (packages.length > 0 && canInstallDebianPackages()) await installDebianPackages(packages);
  if (missing.length > 0) reportMissing();
}

function reportMissing() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => (name === 'docker' ? `docker ${DOCKER_MINIMUM_MAJOR} or later` : name));
  const reason = canInstallDebianPackages() ? 'apt-get could not install them' : 'only root on Debian can install them';
  process.stdout.write(`Left out: the suites that need ${names.join(', ')} (not installed; ${reason})\n`);
}

/** The programs that are missing on this machine, or too old. */
function missingPrograms() {
  return PROGRAMS.filter(({ name, isThere }) => !(isThere ?? isInstalled)(name));
}

function isDockerRecent() {
  const { stdout } = spawnSync('docker', ['--version'], { encoding: 'utf8', env: withFetchedPrograms() });
  return Number(/version (\d+)/.exec(stdout ?? '')?.[1]) >= DOCKER_MINIMUM_MAJOR;
}

function isInstalled(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...postgresFolders()];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/** On Debian, the PostgreSQL server is not in PATH. */
function postgresFolders() {
  const versions = '/usr/lib/postgresql';
  return existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : [];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
