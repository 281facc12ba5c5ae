import { expect, it, vi } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { approve, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
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
  it('an administrator creates an account: its e-mail address is normalized and one event is recorded (R14)', async () => {
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

  it('only an administrator can list, create or disable accounts (R25)', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const answers = await Promise.all([
      ada.browser.get('/api/accounts'),
      ada.browser.post('/api/accounts', { name: 'x', email: 'x@example.com', password: 'long enough' }),
      ada.browser.patch(`/api/accounts/${ada.name}`, { active: false }),
      lanyard().browser().get('/api/accounts'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
  });

  it('an administrator lists accounts page by page and sees no password hash', async () => {
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
  ])('refuses an account with %s and answers 400', async (_what, wrong) => {
    const root = await administratorOf(lanyard());
    const good = { name: freshName('person'), email: 'person@example.com', password: 'correct horse battery' };
    expect((await root.browser.post('/api/accounts', { ...good, ...wrong })).status).toBe(400);
  });

  it('refuses a name or e-mail address that is taken, and the name of an organization', async () => {
    const root = await administratorOf(lanyard());
    const taken = freshName('taken');
    await root.browser.post('/api/organizations', { name: taken });
    const input = { name: freshName('new'), email: `${root.name}@example.com`, password: 'correct horse battery' };
    expect((await root.browser.post('/api/accounts', input)).status).toBe(409);
    const other = { ...input, name: taken, email: `${taken}@example.com` };
    expect((await root.browser.post('/api/accounts', other)).status).toBe(409);
  });

  it('a disabled account loses its sessions, tokens and password at once, and gets tokens and password back when enabled (R3)', async () => {
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

  it('administrators cannot disable their own account', async () => {
    const root = await administratorOf(lanyard());
    expect((await root.browser.patch(`/api/accounts/${root.name}`, { active: false })).status).toBe(409);
    expect((await root.browser.get('/api/session')).status).toBe(200);
  });

  it('changing the password needs the old one and ends every other session', async () => {
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

  it('changing the password signs out the command lines, unless the user says otherwise', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const commandLine = await sampleCommandLine(lanyard(), ada);
    await commandLine.generate();
    const label = 'docker CLI 28.2.2 on linux/amd64';
    const kept = { currentPassword: ada.password, newPassword: 'a second one, and longer', endCommandLines: false };
    expect(await trailOf(lanyard(), () => ada.browser.put('/api/account/password', kept))).toEqual([
      `${ada.name} account.password-changed ${ada.name}`,
    ]);
    const { status, body } = await commandLine.refresh();
    expect(status).toBe(200);
    const waiting = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'waits' });
    await approve(ada, waiting.body.user_code);
    const ending = { currentPassword: kept.newPassword, newPassword: 'a third one, longer still' };
    expect(await trailOf(lanyard(), () => ada.browser.put('/api/account/password', ending))).toEqual([
      `${ada.name} sign-in.ended ${label}`,
      `${ada.name} token.deleted ${label}`,
      `${ada.name} account.password-changed ${ada.name}`,
    ]);
    expect((await commandLine.refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    const grant = { client_id: 'waits', grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
    const redeem = { ...grant, device_code: waiting.body.device_code };
    expect((await postForm(`${lanyard().url}/oauth/token`, redeem)).body.error).toBe('invalid_grant');
  });

  it('R3: a new password ends everything that just began with the old one: a sign-in and a password change', async () => {
    const { name, password, browser } = await sampleAccount(lanyard(), freshName('ada'));
    const reset = (to: string) => operatorRuns(lanyard(), `account set-password ${name} --password-stdin`, `${to}\n`);
    const { passwords } = lanyard().services;
    const { verify, hash } = passwords;
    // The reset commits after the password was checked, and before the request continues.
    const proven = vi.spyOn(passwords, 'verify').mockImplementationOnce(async (...parameters) => {
      const result = await verify(...parameters);
      await reset('another long password');
      return result;
    });
    expect((await lanyard().browser().signIn(name, password)).status).toBe(401);
    proven.mockRestore();
    expect((await browser.get('/api/session')).status).toBe(401);
    await browser.signIn(name, 'another long password');
    const hashed = vi.spyOn(passwords, 'hash').mockImplementationOnce(async (...parameters) => {
      await reset('the password of the owner');
      return hash(...parameters);
    });
    const change = { currentPassword: 'another long password', newPassword: 'the password of a thief' };
    expect((await browser.put('/api/account/password', change)).status).toBe(400);
    hashed.mockRestore();
    expect((await lanyard().browser().signIn(name, 'the password of the owner')).status).toBe(200);
  });
});
