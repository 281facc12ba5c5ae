import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENT_SCOPE_NAMES } from '@lanyard/core/command-lines/client-scope';
import { describeSettings } from '@lanyard/server/app/config';
import { ROUTES } from '@lanyard/server/app/route-table';
import { describe, expect, it } from 'vitest';
import { requireSuccess, runProgram } from '../../support/programs/run-program.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NOT_OURS = ['**/node_modules/**', '**/dist/**', '**/generated/**', 'data/**'];
const filesOf = (...patterns: string[]) => globSync(patterns, { cwd: ROOT, exclude: NOT_OURS }).sort();
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = filesOf('**/*.md');
const sources = filesOf('*.md', '{packages,test,bench,tools,docs}/**/*.{md,ts,tsx,css,mjs,cjs,txt}');

describe('the links and paths in the documents', () => {
  it.each(documents)('%s links only to files, headings and paths that exist', (path) => {
    const links = [...textOf(path).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !leadsSomewhere(path, link))).toEqual([]);
    // A decision can name a file that existed when the decision was made.
    if (path.startsWith('docs/decisions/')) return;
    const paths = [...textOf(path).matchAll(/`((?:packages|test|bench|tools|docs)\/[\w./-]*)`/g)];
    expect(paths.map(([, named = '']) => named).filter((named) => !existsSync(join(ROOT, named)))).toEqual([]);
  });

  function leadsSomewhere(from: string, link: string): boolean {
    const [file = '', heading] = link.split('#');
    const target = file === '' ? from : relative(ROOT, join(ROOT, dirname(from), file));
    if (!existsSync(join(ROOT, target))) return false;
    return heading === undefined || headingsOf(target).includes(heading);
  }

  /** Anchors, as GitHub makes them from headings. */
  function headingsOf(path: string): readonly string[] {
    const headings = [...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
    return headings.map((heading) => heading.replace(/[^\w -]/g, '').replaceAll(' ', '-'));
  }
});

describe('the folders', () => {
  const foldersOf = (path: string) =>
    readdirSync(join(ROOT, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const features = foldersOf('packages/server/src/features');

  it.each([
    ['packages/core/src', []],
    ['packages/core/test', ['oracles']],
    ['packages/server/src/store/records', []],
    ['packages/server/test/features', []],
    ['packages/web/src/features', []],
    ['test/promises', ['app', 'http', 'outbound', 'store']],
  ])('of %s have the names of the features of the server', (path, others) => {
    expect(
      foldersOf(path)
        .filter((name) => !features.includes(name))
        .toSorted(),
    ).toEqual(others);
  });

  it('of the promises are there for every feature', () => {
    expect(features.filter((name) => !existsSync(join(ROOT, 'test/promises', name)))).toEqual([]);
  });
});

describe('the requirements, attacks and decisions that are cited', () => {
  const REQUIREMENT = /\bR(\d+)\b/g;
  const ATTACK = /\battacks? (\d+(?:(?:, | and |, and |-|–)\d+)*)/gi;
  const requirements = rowsOf('docs/requirements.md', /^R(\d+)$/);
  const attacks = rowsOf('docs/attacks.md', /^attack (\d+)$/);
  const decisions = new Set(
    filesOf('docs/decisions/0*.md').map((path) => Number(path.slice('docs/decisions/'.length).slice(0, 4))),
  );

  it.each([
    ['docs/requirements.md', requirements],
    ['docs/attacks.md', attacks],
  ])('%s has a row for every number, and each row names a test or says "not yet"', (_, rows) => {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_row, index) => index + 1));
    expect(rows.filter(({ heldBy }) => !/`(test|packages)\/|not yet/.test(heldBy))).toEqual([]);
  });

  it.each([
    ['docs/requirements.md', requirements, REQUIREMENT],
    ['docs/attacks.md', attacks, ATTACK],
  ])('of each row in %s, a test that it names cites the number', (_, rows, pattern) => {
    const isCited = ({ number, heldBy }: (typeof rows)[number]) =>
      [...heldBy.matchAll(/`((?:test|packages)\/[^`]+)`/g)].some(([, path = '']) =>
        citationsIn(path, pattern).includes(number),
      );
    expect(rows.filter((row) => !row.heldBy.includes('not yet') && !isCited(row))).toEqual([]);
  });

  it('every cited requirement exists', () => {
    expect(strayCitations(REQUIREMENT, new Set(requirements.map(({ number }) => number)))).toEqual([]);
  });

  it('every cited attack exists', () => {
    expect(strayCitations(ATTACK, new Set(attacks.map(({ number }) => number)))).toEqual([]);
  });

  it('every cited decision exists', () => {
    expect(strayCitations(/\bdecisions? (\d+)/gi, decisions)).toEqual([]);
  });

  it('the list of decisions names every page, in order', () => {
    const listed = [...textOf('docs/decisions/README.md').matchAll(/^\d+\. \[.*\]\((.*)\)$/gm)];
    expect(listed.map(([, page]) => `docs/decisions/${page}`)).toEqual(filesOf('docs/decisions/0*.md'));
  });

  function rowsOf(path: string, id: RegExp) {
    const lines = textOf(path).split('\n');
    const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()));
    return cells.flatMap((row) => {
      const [, number] = id.exec(row[1] ?? '') ?? [];
      return number === undefined ? [] : [{ number: Number(number), heldBy: row.at(-2) ?? '' }];
    });
  }

  /** Comments are read as one line. */
  function citationsIn(path: string, pattern: RegExp): readonly number[] {
    const text = textOf(path).replace(/\n\s*(\*|\/\/)?\s*/g, ' ');
    const cited = [...text.matchAll(pattern)].flatMap(([, numbers = '']) => numbers.match(/\d+/g) ?? []);
    return cited.map(Number);
  }

  /** The places that cite a number which does not exist. */
  function strayCitations(pattern: RegExp, known: ReadonlySet<number>): readonly string[] {
    return sources.flatMap((path) =>
      citationsIn(path, pattern)
        .filter((number) => !known.has(number))
        .map((number) => `${path}: ${number}`),
    );
  }
});

