import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

/** The tests need this version or a later one. Debian's stable releases have older versions. */
export const DOCKER_MINIMUM_MAJOR = 28;

const FETCHED_FOLDER = join(ROOT_FOLDER, 'node_modules', '.lanyard-programs');
const SUITE = 'testing';

/** They need only the C library. The keychain's helper has its own folder, because docker uses one that is in PATH. */
const FETCHED = {
  promtool: { debianPackage: 'promtool', file: join(FETCHED_FOLDER, 'promtool') },
  prometheus: { debianPackage: 'prometheus', file: join(FETCHED_FOLDER, 'prometheus') },
  docker: { debianPackage: 'docker-cli', file: join(FETCHED_FOLDER, 'docker') },
  'docker-credential-pass': {
    debianPackage: 'golang-docker-credential-helpers',
    file: join(FETCHED_FOLDER, 'keychain', 'docker-credential-pass'),
  },
};

/** The environment with the downloaded programs first in PATH. */
export function withFetchedPrograms(environment = process.env) {
  return { ...environment, PATH: [FETCHED_FOLDER, environment.PATH].join(delimiter) };
}

export function isFetched(name) {
  return existsSync(FETCHED[name].file);
}

/**
 * Unpacks programs from Debian's testing suite into node_modules. apt verifies their signature. It installs nothing and
 * does not change the machine's package sources, so it does not need root. Prints only on stderr. Afterwards, check
 * whether a program is there.
 */
export async function fetchDebianPrograms(names) {
  const source = testingSource();
  if (source === undefined) return;
  process.stderr.write(`Fetching from Debian ${SUITE} for the tests, once: ${names.join(' ')}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-programs-'));
  // As root, apt downloads as another user, who must be able to open the folder.
  chmodSync(folder, 0o755);
  try {
    const packages = [...new Set(names.map((name) => FETCHED[name].debianPackage))];
    if (await download(folder, source, packages)) for (const name of names) unpack(folder, name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line for sources.list with this machine's mirror and key. Undefined if this is not Debian. */
function testingSource() {
  const format = ['--format', '$(SITE) $(RELEASE) $(SIGNED_BY)', 'Identifier: Packages', 'Component: main'];
  const { status, stdout } = spawnSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const targets = stdout.split('\n').map((line) => line.split(' '));
  const [site, , key = ''] = targets.find(([, release]) => /^[a-z]+$/.test(release ?? '')) ?? [];
  if (site === undefined) return undefined;
  return `deb ${key.startsWith('/') ? `[signed-by=${key}] ` : ''}${site} ${SUITE} main\n`;
}

async function download(folder, source, packages) {
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), source);
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'APT::Default-Release': '',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const logFile = join(folder, 'apt.log');
  const log = openSync(logFile, 'w');
  const apt = (...parameters) =>
    runCommand('apt-get', ['-qq', ...options, ...parameters], { cwd: folder, stdio: ['ignore', log, log] });
  const isDownloaded = (await apt('update')) === 0 && (await apt('download', ...packages)) === 0;
  closeSync(log);
  if (!isDownloaded) process.stderr.write(`apt-get failed:\n${readFileSync(logFile, 'utf8')}`);
  return isDownloaded;
}

function unpack(folder, name) {
  const { debianPackage, file } = FETCHED[name];
  const archive = readdirSync(folder).find((entry) => entry.startsWith(`${debianPackage}_`) && entry.endsWith('.deb'));
  const unpacked = join(folder, name);
  const { status } = spawnSync('dpkg-deb', ['--extract', join(folder, archive), unpacked]);
  const program = join(unpacked, 'usr', 'bin', name);
  // A later release can have moved the program to another package.
  if (status !== 0 || !existsSync(program)) return;
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(program, file);
}
