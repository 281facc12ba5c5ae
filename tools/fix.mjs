import { ensureDependencies } from './ensure-dependencies.mjs';
import { runSteps, tool } from './run-steps.mjs';

/** This test compares the types that the pages use with the server's own description; `-u` writes them again. */
const TEST_OF_TYPES = 'test/promises/http/client-types.test.ts';

await ensureDependencies();
runSteps([
  ['types of the API', tool('vitest/vitest.mjs', ['run', '--project', 'promises', TEST_OF_TYPES, '--update'])],
  ['format and imports', tool('@biomejs/biome/bin/biome', ['check', '--write', '.'])],
]);
