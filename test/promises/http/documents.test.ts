import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeSettings } from '@lanyard/server/app/config';
import { ROUTES } from '@lanyard/server/app/route-table';
import { describe, expect, it } from 'vitest';
import { requireSuccess } from '../../support/programs/require-success.ts';
import { runProgram } from '../../support/programs/run-program.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the documents say what the code does', () => {
  it.each(documents)('%s: every link leads somewhere', (path) => {
    const links = [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !existsSync(join(ROOT, dirname(path), link)));
    expect(broken).toEqual([]);
  });

  it.each(describeSettings().map((row) => [row.name, row] as const))('the setting %s is told as it is', (_, row) => {
    const standard = row.standard === '' ? '' : `\`${row.standard}\``;
    expect(textOf('docs/operate.md')).toContain(`| \`${row.name}\` | ${standard} | ${row.meaning} |`);
  });

  it('every address of the protocol is served', () => {
    const served = new Set([...ROUTES.map(({ path }) => path), '/metrics', '/api/docs', '/api/openapi.json']);
    const pages = globSync('docs/protocol/*.md', { cwd: ROOT }).map(textOf).join('\n');
    const named = [...pages.matchAll(/`(?:GET |POST |PATCH |DELETE )?(\/[\w/.:-]+)[`?]/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !served.has(path))).toEqual([]);
  });

  it('the help of lanyard is the text in the README', async () => {
    const program = join(ROOT, 'packages/cli/bin/lanyard.mjs');
    const { stdout } = await requireSuccess(runProgram(process.execPath, [program, '--help']));
    expect(textOf('README.md')).toContain(stdout);
  });
});
