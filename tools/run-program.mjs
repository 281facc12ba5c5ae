import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensurePages } from './ensure-pages.mjs';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

const PROGRAMS = {
  server: 'packages/server/src/main.ts',
  admin: 'packages/server/src/admin.ts',
  gate: 'packages/server/src/gate.ts',
  bench: 'bench/src/main.ts',
};
/** `npm run bench -- NAME` */
const BENCHMARKS = ['gate', 'changes', 'scan', 'scale'];

// `node tools/run-program.mjs PROGRAM [PARAMETER ...]` installs what is missing, and then runs one of the project's
// programs.
const [name, ...parameters] = process.argv.slice(2);
await ensureDependencies();
if (name === 'server') await ensurePages();
const benchmark = name === 'bench' && BENCHMARKS.find((one) => one === parameters[0]);
const program = join(ROOT_FOLDER, benchmark ? `bench/src/${benchmark}.ts` : PROGRAMS[name]);
process.exit(await runCommand(pinnedNode(), [program, ...parameters], { env: withPinnedNode() }));
