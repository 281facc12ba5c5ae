import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER } from './run-command.mjs';

/**
 * Runs `[name, step]` pairs one after the other, prints each result, and exits with 0 if all succeeded. A step returns
 * undefined, or the text of its fault.
 */
export function runSteps(steps) {
  let failed = 0;
  for (const [name, step] of steps) {
    const started = Date.now();
    const fault = step();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${fault === undefined ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${fault ?? ''}`);
    if (fault !== undefined) failed += 1;
  }
  process.exit(failed === 0 ? 0 : 1);
}

/** A step that runs a program in node_modules with the pinned Node. Its output is shown only if it fails. */
export function tool(path, parameters) {
  return () => {
    const program = join(ROOT_FOLDER, 'node_modules', path);
    const options = { cwd: ROOT_FOLDER, encoding: 'utf8', env: withPinnedNode() };
    const { status, stdout, stderr, error } = spawnSync(pinnedNode(), [program, ...parameters], options);
    return status === 0 ? undefined : `${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n`;
  };
}
