import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

/** The header that Chromium and Firefox send when a person opens an address. */
const HTML = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('an address that cannot be answered', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard();
  });
  afterAll(() => lanyard?.stop());

  const ask = async (path: string, headers: Record<string, string>, method = 'GET') => {
    const answer = await fetch(`${lanyard.url}${path}`, { method, headers });
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
  };

  it.each([
    ['/nowhere', 404, 'There is no page here.'],
    ['/api/nowhere', 404, 'There is no page here.'],
    ['/api/audit/export?format=csv', 401, 'Go to the start page'],
    ['/%', 400, 'Go to the start page'],
  ])('is a page with a link for a person who opens it, and JSON for a program: %s', async (path, status, text) => {
    const page = await ask(path, HTML);
    expect(page).toMatchObject({ status, type: 'text/html; charset=utf-8' });
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain(text);
    for (const accept of ['*/*', 'application/json', 'application/json, text/html']) {
      const answer = await ask(path, { accept });
      expect(answer).toMatchObject({ status, type: 'application/json; charset=utf-8' });
      expect(JSON.parse(answer.text).error.message).not.toBe('');
    }
  });

  it('uses the format of its protocol, whatever the client accepts', async () => {
    for (const path of ['/v2/nowhere', '/v2/', '/scim/v2/organizations/acme/Users']) {
      expect((await ask(path, HTML)).type).toMatch(/^application\/(scim\+)?json/);
    }
    expect((await ask('/api/nowhere', HTML, 'POST')).type).toMatch(/^application\/json/);
  });

  it('quotes nothing of the address', async () => {
    const page = await ask('/lyd_pat_secret?next=<script>alert(1)</script>', HTML);
    expect(page.status).toBe(404);
    expect(page.text).not.toMatch(/lyd_pat|<script/);
  });
});
