import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNode } from './ensure-node.mjs';
import { ROOT_FOLDER } from './root-folder.mjs';
import { runCommand } from './run-command.mjs';

const LOCK_FILE = join(ROOT_FOLDER, 'package-lock.json');
const STAMP_FILE = join(ROOT_FOLDER, 'node_modules', '.lanyard-lock');

/** Installs exactly what the lock file says and what that needs, unless it is there. It prints on stderr alone. */
export async function ensureDependencies() {
  const wanted = createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex');
  if (!existsSync(STAMP_FILE) || readFileSync(STAMP_FILE, 'utf8') !== wanted) {
    await installDependencies();
    writeFileSync(STAMP_FILE, wanted);
  }
  await ensureNode();
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
