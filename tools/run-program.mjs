import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER } from './root-folder.mjs';
import { runCommand } from './run-command.mjs';

/** Sets up what is missing and runs one of the project's programs with the parameters of this process. */
export async function runProgram(file) {
  await ensureDependencies();
  const parameters = [join(ROOT_FOLDER, file), ...process.argv.slice(2)];
  process.exit(await runCommand(pinnedNode(), parameters, { env: withPinnedNode() }));
}
