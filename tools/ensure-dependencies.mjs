import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';
import { pinnedNodeFault } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

const LOCK_FILE = join(ROOT_FOLDER, 'package-lock.json');
/** It holds the digest of the lock file that was installed last. */
const STAMP_FILE = join(ROOT_FOLDER, 'node_modules', '.lanyard-lock');
/** A small Debian lacks this library of GCC's, which the pinned Node is linked with. */
const LIBRARY = { file: 'libatomic.so.1', debianPackage: 'libatomic1' };

/** Installs what the lock file says, and what the pinned Node needs, unless it is there. Prints on stderr only. */
export async function ensureDependencies() {
  const wanted = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  if (!existsSync(STAMP_FILE) || readFileSync(STAMP_FILE, 'utf8') !== wanted) {
    await installDependencies();
    writeFileSync(STAMP_FILE, wanted);
  }
  const fault = pinnedNodeFault();
  if (fault?.includes(LIBRARY.file) && canInstallDebianPackages()) await installDebianPackages([LIBRARY.debianPackage]);
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
