import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the tests run for real, and the Debian package that brings it. */
const PROGRAMS = [
  { name: 'docker', debianPackage: 'docker.io' },
  { name: 'docker-registry', debianPackage: 'docker-registry' },
  { name: 'skopeo', debianPackage: 'skopeo' },
  { name: 'podman', debianPackage: 'podman' },
  { name: 'postgres', debianPackage: 'postgresql' },
  { name: 'script', debianPackage: 'bsdutils' },
];

/** The programs that are not on this machine. */
export function missingPrograms() {
  return PROGRAMS.filter(({ name }) => !isInstalled(name));
}

function isInstalled(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...postgresFolders()];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/** Debian keeps the server of PostgreSQL out of PATH. */
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
