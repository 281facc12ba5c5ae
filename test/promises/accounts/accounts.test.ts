import { expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

function basic(name: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` };
}

async function registryStatus(lanyard: Lanyard, name: string, secret: string): Promise<number> {
  return (await lanyard.browser().get('/token?service=lanyard', basic(name, secret))).status;
}

const administratorOf = (lanyard: Lanyard) => sampleAccount(lanyard, freshName('root'), { isAdministrator: true });

describeLanyard('accounts', (lanyard) => {
  it('are made by an administrator, in canonical form, with one event (R14)', async () => {
    const root = await administratorOf(lanyard());
    const name = freshName('ada');
    const password = 'correct horse battery';
    const events = await eventsOf(lanyard(), async () => {
      const answer = await root.browser.post('/api/accounts', { name, email: ` ${name}@Example.COM `, password });
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({ name, email: `${name}@example.com`, isAdministrator: false, active: true });
    });
    expect(events.map(({ action, actor, namespace }) => [action, actor.name, namespace])).toEqual([
      ['account.created', root.name, name],
    ]);
    expect(JSON.stringify(events)).not.toContain(password);
    expect((await lanyard().browser().signIn(name, password)).status).toBe(200);
  });

  it('are nobody else’s to list, make or disable (R25)', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const answers = await Promise.all([
      ada.browser.get('/api/accounts'),
      ada.browser.post('/api/accounts', { name: 'x', email: 'x@example.com', password: 'long enough' }),
      ada.browser.patch(`/api/accounts/${ada.name}`, { active: false }),
      lanyard().browser().get('/api/accounts'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
  });

  it('are listed a page at a time, without hashes', async () => {
    const root = await administratorOf(lanyard());
    const start = freshName('page');
    for (const end of ['a', 'b', 'c']) await sampleAccount(lanyard(), `${start}-${end}`);
    const { body } = await root.browser.get(`/api/accounts?search=${start}&page=2&pageSize=2`);
    expect(body.total).toBe(3);
    expect(body.accounts.map(({ name }: { name: string }) => name)).toEqual([`${start}-c`]);
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it.each([
    ['an upper-case name', { name: 'Ada' }],
    ['a reserved name', { name: 'library' }],
    ['a name with a slash', { name: 'a/b' }],
    ['a malformed e-mail address', { email: 'ada' }],
    ['a short password', { password: 'seven77' }],
    ['a password that is the e-mail address', { password: 'Person@example.com' }],
    ['a password that would be taken for a token', { password: 'lyd_pat_something' }],
    ['a password that is too long', { password: 'x'.repeat(1025) }],
    ['a role (attack 22)', { role: 'administrator' }],
  ])('refuse %s with 400', async (_what, wrong) => {
    const root = await administratorOf(lanyard());
    const good = { name: freshName('person'), email: 'person@example.com', password: 'correct horse battery' };
    expect((await root.browser.post('/api/accounts', { ...good, ...wrong })).status).toBe(400);
  });

  it('share neither name nor e-mail address, nor a name with an organization', async () => {
    const root = await administratorOf(lanyard());
    const taken = freshName('taken');
    await root.browser.post('/api/organizations', { name: taken });
    const input = { name: freshName('new'), email: `${root.name}@example.com`, password: 'correct horse battery' };
    expect((await root.browser.post('/api/accounts', input)).status).toBe(409);
    const other = { ...input, name: taken, email: `${taken}@example.com` };
    expect((await root.browser.post('/api/accounts', other)).status).toBe(409);
  });

  it('lose sessions, tokens and password at once when disabled, and get the last two back (R3)', async () => {
    const root = await administratorOf(lanyard());
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const token = await sampleToken(ada, { actions: ['pull'] });
    expect(await registryStatus(lanyard(), ada.name, token.secret)).toBe(200);

    const off = await trailOf(lanyard(), () => root.browser.patch(`/api/accounts/${ada.name}`, { active: false }));
    expect(off).toEqual([`${root.name} account.disabled ${ada.name}`]);
    expect((await ada.browser.get('/api/session')).status).toBe(401);
    expect(await registryStatus(lanyard(), ada.name, token.secret)).toBe(401);
    expect((await lanyard().browser().signIn(ada.name, ada.password)).status).toBe(401);
    expect(await trailOf(lanyard(), () => root.browser.patch(`/api/accounts/${ada.name}`, { active: false }))).toEqual(
      [],
    );

    const on = await trailOf(lanyard(), () => root.browser.patch(`/api/accounts/${ada.name}`, { active: true }));
    expect(on).toEqual([`${root.name} account.enabled ${ada.name}`]);
    expect((await ada.browser.get('/api/session')).status).toBe(401);
    expect(await registryStatus(lanyard(), ada.name, token.secret)).toBe(200);
  });

  it('cannot disable themselves', async () => {
    const root = await administratorOf(lanyard());
    expect((await root.browser.patch(`/api/accounts/${root.name}`, { active: false })).status).toBe(409);
    expect((await root.browser.get('/api/session')).status).toBe(200);
  });

  it('change their password with the old one, which ends every other session', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const elsewhere = lanyard().browser();
    await elsewhere.signIn(ada.name, ada.password);
    const newPassword = 'another long password';

    const wrong = { currentPassword: 'not the password', newPassword };
    expect(await trailOf(lanyard(), () => ada.browser.put('/api/account/password', wrong))).toEqual([
      `${ada.name} session.refused ${ada.name}`,
    ]);
    expect((await elsewhere.get('/api/session')).status).toBe(200);
    const refused = await ada.browser.put('/api/account/password', wrong);
    expect([refused.status, refused.body.error.field]).toEqual([400, 'currentPassword']);
    const short = await ada.browser.put('/api/account/password', { currentPassword: ada.password, newPassword: 'x' });
    expect([short.status, short.body.error.field]).toEqual([400, 'newPassword']);

    const right = { currentPassword: ada.password, newPassword };
    expect(await trailOf(lanyard(), () => ada.browser.put('/api/account/password', right))).toEqual([
      `${ada.name} account.password-changed ${ada.name}`,
    ]);
    expect((await ada.browser.get('/api/session')).status).toBe(200);
    expect((await elsewhere.get('/api/session')).status).toBe(401);
    expect((await lanyard().browser().signIn(ada.name, ada.password)).status).toBe(401);
    expect((await lanyard().browser().signIn(ada.name, newPassword)).status).toBe(200);
  });
});
