import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensurePages } from './ensure-pages.mjs';
import { ensurePrograms } from './ensure-programs.mjs';
import { withFetchedPrograms } from './fetch-debian-programs.mjs';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER, runCommand } from './run-command.mjs';

await ensureDependencies();
await ensurePrograms();
await ensurePages();

const folder = mkdtempSync(join(tmpdir(), 'lanyard-test-'));
const report = join(folder, 'report.json');
const vitest = join(ROOT_FOLDER, 'node_modules', 'vitest', 'vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const code = await runCommand(pinnedNode(), [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: ROOT_FOLDER,
  env: withPinnedNode(withFetchedPrograms()),
});
const counts = readCounts();
rmSync(folder, { recursive: true });
// A run that crashed, or that ran no test, has failed whatever its counts are.
if ((code !== 0 || counts.passed === 0) && counts.failed === 0) counts.failed = 1;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
process.exit(counts.failed === 0 ? 0 : 1);

function readCounts() {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that could not be loaded has no counted tests.
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + (numTodoTests ?? 0),
  };
}
