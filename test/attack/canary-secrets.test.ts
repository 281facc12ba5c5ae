import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { parseUserCode } from '@lanyard/core/command-lines/user-code';
import { describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { mailsSent, usesWritten } from '../support/lanyard/background-work.ts';
import type { Browser } from '../support/lanyard/browser.ts';
import { postForm, sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { authenticatorOf, fromBase32 } from '../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { basic, requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../support/programs/receive-mail.ts';

/** Addresses into which a person could paste a secret by mistake. */
const MISPLACED = [
  ['GET', '/api/tokens?search='],
  ['GET', '/api/tokens/'],
  ['GET', '/token?service='],
  ['GET', '/token?service=lanyard&scope='],
  ['GET', '/activate?user_code='],
  ['GET', '/nowhere/'],
] as const;

const MAIL_SERVER_PASSWORD = 'canary of the mail server';

interface Secrets {
  /** Secrets that are sent to places where they do not belong. */
  readonly misplaced: Readonly<Record<string, string>>;
  /** Other forms of the secrets, and short ones that could be part of harmless words. The test only looks for these. */
  readonly more: Readonly<Record<string, string>>;
}

function cookieOf(browser: Browser, name: string): string {
  const [, value] = new RegExp(`lanyard-${name}=([^;]+)`).exec(browser.cookie()) ?? [];
  if (value === undefined) throw new Error(`there is no ${name} cookie`);
  return value;
}

async function mailedInvitation(lanyard: Lanyard, { browser }: SampleAccount, mail: MailServer): Promise<string> {
  await browser.post('/api/organizations', { name: 'acme' });
  await browser.post('/api/organizations/acme/invitations', { email: 'friend@example.net', role: 'member' });
  await mailsSent(lanyard);
  const text = mail.mails.map(({ parsed }) => parsed.text ?? '').join('\n');
  const [, code] = /invitation#code=([\w-]+)/.exec(text) ?? [];
  if (code === undefined) throw new Error('no invitation was mailed');
  return code;
}

async function everySecret(lanyard: Lanyard, ada: SampleAccount, mail: MailServer): Promise<Secrets> {
  const token = await sampleToken(ada, { actions: ['pull'] });
  const commandLine = await sampleCommandLine(lanyard, ada);
  const opened = await postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'x' });
  const login = await lanyard.browser().post('/v2/users/login', { username: 'ada', password: ada.password });
  await lanyard.browser().post('/api/password-resets', { email: 'ada@example.com' });
  const { body: offered } = await ada.browser.post('/api/account/factors/totp/offer');
  const { seed, code: codeOf } = authenticatorOf(lanyard, offered.seed);
  const totpCode = codeOf();
  const added = await ada.browser.post('/api/account/factors/totp', { name: 'phone', code: totpCode });
  const [recoveryCode = '', usedCode = ''] = added.body.recoveryCodes;
  const [guarded, waiting] = [lanyard.browser(), lanyard.browser()];
  await guarded.signIn('ada', ada.password);
  if ((await guarded.post('/api/session/second-factor', { code: usedCode })).status !== 200) throw new Error('refused');
  await waiting.signIn('ada', ada.password);
  const asked = await lanyard.browser().post('/v2/users/login', { username: 'ada', password: ada.password });
  await mailsSent(lanyard);
  const [, code = 'none was mailed'] =
    /reset-password#code=([\w-]+)/.exec(mail.mails.map(({ parsed }) => parsed.text ?? '').join('\n')) ?? [];
  const invitation = await mailedInvitation(lanyard, ada, mail);
  const more = {
    'bytes of the seed': fromBase32(seed).toString('base64url'),
    'bytes of the seed in hexadecimal': fromBase32(seed).toString('hex'),
    'code of an authenticator': totpCode,
    'recovery code without its hyphens': recoveryCode.replaceAll('-', ''),
  };
  const misplaced = {
    password: ada.password,
    'code for a new password': code,
    'code of an invitation': invitation,
    'password of the mail server': MAIL_SERVER_PASSWORD,
    'seed of an authenticator': seed,
    'address of an authenticator': offered.uri,
    'recovery code': recoveryCode,
    'used recovery code': usedCode,
    'cookie of a login that waits': cookieOf(waiting, 'login'),
    login_2fa_token: asked.body.login_2fa_token,
    'access token': token.secret,
    'auto-generated token': await commandLine.generate(),
    'session cookie': cookieOf(ada.browser, 'session'),
    'cookie of a known browser': cookieOf(ada.browser, 'device'),
    'API token': login.body.token,
    'API token of a command line': commandLine.accessToken,
    'refresh token': commandLine.refreshToken,
    'device code': opened.body.device_code,
    'master key': readFileSync(`${lanyard.dataFolder}/master.key`, 'utf8').trim(),
  };
  return { misplaced, more };
}

