import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireSuccess, runProgram } from '../../support/programs/run-program.ts';

/** Each of these knows what tokens, repositories or registries are. A reader of the decision reads these files. */
const SUBJECT = [
  'core/src/organizations/organization-policy.ts',
  'core/src/registry-tokens/registry-access.ts',
  'core/src/repositories/repository.ts',
  'core/src/tokens/access-token.ts',
  'server/src/features/registry-tokens/issue-registry-token.ts',
  'server/src/features/registry-tokens/registry-principal.ts',
  'server/src/features/registry-tokens/registry-token-routes.ts',
  'server/src/features/registry-tokens/usage-recorder.ts',
  'server/src/keys/registry-tokens.ts',
  'server/src/store/records/access/access.ts',
];

/**
 * These know nothing of registry tokens. They run for every request, for every look-up of their kind or for every
 * secret.
 */
const MACHINE = [
  'core/src/secret.ts',
  'server/src/http/end-connections.ts',
  'server/src/http/hot-routes.ts',
  'server/src/http/observe-requests.ts',
  'server/src/http/register-routes.ts',
  'server/src/keys/secret-digester.ts',
  'server/src/store/sqlite-driver.ts',
];

it('a pull with an access token runs through ten files of its subject, and seven that serve everything', async () => {
  const program = join(import.meta.dirname, '../../../bench/src/files-of-request.ts');
  const { stdout } = await requireSuccess(runProgram(process.execPath, [program]));
  expect(stdout.trim().split('\n')).toEqual([...SUBJECT, ...MACHINE].toSorted());
});
