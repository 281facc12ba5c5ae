import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

/** What is built, by which program, and the files that affect it. Paths are from the root. */
const BUILDS = [
  {
    name: 'pages',
    folder: 'packages/web',
    program: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    sources: ['src', 'build', 'index.html', 'vite.config.ts', 'postcss.config.mjs', 'package.json'].map(
      (name) => `packages/web/${name}`,
    ),
  },
  {
    name: 'documentation',
    folder: 'packages/docs',
    program: ['packages/docs/src/build.ts'],
    // The reference of the API is made from the server's table of routes.
    sources: [
      'docs',
      'CHANGELOG.md',
      'SECURITY.md',
      ...['src', 'client', 'package.json'].map((name) => `packages/docs/${name}`),
      'packages/server/src',
      'packages/core/src',
    ],
  },
];

/** Builds the pages and the documentation at the same time, unless a build has exactly these sources. */
export async function ensurePages() {
  await Promise.all(BUILDS.map(ensureBuild));
}

/** Prints only on stderr. */
async function ensureBuild({ name, folder, program: [script, ...parameters], sources }) {
  const stamp = join(ROOT_FOLDER, folder, 'dist', '.built-from');
  const wanted = digestOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write(`Building the ${name}, once\n`);
  const code = await runCommand(pinnedNode(), [join(ROOT_FOLDER, script), ...parameters], {
    cwd: join(ROOT_FOLDER, folder),
    env: withPinnedNode(),
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (code !== 0) {
    process.stderr.write(`The ${name} could not be built: see above.\n`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

function digestOf(sources) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT_FOLDER, 'package-lock.json')));
  for (const path of sources.flatMap((source) => filesUnder(join(ROOT_FOLDER, source)))) {
    hash.update(`${relative(ROOT_FOLDER, path)}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
