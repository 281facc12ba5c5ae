import { type ChainedAuditEvent, findAuditBreak } from '@lanyard/core/audit/audit-chain';
import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { afterEachPartRead, auditHead, auditMac, existingEvents } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

describeLanyard('the export of the audit log', (lanyard) => {
  const anAccount = (isAdministrator = false) => sampleAccount(lanyard(), freshName('ada'), { isAdministrator });

  /** The event as it was before the export. */
  const eventOf = (line: string): ChainedAuditEvent => {
    const { at, ...event } = JSON.parse(line);
    return { ...event, at: Date.parse(at) };
  };
  /** A single line is also valid JSON, and was then already parsed. */
  const eventsOf = (body: unknown) => {
    const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
    expect(text).toMatch(/}\n$/);
    return text.trimEnd().split('\n').map(eventOf);
  };

  it('a JSON lines file has the same events as the list, oldest first', async () => {
    const { name, browser } = await anAccount();
    for (const repository of ['a', 'b', 'c'])
      await browser.post('/api/repositories', { name: `${name}/${repository}` });
    const answer = await browser.get('/api/audit/export?format=jsonl');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const file = /^attachment; filename="audit-([\w-]+)-\d{4}-\d\d-\d\d\.jsonl"$/;
    expect(file.exec(answer.headers.get('content-disposition') ?? '')?.[1]).toBe(name);
    const listed = (await browser.get('/api/audit')).body.events.toReversed();
    const exported = eventsOf(answer.body).map(({ previousDigest: _chain, at, ...event }) => {
      return { ...event, at: new Date(at).toISOString() };
    });
    expect(exported).toEqual(listed);
  });

  it('R13: an exported event can be verified with its digest and the key of the log, and a changed event cannot', async () => {
    const { browser } = await anAccount();
    await browser.signIn('nobody', 'wrong');
    const [event] = eventsOf((await browser.get('/api/audit/export?format=jsonl')).body);
    if (!event) throw new Error('there is no event');
    const before = { sequence: event.sequence - 1, digest: event.previousDigest };
    const mac = auditMac(lanyard());
    const stranger = () => 'f'.repeat(64);
    expect(findAuditBreak(stranger, [event], { start: before })).toMatchObject({ reason: 'was changed' });
    expect(findAuditBreak(mac, [event], { start: before })).toBeUndefined();
    expect(findAuditBreak(mac, [{ ...event, address: '203.0.113.9' }], { start: before })).toMatchObject({
      reason: 'was changed',
    });
  });

  it('R13: only administrators export the log of the whole server, and it is the whole chain', async () => {
    const [root, ada] = [await anAccount(true), await anAccount()];
    expect((await ada.browser.get('/api/server/audit/export?format=jsonl')).status).toBe(403);
    const answer = await root.browser.get('/api/server/audit/export?format=jsonl');
    const events = eventsOf(answer.body);
    const mac = auditMac(lanyard());
    expect(findAuditBreak(mac, events, { end: await auditHead(lanyard()) })).toBeUndefined();
    expect(findAuditBreak(mac, events.toSpliced(2, 1))).toMatchObject({ reason: 'out of sequence' });
    expect(answer.headers.get('content-disposition')).toMatch(/filename="audit-server-/);
  });

  it('a CSV file follows RFC 4180, and a spreadsheet runs no cell as a formula', async () => {
    const { name, browser } = await anAccount();
    const hostile = ['=HYPERLINK("http://evil.example")', '+1', '-1', '@SUM(A1)', '\uff1d1', 'comma, "quote"'];
    for (const description of hostile) {
      const grants = [{ pattern: '*', actions: ['pull'] }];
      expect((await browser.post('/api/tokens', { description, grants })).status).toBe(201);
    }
    await browser.request('POST', '/api/tokens', {
      body: { description: 'by a formula', grants: [{ pattern: '*', actions: ['pull'] }] },
      headers: { 'user-agent': '=cmd|calc' },
    });
    const answer = await browser.get('/api/audit/export?format=csv&action=token.created');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [head = [], ...rows] = parseCsv(answer.body);
    expect(head.slice(0, 3)).toEqual(['sequence', 'at', 'action']);
    const cell = (row: readonly string[], column: string) => row[head.indexOf(column)] ?? '';
    const names = rows.map((row) => cell(row, 'subjectName'));
    expect(names).toEqual([...hostile.slice(0, 5).map((text) => `'${text}`), 'comma, "quote"', 'by a formula']);
    expect(cell(rows.at(-1) ?? [], 'client')).toBe("'=cmd|calc");
    for (const row of rows) {
      expect([row.length, cell(row, 'actorName')]).toEqual([head.length, name]);
      expect(JSON.parse(cell(row, 'data'))).toMatchObject({ origin: 'manual' });
      for (const text of row) expect(text).not.toMatch(/^[=+\-@\t\r\n]/);
    }
  });

  it('has the same filters as the list; an empty CSV still has its header', async () => {
    const { name, browser } = await anAccount();
    await browser.post('/api/repositories', { name: `${name}/app` });
    const found = await browser.get('/api/audit/export?format=jsonl&action=repository.created');
    expect(eventsOf(found.body).map(({ action }) => action)).toEqual(['repository.created']);
    const later = new Date(lanyard().clock.now() + 60_000).toISOString();
    expect((await browser.get(`/api/audit/export?format=jsonl&from=${later}`)).body).toBe('');
    expect(parseCsv((await browser.get(`/api/audit/export?format=csv&from=${later}`)).body)).toHaveLength(1);
  });

  it('R25: only owners export the log of an organization; strangers get the answer for one that does not exist', async () => {
    const { name, owner, member, stranger } = await sampleOrganization(lanyard());
    const path = `/api/audit/export?format=jsonl&namespace=${name}`;
    const exported = eventsOf((await owner.browser.get(path)).body);
    expect(exported.map(({ action }) => action)).toEqual([
      'organization.created',
      'invitation.created',
      'invitation.accepted',
      'member.added',
      'member.terms-accepted',
    ]);
    expect((await member.browser.get(path)).status).toBe(403);
    const missing = await stranger.browser.get('/api/audit/export?format=jsonl&namespace=nobodys-at-all');
    const foreign = await stranger.browser.get(path);
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
  });

  it.each(['', 'format=xml', 'format=csv&page=2', 'format=csv&action=all', 'format=csv&to=yesterday'])(
    'refuses ?%s with 400',
    async (query) => {
      const { browser } = await anAccount();
      expect((await browser.get(`/api/audit/export?${query}`)).status).toBe(400);
    },
  );

  it('contains each of many events exactly once, read in parts, while new events are written', async () => {
    const account = await anAccount();
    await existingEvents(lanyard(), account, 1200);
    const { sequence: end } = await auditHead(lanyard());
    let exported = '';
    const sizes = await afterEachPartRead(
      lanyard(),
      () => existingEvents(lanyard(), account, 3),
      async () => {
        exported = (await account.browser.get('/api/audit/export?format=jsonl')).body;
      },
    );
    const events = eventsOf(exported);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(events).toHaveLength(1201);
    expect(events.at(-1)?.sequence).toBe(end);
    expect(new Set(events.map((one) => one.id)).size).toBe(1201);
  });
});

/** RFC 4180, strictly. An independent parser. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error(`not CSV: ${text.slice(0, 80)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
