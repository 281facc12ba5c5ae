import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { receiveMail } from '../../support/programs/receive-mail.ts';
import { type ProgramResult, runProgram } from '../../support/programs/run-program.ts';

const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));

/** Beside a server that runs, on its data, as its operator would. */
describe('the operator’s command', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard();
  });
  afterAll(() => lanyard.stop());

  function admin(args: string, { input = '', settings = {} } = {}): Promise<ProgramResult> {
    const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url, ...settings };
    return runProgram(process.execPath, [ADMIN, ...args.split(' ')], { input, env });
  }

  /** As whoever holds the file can: the triggers that guard the log are in it too. */
  function changeEvent(sequence: number): void {
    const database = new DatabaseSync(`${lanyard.dataFolder}/lanyard.db`, { timeout: 5000 });
    const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all();
    for (const { name } of triggers) database.exec(`drop trigger ${name}`);
    database.prepare("update audit_events set subject_name = 'nobody' where sequence = ?").run(sequence);
    database.close();
  }

  async function output(args: string, options?: Parameters<typeof admin>[1]): Promise<string> {
    const { exitCode, stdout, stderr } = await admin(args, options);
    expect([args, exitCode, stderr]).toEqual([args, 0, '']);
    return stdout;
  }

  it('makes accounts, organizations and members that the running server knows at once', async () => {
    const input = 'correct horse battery\r\n';
    await output('account create ada --email ada@example.com --password-stdin --admin', { input });
    await output('account create bob --email bob@example.com --password-stdin', { input: 'a password for bob' });
    await output('organization create acme --owner ada');
    await output('member add acme bob');
    const browser = lanyard.browser();
    expect((await browser.signIn('ada', 'correct horse battery')).body.isAdministrator).toBe(true);
    const { body } = await browser.get('/api/organizations/acme/members');
    expect(body.members).toMatchObject([
      { account: 'ada', role: 'owner' },
      { account: 'bob', role: 'member' },
    ]);
    const accounts = JSON.parse(await output('account list --json'));
    expect(accounts.map(({ name }: { name: string }) => name)).toEqual(['ada', 'bob']);
    expect(await output('account list')).toMatch(/^NAME .*\nada .*\nbob /);
    expect(JSON.parse(await output('organization list --json'))).toMatchObject([{ name: 'acme' }]);
    const events = (await browser.get('/api/server/audit?actorName=operator')).body.events;
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      'member.added',
      'organization.created',
      'account.created',
      'account.created',
    ]);
  });

  it('keeps the last owner, and removes members', async () => {
    expect(await admin('member remove acme ada')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'the organization must keep at least one owner\n',
    });
    await output('member remove acme bob');
    await output('member add acme bob --role owner');
    await output('member remove acme ada');
  });

  it('disables and enables accounts and sets passwords, which ends sessions', async () => {
    const browser = lanyard.browser();
    await browser.signIn('bob', 'a password for bob');
    await output('account set-password bob --password-stdin', { input: 'another for bob\n' });
    expect((await browser.get('/api/session')).status).toBe(401);
    expect((await browser.signIn('bob', 'another for bob')).status).toBe(200);
    const server = await receiveMail();
    const settings = { LANYARD_SMTP_URL: server.url, LANYARD_MAIL_FROM: 'lanyard@example.org' };
    await output('account set-password bob --password-stdin', { input: 'another for bob\n', settings });
    expect(server.mails.map(({ recipients }) => recipients)).toEqual([['bob@example.com']]);
    await server.stop();
    await output('account disable bob');
    expect((await browser.get('/api/session')).status).toBe(401);
    await output('account enable bob');
    expect((await browser.signIn('bob', 'another for bob')).status).toBe(200);
  });

  it('removes the second factors of who lost them, which ends all that is signed in, and tells the owner', async () => {
    const account = await sampleAccount(lanyard, 'carol');
    await sampleTotp(lanyard, account.browser);
    const waiting = lanyard.browser();
    expect((await waiting.signIn('carol', account.password)).status).toBe(202);
    const server = await receiveMail();
    const settings = { LANYARD_SMTP_URL: server.url, LANYARD_MAIL_FROM: 'lanyard@example.org' };
    const trail = await trailOf(lanyard, async () => {
      const said = await output('account remove-factors carol', { settings });
      expect(said).toBe('removed 1 second factor of account carol\n');
    });
    expect(trail).toEqual(['operator factor.removed phone']);
    expect(server.mails.map(({ recipients }) => recipients)).toEqual([['carol@example.com']]);
    await server.stop();
    expect((await account.browser.get('/api/session')).status).toBe(401);
    expect((await waiting.post('/api/session/second-factor', { code: '123456' })).status).toBe(401);
    expect((await account.browser.signIn('carol', account.password)).status).toBe(200);
    expect((await account.browser.get('/api/account/factors')).body).toMatchObject({
      factors: [],
      recoveryCodesLeft: 0,
    });
    const again = await trailOf(lanyard, async () => {
      const said = await output('account remove-factors carol');
      expect(said).toBe('removed 0 second factors of account carol\n');
    });
    expect(again).toEqual(['operator account.signed-out-everywhere carol']);
    expect((await account.browser.get('/api/session')).status).toBe(401);
    expect(await admin('account remove-factors nobody')).toMatchObject({ exitCode: 1, stderr: 'account not found\n' });
  });

  it('makes a token, prints its secret alone, and this once (R18)', async () => {
    const secret = (
      await output('token create bob --description ci --pull --repository acme/* --expires-in-days 2')
    ).trim();
    expect(secret).toMatch(/^lyd_pat_[0-9A-Za-z]{36}$/);
    const authorization = `Basic ${Buffer.from(`bob:${secret}`).toString('base64')}`;
    expect((await lanyard.browser().get('/token?service=lanyard', { authorization })).status).toBe(200);
    lanyard.clock.advance(2 * 86_400);
    expect((await lanyard.browser().get('/token?service=lanyard', { authorization })).status).toBe(401);
  });

  it('prints configuration and the root for a registry, and rotates its leaf', async () => {
    await output('registry create second --service second.example.com --token-ttl-seconds 60');
    const configuration = parse(
      await output('registry config second --for distribution-2.8 --root-file /etc/root.pem'),
    );
    expect(configuration.auth.token).toMatchObject({
      realm: `${lanyard.url}/token`,
      service: 'second.example.com',
      rootcertbundle: '/etc/root.pem',
    });
    expect(await output('registry root second')).toMatch(
      /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/,
    );
    await output('registry rotate second');
    const listed = JSON.parse(await output('registry list --json'));
    expect(listed).toContainEqual({
      name: 'second',
      service: 'second.example.com',
      kind: 'distribution',
      tokenTtlSeconds: 60,
    });
  });

  it.each([
    ['', 'standard input is empty'],
    ['\n', 'standard input is empty'],
    ['two\nlines\n', 'more than one line'],
    ['short', 'password: must be 8 to 1024 characters'],
  ])('refuses a password of %j in one line, without quoting it', async (input, fault) => {
    const { exitCode, stderr } = await admin('account create eve --email eve@example.com --password-stdin', { input });
    expect([exitCode, stderr.split('\n').length, stderr]).toEqual([1, 2, expect.stringContaining(fault)]);
  });

  it.each([
    'account create eve --email eve@example.com',
    'account create eve --email eve@example.com --password hunter22',
    'member add acme bob --role king',
    'registry config default --for harbor',
    'token create bob --description ci --pull --expires-in-days 1.5',
    'nonsense',
  ])('ends with 2 for wrong usage: %s', async (args) => {
    const { exitCode, stdout } = await admin(args);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  it('names a setting that is wrong, in one line', async () => {
    const { exitCode, stderr } = await admin('account list', { settings: { LANYARD_PORT: 'http' } });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^the settings are wrong: LANYARD_PORT: .*\n$/)]);
  });

  it('verifies the audit log, and tells where it was changed behind the server’s back', async () => {
    expect(await output('audit verify')).toMatch(/^the audit log is intact: \d+ events, head [0-9a-f]{64}\n$/);
    changeEvent(2);
    const { exitCode, stderr } = await admin('audit verify');
    expect([exitCode, stderr]).toEqual([1, 'the audit log is not intact: event 2 was changed\n']);
  });
});