/** Sends the secret to places where it does not belong. Returns all answers. */
async function misplace(lanyard: Lanyard, ada: SampleAccount, secret: string): Promise<readonly unknown[]> {
  const stranger = lanyard.browser();
  const headers = [`Bearer ${secret}`, basic(`ada:${secret}x`), `Odd ${secret}`].map((authorization) => ({
    authorization,
  }));
  const bodies = [{ [secret]: 1 }, { identifier: secret, password: secret }, `{"password": "${secret}`];
  // The page of a device login fills in a text that can be its code. Some recovery codes look like one.
  const places = MISPLACED.filter(([, path]) => !path.startsWith('/activate') || parseUserCode(secret) === undefined);
  const answers = [
    ...places.map(([method, path]) => ada.browser.request(method, path + encodeURIComponent(secret))),
    ...headers.map((one) => stranger.request('GET', '/token?service=lanyard', { headers: one })),
    ...headers.map((one) => stranger.request('GET', '/v2/', { headers: one })),
    ...bodies.map((body) => stranger.post('/api/session', body)),
    postForm(`${lanyard.url}/oauth/token`, { grant_type: secret, client_id: 'x' }),
    requestToken(lanyard, { credential: `${secret.slice(0, 30)}:${secret}` }),
  ];
  return (await Promise.all(answers)).map(({ body }) => body);
}

describe('R19, attacks 18, 35 and 40: no secret of any kind', () => {
  it('is in logs at debug level, answers, metrics, the audit log, the services or the database', async () => {
    const mail = await receiveMail();
    const LANYARD_METRICS_TOKEN = randomBytes(24).toString('hex');
    const LANYARD_SMTP_URL = mail.url.replace('//', `//lanyard:${encodeURIComponent(MAIL_SERVER_PASSWORD)}@`);
    const lanyard = await startLanyard({
      settings: { LANYARD_SMTP_URL, LANYARD_MAIL_FROM: 'lanyard@example.org', LANYARD_METRICS_TOKEN },
    });
    const ada = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
    const secrets = await everySecret(lanyard, ada, mail);
    expect(new Set(mail.passwords)).toEqual(new Set([MAIL_SERVER_PASSWORD]));
    const answers: unknown[] = [];
    for (const secret of Object.values(secrets.misplaced)) answers.push(...(await misplace(lanyard, ada, secret)));
    await usesWritten(lanyard);
    const places: Readonly<Record<string, string>> = {
      answers: JSON.stringify(answers),
      logs: lanyard.logs(),
      metrics: await metricsOf(lanyard, LANYARD_METRICS_TOKEN),
      services: inspect(lanyard.services, { depth: 12, showHidden: true }),
      database: dump(`${lanyard.dataFolder}/lanyard.db`),
    };
    await lanyard.stop();
    await mail.stop();
    const found = Object.entries({ ...secrets.misplaced, ...secrets.more, LANYARD_METRICS_TOKEN }).flatMap(
      ([kind, secret]) =>
        Object.entries(places).flatMap(([place, text]) => (holds(text, secret) ? [`${kind} in ${place}`] : [])),
    );
    expect(found).toEqual([]);
    expect(places.database).toContain('token.created');
    expect(places.logs).toContain('/api/tokens');
    expect(places.metrics).toContain('/api/tokens');
  });
});

async function metricsOf(lanyard: Lanyard, token: string): Promise<string> {
  return (await lanyard.browser().get('/metrics', { authorization: `Bearer ${token}` })).body;
}

/** Six digits can be part of a longer number, so they count only if they stand alone. */
function holds(text: string, secret: string): boolean {
  if (!/^\d{6}$/.test(secret)) return text.includes(secret);
  return new RegExp(`(?<![\\w.-])${secret}(?![\\w.-])`).test(text);
}

/** Every row of every table, and the bytes of the file, including freed pages (R17). */
function dump(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = tables.map(({ name }) => JSON.stringify(database.prepare(`select * from ${name}`).all()));
  database.close();
  return `${rows.join('\n')}${readFileSync(path, 'latin1')}${readFileSync(`${path}-wal`, 'latin1')}`;
}
