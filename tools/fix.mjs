import { ensureDependencies } from './ensure-dependencies.mjs';
import { runSteps, tool } from './run-steps.mjs';

/** These tests compare generated files with their sources. `--update` writes the files again. */
const TEST_OF_POLICY_PAGE = 'packages/core/test/organizations/policy-rules.test.ts';
const TEST_OF_API_TYPES = 'test/promises/http/client-types.test.ts';

const update = (project, file, name) =>
  tool('vitest/vitest.mjs', ['run', '--project', project, file, '--testNamePattern', name, '--update']);

await ensureDependencies();
runSteps([
  ['docs/policy.md', update('unit', TEST_OF_POLICY_PAGE, 'docs/policy.md')],
  ['types of the API', update('promises', TEST_OF_API_TYPES, 'match the description of the API')],
  ['format and imports', tool('@biomejs/biome/bin/biome', ['check', '--write', '.'])],
]);
