import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { login } from '../src/commands/login.ts';
import { reviewList, reviewShow } from '../src/commands/review.ts';
import { reviewEvidence } from '../src/commands/review-evidence.ts';
import { fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

const REVIEW = {
  id: '9f2d1b3c',
  name: 'Spring\u001b[2J',
  state: 'open',
  scope: { type: 'repository', team: null, pattern: 'acme/web-*' },
  reviewers: 'owners',
  undecided: 'keep',
  recurrence: 'quarterly',
  startedBy: 'ada',
  startsAt: '2027-01-01T09:00:00.000Z',
  dueAt: '2027-01-31T09:00:00.000Z',
  closedAt: null,
  counts: { undecided: 2, keep: 1, block: 0, gone: 0 },
};

function item(number: number) {
  return {
    token: {
      id: `token-${number}`,
      description: number === 1 ? 'ci\tof web' : null,
      holder: { name: 'grace' },
      findings: [{ kind: 'unused' }, { kind: 'no-expiry' }],
    },
    isGone: number === 2,
    decision: number === 1 ? 'keep' : null,
    reason: '',
    decidedBy: number === 1 ? 'ada' : null,
    decidedAt: null,
  };
}

async function signedIn(more: Partial<TestContext> = {}) {
  const [fake, context] = [await fakeLanyard(), testContext(more)];
  await login(context, fake.host, { browser: false });
  context.results.length = 0;
  const path = 'GET /api/organizations/acme/reviews';
  fake.on(path, () => ({ status: 200, body: { total: 1, reviews: [REVIEW] } }));
  fake.on(`${path}/${REVIEW.id}`, () => ({ status: 200, body: REVIEW }));
  fake.on(`${path}/${REVIEW.id}/items`, ({ query }) => {
    const all = Array.from({ length: 103 }, (_, index) => item(index + 1));
    const start = (Number(query.get('page')) - 1) * 100;
    return { status: 200, body: { total: all.length, items: all.slice(start, start + 100) } };
  });
  return { fake, context };
}

it('lists the reviews of an organization, as a table for a person', async () => {
  const { context } = await signedIn();
  await reviewList({ ...context, terminal: { ...context.terminal, showsTables: true, columns: 120 } }, 'acme');
  expect(context.results.join('')).toBe(
    'ID        NAME        STATE  DUE         UNDECIDED  KEPT  BLOCKED  ENDED\n' +
      '9f2d1b3c  Spring?[2J  open   2027-01-31  2          1     0        0\n',
  );
});

it('shows a review and its access tokens from all pages, and all of it as JSON', async () => {
  const { fake, context } = await signedIn();
  await reviewShow(context, { organization: 'acme', id: REVIEW.id }, { decision: 'undecided' });
  const text = context.results.join('');
  expect(text).toContain('repository acme/web-*');
  expect(text).toContain('2 undecided, 1 kept, 0 blocked, 0 ended');
  expect(text).toContain('token-1\tgrace\tci?of web\tunused,no-expiry\tkeep\tada\t\n');
  expect(text).toContain('token-2\tgrace\t\tunused,no-expiry\tended\t\t\n');
  expect(text).toContain('token-103\t');
  const queries = fake.named(`GET /api/organizations/acme/reviews/${REVIEW.id}/items`).map(({ query }) => query);
  expect(queries.map((query) => query.get('decision'))).toEqual(['undecided', 'undecided']);
  const { context: json } = await signedIn({ json: true });
  await reviewShow(json, { organization: 'acme', id: REVIEW.id }, {});
  expect(JSON.parse(json.results.join(''))).toMatchObject({ id: REVIEW.id, items: { length: 103 } });
});

it('asks the server for the items of a holder, with a finding, or of the caller alone', async () => {
  const { fake, context } = await signedIn();
  const filter = { finding: 'unused', search: 'gra', mine: 'true' } as const;
  await reviewShow(context, { organization: 'acme', id: REVIEW.id }, filter);
  const [query] = fake.named(`GET /api/organizations/acme/reviews/${REVIEW.id}/items`).map((request) => request.query);
  expect(Object.fromEntries(query ?? [])).toMatchObject(filter);
});

const PLACE = { organization: 'acme', id: REVIEW.id };
const EVIDENCE = `GET /api/organizations/acme/reviews/${REVIEW.id}/evidence`;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-evidence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('downloads the evidence byte for byte, to standard output or to a file', async () => {
  const folder = emptyFolder();
  const { fake, context } = await signedIn();
  const file = { form: 'lanyard-review-evidence-v1', name: 'für \u2028 alle' };
  fake.on(EVIDENCE, () => ({ status: 200, body: file }));
  await reviewEvidence(context, PLACE, {});
  expect(context.results.join('')).toBe(JSON.stringify(file));
  const output = `${folder}/evidence.json`;
  await reviewEvidence(context, PLACE, { output, html: true });
  expect(await readFile(output, 'utf8')).toBe(JSON.stringify(file));
  expect(context.results.at(-1)).toBe(`wrote ${output}\n`);
  expect(fake.named(EVIDENCE).map(({ query }) => query.get('format'))).toEqual(['json', 'html']);
});

it.each([
  [{ status: 409, body: { error: { code: 'conflict', message: 'this review is open' } } }, 4, 'this review is open'],
  [{ status: 404, body: { error: { code: 'not-found', message: 'review not found' } } }, 4, 'review not found'],
  [{ status: 503, body: {} }, 5, 'it answered 503'],
  [
    { status: 200, body: { half: 'a file' }, headers: { 'content-length': '5000', connection: 'close' } },
    5,
    'the download broke off',
  ],
])('leaves no file where the evidence cannot be had: %j', async (answer, exitCode, message) => {
  const folder = emptyFolder();
  const { fake, context } = await signedIn();
  fake.on(EVIDENCE, () => answer);
  const output = `${folder}/evidence.json`;
  const download = reviewEvidence(context, PLACE, { output });
  await expect(download).rejects.toMatchObject({ exitCode, message: expect.stringContaining(message) });
  expect(await readdir(folder)).toEqual([]);
});

it('says which file cannot be written, and that the evidence is no JSON of the command', async () => {
  const { fake, context } = await signedIn();
  fake.on(EVIDENCE, () => ({ status: 200, body: {} }));
  await expect(reviewEvidence(context, PLACE, { output: '/nowhere/evidence.json' })).rejects.toMatchObject({
    exitCode: 2,
    message: '/nowhere/evidence.json cannot be written (ENOENT)',
  });
  await expect(reviewEvidence({ ...context, json: true }, PLACE, {})).rejects.toMatchObject({ exitCode: 2 });
});
