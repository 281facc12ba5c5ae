import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existingAccount, freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { mailsSent, withSlowEmailLookUp } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { resetsFoundBy } from '../../support/lanyard/existing-credentials.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

const FROM = 'lanyard@example.org';
const SMTP_PASSWORD = 'smtp password: @/?#';
const NEW_PASSWORD = 'a new and longer password';

let server: MailServer;
beforeAll(async () => {
  server = await receiveMail();
});
afterAll(() => server.stop());

/** Every request comes from another network, according to its X-Forwarded-For, unless a test says otherwise. */
let networks = 0;
function aNetwork(): string {
  networks += 1;
  return `2001:db8:${networks.toString(16)}::1`;
}

const settings = () => ({
  LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1',
  LANYARD_SMTP_URL: `smtp://mailer:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:${server.port}`,
  LANYARD_MAIL_FROM: FROM,
});

function promises(lanyard: () => Lanyard): void {
  const anAccount = () => sampleAccount(lanyard(), freshName('ada'));
  const emailOf = ({ name }: SampleAccount) => `${name}@example.com`;
  const ask = (email: string, address = aNetwork()) => {
    const headers = { 'x-forwarded-for': address };
    return lanyard().browser().request('POST', '/api/password-resets', { body: { email }, headers });
  };
  const complete = (code: string, password = NEW_PASSWORD) =>
    lanyard().browser().post('/api/password-resets/complete', { code, password });
  const signsIn = async ({ name }: SampleAccount, password: string) =>
    (await lanyard().browser().signIn(name, password)).status === 200;

  async function mailsTo(account: SampleAccount) {
    await mailsSent(lanyard());
    return server.mails.filter(({ recipients }) => recipients.includes(emailOf(account)));
  }

  async function codeFor(account: SampleAccount): Promise<string> {
    await ask(emailOf(account));
    const text = (await mailsTo(account)).at(-1)?.parsed.text ?? '';
    const link = text.split('\n').find((line) => line.startsWith(`${lanyard().url}/reset-password#code=`)) ?? '';
    expect(link).toMatch(/#code=[\w-]{43}$/);
    return link.slice(link.indexOf('=') + 1);
  }

  it('sends the code by mail, in a link that keeps it from servers, logs and referrers, and marks the mail as automatic', async () => {
    const account = await anAccount();
    expect((await ask(` ${emailOf(account).toUpperCase()} `, '192.0.2.7')).status).toBe(202);
    const [mail, ...others] = await mailsTo(account);
    expect(others).toEqual([]);
    expect([mail?.sender, mail?.recipients]).toEqual([FROM, [emailOf(account)]]);
    expect(mail?.parsed.subject).toBe('Choose a new password');
    expect(mail?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.parsed.text).toContain(`${lanyard().url}/reset-password#code=`);
    expect(mail?.parsed.text).toContain('within 30 minutes. It works once');
    expect(mail?.parsed.text).toContain('The request came from 192.0.2.7.');
    expect(mail?.parsed.html).toBe(false);
    expect(server.passwords).toContain(SMTP_PASSWORD);
  });

  it('the code sets the password once, and the old password is refused', async () => {
    const account = await anAccount();
    const code = await codeFor(account);
    const answer = await complete(code);
    expect([answer.status, answer.body]).toEqual([204, '']);
    expect([await signsIn(account, NEW_PASSWORD), await signsIn(account, account.password)]).toEqual([true, false]);
    const again = await complete(code, 'yet another password');
    expect([again.status, again.body.error.field]).toEqual([400, 'code']);
    expect(await signsIn(account, NEW_PASSWORD)).toBe(true);
  });

  it('R5: when 20 requests use one code at once, exactly one sets the password', async () => {
    const account = await anAccount();
    const code = await codeFor(account);
    const passwords = Array.from({ length: 20 }, (_, index) => `password number ${index}`);
    const answers = await Promise.all(passwords.map((password) => complete(code, password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 19 }, () => 400)]);
    const set = passwords[answers.findIndex(({ status }) => status === 204)] ?? '';
    expect(await signsIn(account, set)).toBe(true);
  });

  it('R3: a reset ends every session and command-line login, and keeps manual tokens', async () => {
    const account = await anAccount();
    const manual = await sampleToken(account, { actions: ['pull'] });
    const commandLine = await sampleCommandLine(lanyard(), account);
    const auto = await commandLine.generate();
    await complete(await codeFor(account));
    expect((await account.browser.get('/api/session')).status).toBe(401);
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
    const isGood = async (secret: string) =>
      (await requestToken(lanyard(), { credential: `${account.name}:${secret}` })).status === 200;
    expect([await isGood(auto), await isGood(manual.secret)]).toEqual([false, true]);
  });

  it('R14: records one event for the request and one for the reset, without the code', async () => {
    const account = await anAccount();
    let code = '';
    const events = await eventsOf(lanyard(), async () => {
      code = await codeFor(account);
      await complete(code);
    });
    expect(events.map(({ action, actor, data }) => [action, actor.name, data])).toEqual([
      ['account.password-reset-requested', account.name, {}],
      ['account.password-reset', account.name, { endedSessions: 1, endedSignIns: 0 }],
    ]);
    expect(JSON.stringify(events)).not.toContain(code);
  });

  it('R20, attack 20: answers the same for an unknown address, before it looks the address up', async () => {
    const account = await anAccount();
    await mailsSent(lanyard());
    const before = server.mails.length;
    const trail = await trailOf(lanyard(), async () => {
      const known = await ask(emailOf(account));
      const unknown = await ask('nobody-at-all@example.com');
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
      const names = ({ headers }: typeof known) => [...headers.keys()].filter((name) => name !== 'x-request-id');
      expect(names(unknown)).toEqual(names(known));
      await mailsSent(lanyard());
    });
    expect([trail, server.mails.length - before]).toEqual([
      [`${account.name} account.password-reset-requested ${account.name}`],
      1,
    ]);
    // If the answer waited for the look-up, there would be no answer.
    await withSlowEmailLookUp(lanyard(), async () => expect((await ask(emailOf(account))).status).toBe(202));
  });

  it('sends no mail to a disabled account or to one without a password; disabling an account ends its code', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const code = await codeFor(account);
    await root.browser.patch(`/api/accounts/${account.name}`, { active: false });
    expect((await ask(emailOf(account))).status).toBe(202);
    expect(await mailsTo(account)).toHaveLength(1);
    await root.browser.patch(`/api/accounts/${account.name}`, { active: true });
    expect((await complete(code)).status).toBe(400);
    await existingAccount(lanyard(), { name: 'sso', password: null });
    expect((await ask('sso@example.com')).status).toBe(202);
    await mailsTo(other);
    expect(server.mails.filter(({ recipients }) => recipients.includes('sso@example.com'))).toEqual([]);
  });

  it('the code expires after 30 minutes', async () => {
    const account = await anAccount();
    const code = await codeFor(account);
    lanyard().clock.advance(1799);
    expect((await complete(code, 'short')).body.error.field).toBe('password');
    lanyard().clock.advance(2);
    expect((await complete(code)).body.error.field).toBe('code');
    expect(await signsIn(account, account.password)).toBe(true);
  });

  it('a refused password does not use up the code', async () => {
    const account = await anAccount();
    const code = await codeFor(account);
    for (const password of ['short', account.name.padEnd(8), 'lyd_pat_0000000000', emailOf(account)]) {
      const { status, body } = await complete(code, password);
      expect([status, body.error.field]).toEqual([400, 'password']);
    }
    expect((await complete(code)).status).toBe(204);
  });

  it.each(['change of the password', 'reset with another code', 'sign-out everywhere', 'password set by the operator'])(
    'a code is ended by a %s',
    async (what) => {
      const account = await anAccount();
      const [code, other] = [await codeFor(account), await codeFor(account)];
      const change = { currentPassword: account.password, newPassword: NEW_PASSWORD };
      if (what === 'change of the password') await account.browser.put('/api/account/password', change);
      if (what === 'reset with another code') expect((await complete(other)).status).toBe(204);
      if (what === 'sign-out everywhere') await account.browser.post('/api/account/sign-out-everywhere');
      if (what === 'password set by the operator') await setByOperator(account);
      expect((await complete(code, 'yet another password')).status).toBe(400);
    },
  );

  const setByOperator = ({ name }: SampleAccount) =>
    operatorRuns(lanyard(), `account set-password ${name} --password-stdin`, NEW_PASSWORD);

  it('attack 32: a code sets the password of its own account only, and no other kind of secret works as a code', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    const [, cookie = ''] = /lanyard-session=([^;]+)/.exec(other.browser.cookie()) ?? [];
    for (const foreign of [
      cookie,
      'AAAA-AAAA-AAAA-AAAA',
      '',
      (await sampleCommandLine(lanyard(), other)).refreshToken,
    ]) {
      expect((await complete(foreign)).status).toBe(400);
    }
    expect((await complete(await codeFor(account))).status).toBe(204);
    expect([await signsIn(other, NEW_PASSWORD), await signsIn(other, other.password)]).toEqual([false, true]);
  });

  it('a reset lifts the wait after too many wrong passwords', async () => {
    const account = await anAccount();
    for (let guess = 0; guess < 10; guess += 1) await signsIn(account, `guess ${guess}`);
    expect((await lanyard().browser().signIn(account.name, account.password)).status).toBe(429);
    await complete(await codeFor(account));
    expect(await signsIn(account, NEW_PASSWORD)).toBe(true);
  });

  it('the owner gets a mail when the password was changed, no matter who changed it', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    const change = { currentPassword: account.password, newPassword: NEW_PASSWORD };
    expect((await account.browser.put('/api/account/password', change)).status).toBe(204);
    expect(await mailsTo(account)).toHaveLength(1);
    await setByOperator(account);
    await complete(await codeFor(other));
    const told = [...(await mailsTo(account)), ...(await mailsTo(other)).slice(1)];
    expect(told.map(({ parsed }) => parsed.subject)).toEqual(
      Array.from({ length: 3 }, () => 'Your password was changed'),
    );
    const texts = told.map(({ parsed }) => parsed.text ?? '');
    for (const text of texts) expect(text).not.toMatch(/#code=|password .*longer/);
    expect(texts[0]).toMatch(/changed on \d{4}-\d\d-\d\d \d\d:\d\d UTC,\nfrom (127\.0\.0\.1|::1)\./);
    expect(texts[1]).toContain('by an operator of the server.');
    expect((await account.browser.put('/api/account/password', change)).status).toBe(401);
    expect(await mailsTo(account)).toHaveLength(2);
  });

  it.each(['', 'nobody', 'a@b@c.example', 'eve@example.com\r\nBcc: all@example.com', 'a@example.com, b@example.com'])(
    'R25: refuses the address %j and sends no mail',
    async (email) => {
      const before = server.mails.length;
      const { status, body } = await ask(email);
      expect([status, body.error.field]).toEqual([400, 'email']);
      await mailsSent(lanyard());
      expect(server.mails).toHaveLength(before);
    },
  );

  it('R35: another site can neither request nor complete a reset', async () => {
    const account = await anAccount();
    const headers = { origin: 'https://evil.example' };
    const code = await codeFor(account);
    for (const [path, body] of [
      ['/api/password-resets', { email: emailOf(account) }],
      ['/api/password-resets/complete', { code, password: NEW_PASSWORD }],
    ] as const) {
      expect((await lanyard().browser().request('POST', path, { body, headers })).status).toBe(403);
    }
    expect(await mailsTo(account)).toHaveLength(1);
    expect(await signsIn(account, account.password)).toBe(true);
  });

  it('R17, R18, R19: the logs and the database hold neither a code nor the password of the mail server', async () => {
    const account = await anAccount();
    const code = await codeFor(account);
    server.refuseNext(550);
    await ask(emailOf(account));
    await mailsSent(lanyard());
    expect(lanyard().logs()).toContain('a mail was not sent');
    expect(await resetsFoundBy(lanyard(), code)).toEqual({ byCode: undefined, byDigest: account.id });
    for (const secret of [code, SMTP_PASSWORD, encodeURIComponent(SMTP_PASSWORD), emailOf(account)]) {
      expect(lanyard().logs()).not.toContain(secret);
    }
  });

  it('R40: an account gets at most three mails an hour and no hint of the limit; one network may send 20 requests', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    for (let asked = 0; asked < 5; asked += 1) expect((await ask(emailOf(account))).status).toBe(202);
    expect(await mailsTo(account)).toHaveLength(3);
    // Addresses of one /64 are one network. Requests for unknown addresses count too.
    const network = aNetwork().replace('::1', '');
    for (let asked = 0; asked < 20; asked += 1) {
      expect((await ask('nobody-at-all@example.com', `${network}::${asked.toString(16)}`)).status).toBe(202);
    }
    const over = await ask(emailOf(other), `${network}::ffff`);
    expect(over.status).toBe(429);
    expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await mailsTo(other)).toEqual([]);
    expect((await ask(emailOf(other))).status).toBe(202);
    expect(await mailsTo(other)).toHaveLength(1);
  });
}

describeLanyard('a forgotten password', promises, settings);

describe('a server without a mail server', () => {
  it('says that it sends no mail, for known and unknown addresses, and still changes passwords', async () => {
    const lanyard = await startLanyard();
    const ada = await sampleAccount(lanyard, 'ada');
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      const { status, body } = await lanyard.browser().post('/api/password-resets', { email });
      expect([status, body.error.message]).toEqual([
        409,
        'this server sends no mail; ask an administrator for a new password',
      ]);
    }
    const change = { currentPassword: ada.password, newPassword: NEW_PASSWORD };
    expect((await ada.browser.put('/api/account/password', change)).status).toBe(204);
    await lanyard.stop();
  });
});
