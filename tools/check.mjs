import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ROOT_FOLDER } from './run-command.mjs';
import { runSteps, tool } from './run-steps.mjs';

/** Only these files may read the environment; they hand it to config.ts or to a program's own entry. */
const READS_ENVIRONMENT = new Set([
  'packages/server/src/main.ts',
  'packages/server/src/admin.ts',
  'packages/server/src/gate.ts',
  'packages/cli/src/environment.ts',
  'packages/cli/src/lanyard.ts',
  'packages/cli/src/docker-credential-lanyard.ts',
]);

const IMPORT_RULES = ['--config', '.dependency-cruiser.cjs', 'packages', 'test', 'bench'];

await ensureDependencies();
runSteps([
  ['types', tool('typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit'])],
  ['types of the pages', tool('typescript/bin/tsc', ['-p', 'packages/web/tsconfig.json', '--noEmit'])],
  ['types of the documentation', tool('typescript/bin/tsc', ['-p', 'packages/docs/tsconfig.json', '--noEmit'])],
  ['style', tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
  ['direction of imports', tool('dependency-cruiser/bin/dependency-cruiser.mjs', IMPORT_RULES)],
  ['unused code', tool('knip/bin/knip.js', ['--no-progress'])],
  ['environment', onlyEntriesReadEnvironment],
]);

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
