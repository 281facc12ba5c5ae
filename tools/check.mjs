import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER } from './root-folder.mjs';

/** The only files that may look at the environment; they hand it to config.ts or to a program's own entry. */
const READS_ENVIRONMENT = new Set([
  'packages/server/src/main.ts',
  'packages/server/src/admin.ts',
  'packages/cli/src/environment.ts',
  'packages/cli/src/lanyard.ts',
  'packages/cli/src/docker-credential-lanyard.ts',
]);

await ensureDependencies();

const checks = [
  ['types', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit'])],
  ['types of the pages', () => tool('typescript/bin/tsc', ['-p', 'packages/web/tsconfig.json', '--noEmit'])],
  ['style', () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
  [
    'direction of imports',
    () =>
      tool('dependency-cruiser/bin/dependency-cruiser.mjs', [
        '--config',
        '.dependency-cruiser.cjs',
        'packages',
        'test',
        'bench',
      ]),
  ],
  ['unused code', () => tool('knip/bin/knip.js', ['--no-progress'])],
  ['environment', onlyEntriesReadEnvironment],
];

let failed = 0;
for (const [name, check] of checks) {
  const started = Date.now();
  const fault = check();
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${fault === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${fault ?? ''}`);
  if (fault !== undefined) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);

function tool(path, parameters) {
  const program = join(ROOT_FOLDER, 'node_modules', path);
  const options = { cwd: ROOT_FOLDER, encoding: 'utf8', env: withPinnedNode() };
  const { status, stdout, stderr, error } = spawnSync(pinnedNode(), [program, ...parameters], options);
  return status === 0 ? undefined : `${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n`;
}

function onlyEntriesReadEnvironment() {
  const offenders = sourceFiles(join(ROOT_FOLDER, 'packages'))
    .map((path) => relative(ROOT_FOLDER, path))
    .filter((path) => path.includes('/src/') && !READS_ENVIRONMENT.has(path))
    .filter((path) => /process\.env|\benv\b.*from 'node:process'/.test(readFileSync(join(ROOT_FOLDER, path), 'utf8')));
  return offenders.length === 0 ? undefined : `${offenders.join('\n')}\nonly config.ts reads the settings\n`;
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((path) => /\.tsx?$/.test(path));
}