describe('the documents say what the code does', () => {
  it('the table of settings matches the code', () => {
    const rows = describeSettings().map(({ name, standard, meaning }) => `| \`${name}\` | ${standard} | ${meaning} |`);
    const table = ['| setting | default | meaning |', '|---|---|---|', ...rows];
    expect(/^\| setting (?:.*\n)+?(?=\n)/m.exec(textOf('docs/operate.md'))?.[0].trimEnd().split('\n')).toEqual(table);
  });

  it('the server serves every address in the protocol pages', () => {
    const addresses = ROUTES.flatMap(({ path, alias = path }) => [path, alias]);
    const served = new Set([...addresses, '/metrics', '/docs/api/', '/api/openapi.json']);
    const pages = filesOf('docs/protocol/*.md').map(textOf).join('\n');
    const named = [...pages.matchAll(/`(?:GET |POST |PATCH |DELETE )?(\/[\w/.:-]+)[`?]/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !served.has(path))).toEqual([]);
  });

  it('the page of the protocol lists what each scope of a command line opens', () => {
    const lines = textOf('docs/protocol/oauth.md').split('\n');
    for (const scope of CLIENT_SCOPE_NAMES) {
      const opened = ROUTES.filter(({ clientScope }) => clientScope === scope);
      const row = lines.find((line) => line.startsWith(`| \`${scope}\` |`)) ?? '';
      const named = [...row.matchAll(/`([A-Z]+ \/[\w/:.-]+)`/g)].map(([, name]) => name).sort();
      expect(named).toEqual(opened.map(({ method, path }) => `${method} ${path}`).sort());
    }
  });

  it('the README quotes what the server prints at its first start', () => {
    const [, line = 'nothing'] = /print\('(No administrator.*)'\)/.exec(textOf('packages/server/src/main.ts')) ?? [];
    expect(textOf('README.md')).toContain(`\n${line}\n`);
  });

  it('the README quotes the help of lanyard', async () => {
    const program = join(ROOT, 'packages/cli/bin/lanyard.mjs');
    const { stdout } = await requireSuccess(runProgram(process.execPath, [program, '--help']));
    expect(textOf('README.md')).toContain(stdout);
  });
});
