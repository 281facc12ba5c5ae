import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { auditHead } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';

const LANYARD = fileURLToPath(new URL('../../../packages/cli/bin/lanyard.mjs', import.meta.url));

describeLanyard('R58: the evidence of a review', (lanyard) => {
  /** A review that is closed, with a decision of its owner. Its organization's policy was changed meanwhile. */
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    const grants = [{ pattern: `${name}/app`, actions: ['pull'] }];
    const text = { description: '<b>Büro & "CI"</b>', grants };
    const token: string = (await member.browser.post('/api/tokens', text)).body.token.id;
    await sampleToken(member, { actions: ['pull'] });
    const dueAt = new Date(lanyard().clock.now() + 86_400_000).toISOString();
    const review = { name: 'Spring <script>', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt };
    const { id } = (await owner.browser.post(`${path}/reviews`, review)).body;
    const at = `${path}/reviews/${id}`;
    expect((await owner.browser.get(`${at}/evidence`)).status).toBe(409);
    await owner.browser.post(`${at}/decisions`, { decision: 'block', tokens: [token], reason: 'a > b' });
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    await owner.browser.post(`${at}/finish`);
    const evidence = async (query = '') => {
      const { status, headers, body } = await owner.browser.get(`${at}/evidence${query}`);
      expect(status).toBe(200);
      return { headers, body, bytes: await bytesOf(`${at}/evidence${query}`, owner.browser.cookie()) };
    };
    return { ...place, id, at, token, evidence };
  }

  async function bytesOf(path: string, cookie: string): Promise<Buffer> {
    const answer = await fetch(`${lanyard().url}${path}`, { headers: { cookie } });
    return Buffer.from(await answer.arrayBuffer());
  }

  it('says what was in scope, who decided what, and which rules were in force, and stays as it is', async () => {
    const { owner, name, id, token, evidence, path } = await world();
    const { headers, body, bytes } = await evidence();
    expect(headers.get('content-disposition')).toMatch(
      new RegExp(`attachment; filename="review-${name}-\\d{4}-\\d\\d-\\d\\d.json"`),
    );
    expect(body).toMatchObject({
      form: 'lanyard-review-evidence-v1',
      review: {
        organization: { name },
        id,
        name: 'Spring <script>',
        scope: { type: 'all' },
        reviewers: 'owners',
        undecided: 'keep',
        startedBy: owner.name,
        finishedBy: owner.name,
        rules: {
          atStart: { tokenActions: ['pull', 'push', 'delete'] },
          atEnd: { tokenActions: ['pull'] },
        },
      },
      counts: { items: 2, keep: 1, block: 1, gone: 0, byRule: 1 },
      items: [
        { token: { id: token }, decision: 'block', reason: 'a > b', by: owner.name },
        { token: { description: null }, decision: 'keep', reason: '', by: null },
      ],
    });
    // More events come, and another policy; the file is the same.
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull', 'push'] });
    expect((await evidence()).bytes.equals(bytes)).toBe(true);
  });

  it('is checked by `lanyard verify` with the key alone, and shows every change', async () => {
    const { owner, name, evidence } = await world();
    await using folder = await temporaryFolder();
    const [file, key] = [`${folder.path}/review.json`, `${folder.path}/key`];
    const { bytes } = await evidence();
    await writeFile(file, bytes);
    await writeFile(key, (await owner.browser.get('/api/audit/key')).body.key);
    const verify = async (...more: readonly string[]) => {
      const { exitCode, stdout, stderr } = await runProgram(process.execPath, [
        LANYARD,
        'verify',
        file,
        '--key',
        key,
        ...more,
      ]);
      return [exitCode, `${stdout}${stderr}`] as const;
    };
    const [code, said] = await verify();
    expect([code, said]).toEqual([0, expect.stringMatching(/access tokens:\s+2: 1 kept, 1 blocked, 0 had ended/)]);
    expect(said).toContain(name);
    const { sequence } = await auditHead(lanyard());
    expect(Number(/as event (\d+) of/.exec(said)?.[1])).toBeLessThanOrEqual(sequence);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"decision":"block"', '"decision":"keep"'));
    expect(await verify()).toEqual([1, expect.stringContaining('was changed after it was closed')]);
    await writeFile(file, text.replace(/\{"token".*?\n/, ''));
    expect(await verify()).toEqual([1, expect.stringContaining('is not intact')]);
    await writeFile(file, text);
    expect(await verify('--checkpoint', file)).toEqual([1, expect.stringContaining('is not a checkpoint')]);
  });

  it('is also a page to print, with nothing that is loaded, and no text of a person as markup', async () => {
    const { owner, member, evidence, stranger, at } = await world();
    const { headers, body } = await evidence('?format=html');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/attachment; filename="review-.*\.html"/);
    expect(body).toMatch(/^<!doctype html><html lang="en">.*<\/html>\n$/s);
    expect(body).toContain('<h1>Review of access tokens of ');
    expect(body).toContain('Spring &lt;script&gt;');
    expect(body).toContain('&lt;b&gt;Büro &amp; &quot;CI&quot;&lt;/b&gt;');
    expect(body).toContain('blocked: a &gt; b');
    expect(body).toContain('2: 1 kept, 1 blocked, 0 had ended');
    expect(body).toContain(`<td>${member.name}</td>`);
    expect(body).toContain('<td>pull, push, delete</td><td>pull (changed)</td>');
    expect(body).toMatch(/as event \d+, with the SHA-256 of the file\nbefore its proof: <code>[0-9a-f]{64}<\/code>/);
    expect(body).not.toMatch(/<script|src=|href=|url\(/);
    // Scripts read it with a command-line login that was approved for that, and decide nothing.
    const ask = async (scope: string, method: string, address: string, sent?: object) => {
      const { accessToken } = await sampleCommandLine(lanyard(), owner, 'lanyard-cli/1', { scope });
      const headers = { authorization: `Bearer ${accessToken}` };
      return (await lanyard().browser().request(method, address, { headers, body: sent })).status;
    };
    expect(await ask('reviews:read', 'GET', `${at}/evidence`)).toBe(200);
    expect(await ask('tokens:read tokens:write', 'GET', `${at}/evidence`)).toBe(403);
    const keep = { decision: 'keep', tokens: ['token'] };
    expect(await ask('reviews:read', 'POST', `${at}/decisions`, keep)).toBe(403);
    expect((await stranger.browser.get(`${at}/evidence`)).status).toBe(404);
    expect((await member.browser.get(`${at}/evidence`)).status).toBe(403);
  });
});
