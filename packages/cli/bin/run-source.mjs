import module from 'node:module';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../', import.meta.url);

/** Runs a program from its TypeScript source: on this Node if it can, else on the one that the repository pins. */
export async function runSource(source, executable) {
  if (!process.features.typescript) {
    await runOnPinnedNode(fileURLToPath(executable));
    return;
  }
  // Beside the code itself: in a shared temporary folder, others could plant code.
  module.enableCompileCache(fileURLToPath(new URL('node_modules/.cache/lanyard-cli', ROOT)));
  const { main } = await import(source);
  await main();
}

async function runOnPinnedNode(executable) {
  const { spawnSync } = await import('node:child_process');
  const pinned = fileURLToPath(new URL('node_modules/.bin/node', ROOT));
  const { status, error } = spawnSync(pinned, [executable, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
}
