import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

const WEB_FOLDER = join(ROOT_FOLDER, 'packages', 'web');
const STAMP_FILE = join(WEB_FOLDER, 'dist', '.built-from');
/** The files that affect a build. */
const SOURCES = ['src', 'build', 'index.html', 'vite.config.ts', 'postcss.config.mjs', 'package.json'];

/** Builds the pages, unless the build has exactly these sources. Prints only on stderr. */
export async function ensureWeb() {
  const wanted = digestOfSources();
  if (existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === wanted) return;
  process.stderr.write('Building the pages, once\n');
  const vite = join(ROOT_FOLDER, 'node_modules', 'vite', 'bin', 'vite.js');
  const code = await runCommand(pinnedNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB_FOLDER,
    env: withPinnedNode(),
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (code !== 0) {
    process.stderr.write('The pages could not be built: see above.\n');
    process.exit(1);
  }
  writeFileSync(STAMP_FILE, wanted);
}

function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT_FOLDER, 'package-lock.json')));
  for (const path of SOURCES.flatMap((name) => filesUnder(join(WEB_FOLDER, name)))) {
    hash.update(`${relative(WEB_FOLDER, path)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
