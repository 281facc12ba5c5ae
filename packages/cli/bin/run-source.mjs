import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a program from its TypeScript source: on this Node if it can, else on the one that the repository pins. */
export async function runSource(source, executable) {
  if (process.features.typescript) {
    const { main } = await import(source);
    await main();
    return;
  }
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
  const args = [fileURLToPath(executable), ...process.argv.slice(2)];
  const { status, error } = spawnSync(pinned, args, { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
}
