import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';
import { pinnedNodeFault } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

const LOCK_FILE = join(ROOT_FOLDER, 'package-lock.json');
/** This file contains the digest of the lock file that was installed last. */
const STAMP_FILE = join(ROOT_FOLDER, 'node_modules', '.lanyard-lock');
/**
 * Not in node_modules, because an installation removes that folder. It contains the id of the process that installs.
 */
const INSTALL_LOCK = join(ROOT_FOLDER, '.install-lock');
const LOOK_AGAIN_MILLISECONDS = 300;
const YOUNG_MILLISECONDS = 2000;
/** A small Debian does not have this library of GCC, which the pinned Node needs. */
const LIBRARY = { file: 'libatomic.so.1', debianPackage: 'libatomic1' };

/**
 * Installs the packages of the lock file, and the library for the pinned Node, if they are missing. Prints only on
 * stderr.
 */
export async function ensureDependencies() {
  const wanted = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  const isMissing = () => !existsSync(STAMP_FILE) || readFileSync(STAMP_FILE, 'utf8') !== wanted;
  if (isMissing()) {
    await oneAtATime(async () => {
      // Another process can have installed them in the meantime.
      if (!isMissing()) return;
      await installDependencies();
      writeFileSync(STAMP_FILE, wanted);
    });
  }
  const fault = pinnedNodeFault();
  if (fault?.includes(LIBRARY.file) && canInstallDebianPackages()) await installDebianPackages([LIBRARY.debianPackage]);
}

/**
 * `npm start` and `npm run admin` can be started at the same time. Two installations at once would destroy each other's
 * files.
 */
async function oneAtATime(work) {
  for (let waits = 0; !holdLock(); waits += 1) {
    if (waits === 0) process.stderr.write('Waiting for another program to install the dependencies\n');
    await delay(LOOK_AGAIN_MILLISECONDS);
  }
  const release = () => rmSync(INSTALL_LOCK, { force: true });
  process.once('exit', release);
  try {
    await work();
  } finally {
    release();
    process.off('exit', release);
  }
}

/** False if a running process has the lock. */
function holdLock() {
  try {
    writeFileSync(INSTALL_LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned()) rmSync(INSTALL_LOCK, { force: true });
  return false;
}

/** The process was killed. A new file can still be empty. */
function isAbandoned() {
  const stat = statSync(INSTALL_LOCK, { throwIfNoEntry: false });
  if (!stat || Date.now() - stat.mtimeMs < YOUNG_MILLISECONDS) return false;
  return !isRunning(Number(readFileSync(INSTALL_LOCK, 'utf8')));
}

function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function installDependencies() {
  process.stderr.write('Installing dependencies (npm ci), once\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await runCommand(npm, ['ci', '--loglevel=error'], {
    cwd: ROOT_FOLDER,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
  if (code === 0) return;
  process.stderr.write('npm ci failed: see above. It needs npm, Node 18 or later, and a reachable package registry.\n');
  process.exit(1);
}
