import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { tamper } from '../../support/lanyard/tampering.ts';
import { receiveMail } from '../../support/programs/receive-mail.ts';
import { type ProgramResult, runProgram } from '../../support/programs/run-program.ts';

const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));

/** Beside a running server and on its data, as an operator would run it. */
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

  async function output(args: string, options?: Parameters<typeof admin>[1]): Promise<string> {
    const { exitCode, stdout, stderr } = await admin(args, options);
    expect([args, exitCode, stderr]).toEqual([args, 0, '']);
    return stdout;
  }

  it('creates accounts, organizations and members that the running server knows at once', async () => {
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

  it('refuses to remove the last owner, and removes other members', async () => {
    expect(await admin('member remove acme ada')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'the organization must keep at least one owner\n',
    });
    await output('member add acme bob --role owner');
    await output('member remove acme ada');
    // R47: only an invitation that she accepts brings her back.
    expect(await admin('member add acme ada')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'this account left the organization or was removed; invite it, and it can come back if it accepts\n',
    });
  });

  it('R47: invites people to the server and to an organization, and prints a link; older links stop working', async () => {
    const codeOf = (printed: string) => /^(.*)\/invitation#code=([\w-]{43})\n$/.exec(printed)?.slice(1) ?? [];
    const anybody = lanyard.browser();
    const open = async (code = '') => (await anybody.post('/api/invitations/open', { code })).status;
    const [url, first] = codeOf(await output('invite Grace@example.com'));
    expect(url).toBe(lanyard.url);
    const [, second = ''] = codeOf(await output('invite grace@example.com'));
    expect([await open(first), await open(second)]).toEqual([404, 200]);
    const grace = { name: 'grace', password: 'a long enough password' };
    expect((await anybody.post('/api/invitations/join', { code: second, ...grace })).status).toBe(201);
    await output('invite grace --organization acme --role owner');
    await anybody.signIn(grace.name, grace.password);
    const [invitation] = (await anybody.get('/api/invitations')).body.invitations;
    expect(invitation).toMatchObject({ organization: 'acme', role: 'owner', invitedBy: 'operator' });
    const { id, terms } = invitation;
    expect((await anybody.post(`/api/invitations/${id}/accept`, { terms })).status).toBe(204);
    expect(await admin('invite grace')).toMatchObject({
      exitCode: 1,
      stderr: 'an account is invited to an organization: name it with --organization\n',
    });
    expect(await admin('invite grace --organization acme')).toMatchObject({
      exitCode: 1,
      stderr: 'this account is already a member\n',
    });
  });

  it('adds a key for SAML beside the former one, or replaces the former one at once', async () => {
    const published = async () => {
      const { body } = await lanyard.browser().get('/sso/acme/metadata');
      const keys = (body as string).matchAll(/use="(\w+)"[\s\S]*?<ds:X509Certificate>([^<]*)/g);
      return [...keys].map(([, use = '', certificate = '']) => [use, certificate.replaceAll(/\s/g, '')]);
    };
    const [[, first] = []] = await published();
    expect(await published()).toEqual([
      ['signing', first],
      ['encryption', first],
    ]);
    const trail = await trailOf(lanyard, async () => {
      expect(await output('saml rotate')).toContain('within 7 days');
    });
    expect(trail).toEqual(['operator saml-key.rotated SAML']);
    const [, [, second] = []] = await published();
    expect(second).not.toBe(first);
    expect(await published()).toEqual([
      ['signing', first],
      ['signing', second],
      ['encryption', first],
    ]);
    expect(await output('saml rotate --compromised')).toContain('deleted');
    const [[, third] = []] = await published();
    expect([first, second]).not.toContain(third);
    expect(await published()).toEqual([
      ['signing', third],
      ['encryption', third],
    ]);
  });

  it('disables and enables accounts and sets passwords; a new password or disabling ends sessions', async () => {
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

  it('removes the second factors of an account, signs it out everywhere and tells its owner by mail', async () => {
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

  it('creates a token and prints only its secret, once (R18)', async () => {
    const secret = (
      await output('token create bob --description ci --pull --repository acme/* --expires-in-days 2')
    ).trim();
    expect(secret).toMatch(/^lyd_pat_[0-9A-Za-z]{36}$/);
    const authorization = `Basic ${Buffer.from(`bob:${secret}`).toString('base64')}`;
    expect((await lanyard.browser().get('/token?service=lanyard', { authorization })).status).toBe(200);
    lanyard.clock.advance(2 * 86_400);
    expect((await lanyard.browser().get('/token?service=lanyard', { authorization })).status).toBe(401);
  });

  it('says on standard error where a rule stops the new token, so that its output stays the secret alone', async () => {
    await output('organization create rules --owner ada');
    const browser = lanyard.browser();
    await browser.signIn('ada', 'correct horse battery');
    const bindsFrom = new Date(lanyard.clock.now() + 9 * 86_400_000).toISOString();
    const policy = { maximumTokenLifetimeSeconds: 30 * 86_400, bindsFrom };
    expect((await browser.patch('/api/organizations/rules/policy', policy)).status).toBe(200);
    const { exitCode, stdout, stderr } = await admin('token create ada --description ci --pull');
    const line = `the token will not reach rules from ${bindsFrom.slice(0, 10)} on: it lives longer than 30 days\n`;
    expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^lyd_pat_\w+\n$/), line]);
  });

  it('prints the configuration and the root certificate of a registry, and rotates its signing leaf', async () => {
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
    const hosts = 'registry.example.com localhost:5000';
    expect(await output(`registry set-hosts second ${hosts}`)).toBe(
      'clients reach registry second at registry.example.com, localhost:5000\n',
    );
    const internal = 'registry set-internal-url second';
    expect(await output(`${internal} http://127.0.0.1:9`)).toBe(
      'this server reaches registry second at http://127.0.0.1:9\n',
    );
    await output('registry rotate second');
    const listed = JSON.parse(await output('registry list --json'));
    expect(listed).toContainEqual({
      name: 'second',
      service: 'second.example.com',
      kind: 'distribution',
      tokenTtlSeconds: 60,
      hosts: ['registry.example.com', 'localhost:5000'],
      internalUrl: 'http://127.0.0.1:9',
    });
    expect(await output(internal)).toContain('at registry.example.com, localhost:5000');
  });

  it.each([
    ['', 'standard input is empty'],
    ['\n', 'standard input is empty'],
    ['two\nlines\n', 'more than one line'],
    ['short', 'password: must be 8 to 1024 characters'],
  ])('refuses the password %j with one line that does not quote it', async (input, fault) => {
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
    'audit verify --head 12',
  ])('exits with 2 on wrong usage: %s', async (args) => {
    const { exitCode, stdout } = await admin(args);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  it('names a wrong setting in one line', async () => {
    const { exitCode, stderr } = await admin('account list', { settings: { LANYARD_PORT: 'http' } });
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^the settings are wrong: LANYARD_PORT: .*\n$/)]);
  });

  it('verifies the audit log and says which event was changed outside the server', async () => {
    expect(await output('audit verify')).toMatch(
      /^the audit log is intact: (\d+) events, head \1:hmac-[0-9a-f]{64}\n$/,
    );
    tamper(lanyard, (database) => database.exec("update audit_events set subject_name = 'nobody' where sequence = 2"));
    const { exitCode, stderr } = await admin('audit verify');
    expect([exitCode, stderr]).toEqual([1, 'the audit log is not intact: event 2 was changed\n']);
  });
});
