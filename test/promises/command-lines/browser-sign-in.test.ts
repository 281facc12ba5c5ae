import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { endStaleCommandLinesNow, usesWritten } from '../../support/lanyard/background-work.ts';
import { approve, enterCode, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describe('device login for a command line', () => {
  let lanyard: Lanyard;
  let accounts = 0;

  beforeAll(async () => {
    lanyard = await startLanyard();
  });
  afterAll(() => lanyard?.stop());

  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard, `person-${accounts}`);
  };
  const open = (userAgent = 'lanyard-cli/0.1.0 (linux; x64)') =>
    postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'cli' }, { 'user-agent': userAgent });
  const poll = (deviceCode: string, clientId = 'cli') =>
    postForm(`${lanyard.url}/oauth/token`, { client_id: clientId, grant_type: DEVICE_GRANT, device_code: deviceCode });
  const check = async (account: SampleAccount, secret: string) => {
    const authorization = `Basic ${Buffer.from(`${account.name}:${secret}`).toString('base64')}`;
    return lanyard.browser().request('GET', '/token?service=lanyard', { headers: { authorization } });
  };

  it('RFC 8414: the metadata document names the endpoints under the public URL', async () => {
    const { body } = await lanyard.browser().get('/.well-known/oauth-authorization-server');
    expect(body).toMatchObject({
      issuer: lanyard.url,
      device_authorization_endpoint: `${lanyard.url}/oauth/device/code`,
    });
  });

  it('R30: a device code is valid for ten minutes, and its user code is long enough to resist guessing', async () => {
    const { status, body } = await open();
    expect({ status, expires: body.expires_in, interval: body.interval }).toEqual({
      status: 200,
      expires: 600,
      interval: 2,
    });
    expect(body.user_code.replace('-', '').length * Math.log2(20)).toBeGreaterThanOrEqual(34.5);
    expect(Buffer.from(body.device_code, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
  });

  it('a device login leads from the code through the approval to an auto-generated token that works', async () => {
    const account = await anAccount();
    const { body } = await open();
    expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
    const page = await enterCode(account.browser, body.user_code);
    for (const shown of [
      'lanyard CLI 0.1.0 on linux/x64',
      '127.0.0.1',
      body.user_code,
      account.name,
      '90 days',
      '30 days',
    ]) {
      expect(page.body).toContain(shown);
    }
    expect(await approve(account, body.user_code)).toBe(200);
    lanyard.clock.advance(6);
    const redeemed = await poll(body.device_code);
    expect(redeemed).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 600 } });
    expect(redeemed.body.refresh_token).not.toContain('..');
    const headers = { authorization: `Bearer ${redeemed.body.access_token}` };
    const made = await lanyard.browser().request('POST', '/v2/access-tokens/desktop-generate', { headers });
    expect(made.status).toBe(201);
    expect((await check(account, made.body.data.token)).status).toBe(200);
    const { body: list } = await account.browser.get('/api/tokens?origin=auto');
    expect(list.tokens).toMatchObject([
      {
        origin: 'auto',
        description: 'lanyard CLI 0.1.0 on linux/x64',
        status: 'active',
        signedInWith: { name: 'lanyard CLI', version: '0.1.0', operatingSystem: 'linux/x64' },
        createdFrom: { address: '127.0.0.1' },
      },
    ]);
  });

  it('R5: a device code works once, also when 20 requests use it at the same time', async () => {
    const account = await anAccount();
    const { body } = await open();
    await approve(account, body.user_code);
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(body.device_code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await poll(body.device_code)).body.error).toBe('invalid_grant');
  });

  it('R30: a client that polls too early must slow down, and its interval stays longer', async () => {
    const { body } = await open();
    await poll(body.device_code);
    expect((await poll(body.device_code)).body).toMatchObject({
      error: 'slow_down',
      error_description: 'ask every 7 s',
    });
    lanyard.clock.advance(6);
    expect((await poll(body.device_code)).body.error).toBe('slow_down');
    lanyard.clock.advance(16);
    expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
  });

  it("docker's own command line is never told to slow down, because it would give up", async () => {
    const { body } = await open('docker-cli:28_2_2:linux-amd64');
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
    }
  });

  it('a refused, expired or unknown code, or one of another client, gets the error that the RFC names', async () => {
    const account = await anAccount();
    const refused = (await open()).body;
    await approve(account, refused.user_code, 'refused');
    expect((await poll(refused.device_code)).body.error).toBe('access_denied');
    const foreign = (await open()).body;
    await approve(account, foreign.user_code);
    expect((await poll(foreign.device_code, 'another-client')).body.error).toBe('invalid_grant');
    expect((await poll('invented')).body.error).toBe('invalid_grant');
    const expired = (await open()).body;
    lanyard.clock.advance(601);
    expect((await poll(expired.device_code)).body.error).toBe('expired_token');
    await account.browser.signIn(account.name, account.password);
    expect((await enterCode(account.browser, expired.user_code)).status).toBe(404);
  });

  it('attack 15: a user code belongs to the first session that opened it', async () => {
    const [victim, thief] = [await anAccount(), await anAccount()];
    const { body } = await open();
    await enterCode(victim.browser, body.user_code);
    expect(await approve(thief, body.user_code)).toBe(403);
    expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
    expect(await approve(victim, body.user_code)).toBe(200);
  });

  it('R30: after five wrong codes the account must wait, even with a right code', async () => {
    const account = await anAccount();
    const { body } = await open();
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await enterCode(account.browser, 'BBBBB-BBBBB')).status).toBe(404);
    }
    expect((await enterCode(account.browser, body.user_code)).status).toBe(429);
    lanyard.clock.advance(601);
    await account.browser.signIn(account.name, account.password);
    const { body: later } = await open();
    expect((await enterCode(account.browser, later.user_code)).status).toBe(200);
  });

  it('R35: another site cannot approve a device login', async () => {
    const account = await anAccount();
    const { body } = await open();
    await enterCode(account.browser, body.user_code);
    const form = new URLSearchParams({ user_code: body.user_code, decision: 'approved' }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await account.browser.request('POST', '/activate', {
        body: form,
        headers: { ...type, ...headers },
      });
      expect(answer.status).toBe(403);
    }
    expect((await poll(body.device_code)).body.error).toBe('authorization_pending');
  });

  it('R6: refreshing rotates the refresh token, and reuse of an old one ends the whole command-line login', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(lanyard, account);
    const secret = await commandLine.generate();
    const second = (await commandLine.refresh()).body.refresh_token;
    const third = (await commandLine.refresh(second)).body.refresh_token;
    expect((await commandLine.refresh(commandLine.refreshToken)).body.error).toBe('invalid_grant');
    expect((await commandLine.refresh(third)).body.error).toBe('invalid_grant');
    expect((await check(account, secret)).body.errors[0].message).toMatch(/ended on .* with the command-line login/);
  });

  it('R7: when an answer is lost, the old refresh token works until the new one is used', async () => {
    const commandLine = await sampleCommandLine(lanyard, await anAccount());
    await commandLine.refresh();
    expect((await commandLine.refresh()).status).toBe(429);
    lanyard.clock.advance(6);
    const again = await commandLine.refresh();
    expect(again.status).toBe(200);
    expect((await commandLine.refresh(again.body.refresh_token)).status).toBe(200);
  });

  it('R5, attack 11: of 30 refreshes with one token at the same time, exactly one succeeds', async () => {
    const commandLine = await sampleCommandLine(lanyard, await anAccount());
    const answers = await Promise.all(Array.from({ length: 30 }, () => commandLine.refresh()));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expect((await commandLine.refresh(winners[0]?.body.refresh_token)).status).toBe(200);
  });

  it('RFC 7009: revoking ends the command-line login, its API tokens and its auto-generated token; an unknown token is no error', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(lanyard, account);
    const secret = await commandLine.generate();
    expect((await commandLine.revoke('lyr_unknown')).status).toBe(200);
    expect((await check(account, secret)).status).toBe(200);
    expect((await commandLine.revoke()).status).toBe(200);
    expect((await check(account, secret)).status).toBe(401);
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
    const headers = { authorization: `Bearer ${commandLine.accessToken}` };
    expect((await lanyard.browser().get('/api/session', headers)).status).toBe(401);
  });

  it('a command-line login and its auto-generated token end after 30 days without use', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(lanyard, account);
    const secret = await commandLine.generate();
    lanyard.clock.advance(29 * 86_400);
    expect((await check(account, secret)).status).toBe(200);
    await usesWritten(lanyard);
    lanyard.clock.advance(29 * 86_400);
    expect((await check(account, secret)).status).toBe(200);
    await usesWritten(lanyard);
    lanyard.clock.advance(31 * 86_400);
    expect((await check(account, secret)).body.errors[0].message).toMatch(/expired on/);
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
  });

  it('the server removes an expired command-line login and its token by itself', async () => {
    const account = await anAccount();
    await (await sampleCommandLine(lanyard, account)).generate();
    lanyard.clock.advance(91 * 86_400);
    await endStaleCommandLinesNow(lanyard);
    await account.browser.signIn(account.name, account.password);
    expect((await account.browser.get('/api/tokens?origin=auto')).body.total).toBe(0);
  });

  it('R24: a personal access token cannot create an auto-generated token', async () => {
    const account = await anAccount();
    const { body } = await account.browser.post('/api/tokens', {
      description: 'x',
      grants: [{ pattern: '*', actions: ['pull'] }],
    });
    const login = await lanyard.browser().post('/v2/users/login', { username: account.name, password: body.secret });
    const headers = { authorization: `Bearer ${login.body.token}` };
    expect((await lanyard.browser().request('POST', '/v2/access-tokens/desktop-generate', { headers })).status).toBe(
      403,
    );
  });
});
