import { expect, it } from 'vitest';
import {
  acceptTerms,
  freshName,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { enterCode, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard('where an account is signed in', (lanyard) => {
  const anAccount = () => sampleAccount(lanyard(), freshName('person'));
  const sessionsOf = async ({ browser }: SampleAccount) => (await browser.get('/api/sessions')).body.sessions;
  const commandLinesOf = async ({ browser }: SampleAccount) => (await browser.get('/api/sign-ins')).body.signIns;
  const isGood = async ({ name }: SampleAccount, secret: string) =>
    (await requestToken(lanyard(), { credential: `${name}:${secret}` })).status === 200;
  /** Another browser of the same person. */
  const elsewhere = async ({ name, password }: SampleAccount) => {
    const browser = lanyard().browser();
    await browser.signIn(name, password);
    return browser;
  };
  const apiTokenOf = async ({ name }: SampleAccount, password: string) => {
    const { body } = await lanyard().browser().post('/v2/users/login', { username: name, password });
    return { authorization: `Bearer ${body.token}` };
  };

  it('the list of sessions shows only those of the account, last seen first, and marks the current one', async () => {
    const [account] = [await anAccount(), await anAccount()];
    lanyard().clock.advance(61);
    const other = await elsewhere(account);
    const sessions = await sessionsOf(account);
    expect(sessions.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent).sort()).toEqual([false, true]);
    expect(sessions[0]).toEqual({
      id: expect.any(String),
      address: expect.stringMatching(/127\.0\.0\.1|::1/),
      client: 'node',
      createdAt: expect.any(String),
      lastSeenAt: expect.any(String),
      isCurrent: expect.any(Boolean),
    });
    const theirs = (await other.get('/api/sessions')).body.sessions;
    const currentOf = (list: readonly { id: string; isCurrent: boolean }[]) => list.find((one) => one.isCurrent)?.id;
    expect(currentOf(theirs)).not.toBe(currentOf(sessions));
    lanyard().clock.advance(3541);
    await other.get('/api/session');
    lanyard().clock.advance(60);
    expect((await other.get('/api/sessions')).body.sessions).toHaveLength(1);
  });

  it('ending another session works once; ending the current one deletes its cookie', async () => {
    const account = await anAccount();
    const other = await elsewhere(account);
    const list = await sessionsOf(account);
    const own = list.find((one: { isCurrent: boolean }) => one.isCurrent).id;
    const path = `/api/sessions/${list.find((one: { isCurrent: boolean }) => !one.isCurrent).id}`;
    const trail = await trailOf(lanyard(), async () => {
      const answers = await Promise.all([1, 2, 3].map(() => account.browser.delete(path)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    });
    expect(trail).toEqual([`${account.name} session.ended node`]);
    expect((await other.get('/api/session')).status).toBe(401);
    expect((await account.browser.delete(`/api/sessions/${own}`)).status).toBe(204);
    expect(account.browser.cookie()).not.toContain('lanyard-session');
  });

  it("R25, attack 30: another account's session or command-line login looks like a missing one and cannot be ended", async () => {
    const [account, stranger] = [await anAccount(), await anAccount()];
    const secret = await (await sampleCommandLine(lanyard(), account)).generate();
    const paths = [
      `/api/sessions/${(await sessionsOf(account))[0].id}`,
      `/api/sign-ins/${(await commandLinesOf(account))[0].id}`,
    ];
    const trail = await trailOf(lanyard(), async () => {
      for (const path of paths) {
        const foreign = await stranger.browser.delete(path);
        const missing = await stranger.browser.delete(path.replace(/[^/]+$/, 'nothing-of-that-id'));
        expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
      }
    });
    expect(trail).toEqual([]);
    expect([(await account.browser.get('/api/session')).status, await isGood(account, secret)]).toEqual([200, true]);
  });

  it('the list of command-line logins shows program, system and token, and when the token was last used', async () => {
    const account = await anAccount();
    const first = await sampleCommandLine(lanyard(), account, 'lanyard-cli/0.1.0 (linux; x64)');
    lanyard().clock.advance(1);
    await sampleCommandLine(lanyard(), account);
    const secret = await first.generate();
    lanyard().clock.advance(100);
    expect(await isGood(account, secret)).toBe(true);
    await usesWritten(lanyard());
    const [docker, ours] = await commandLinesOf(account);
    const none = { address: expect.any(String), createdAt: expect.any(String), expiresAt: expect.any(String) };
    const dockerCli = { name: 'docker CLI', version: '28.2.2', operatingSystem: 'linux/amd64' };
    const unused = { id: expect.any(String), lastUsedAt: docker.createdAt, tokenId: null };
    const approved = { scopes: [], registry: null, madeTokens: [] };
    expect(docker).toEqual({ ...none, ...unused, ...approved, client: dockerCli });
    expect(ours.client).toEqual({ name: 'lanyard CLI', version: '0.1.0', operatingSystem: 'linux/x64' });
    expect(ours.tokenId).toBe((await account.browser.get('/api/tokens?origin=auto')).body.tokens[0].id);
    expect(Date.parse(ours.lastUsedAt) - Date.parse(ours.createdAt)).toBeGreaterThanOrEqual(100_000);
    expect(Date.parse(ours.expiresAt) - Date.parse(ours.createdAt)).toBe(90 * 86_400_000);
  });

  it('ending a command-line login ends its auto-generated token and refresh token, and the refusal says why', async () => {
    const account = await anAccount();
    const commandLine = await sampleCommandLine(lanyard(), account);
    const secret = await commandLine.generate();
    const [{ id, tokenId }] = await commandLinesOf(account);
    const events = await eventsOf(lanyard(), async () => {
      expect((await account.browser.delete(`/api/sign-ins/${id}`)).status).toBe(204);
      expect((await account.browser.delete(`/api/sign-ins/${id}`)).status).toBe(404);
    });
    expect(events.map(({ action, subject }) => [action, subject.id])).toEqual([
      ['sign-in.ended', id],
      ['token.deleted', tokenId],
    ]);
    const { body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}` });
    expect(body.errors[0].message).toMatch(/ended on .* with the command-line login that created it/);
    expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
    expect(await commandLinesOf(account)).toEqual([]);
  });

  it('R3: signing out everywhere ends every session and command-line login, and keeps manual tokens', async () => {
    const account = await anAccount();
    const manual = await sampleToken(account, { actions: ['pull'] });
    const browsers = [account.browser, await elsewhere(account)];
    const apiToken = await apiTokenOf(account, account.password);
    const commandLines = [await sampleCommandLine(lanyard(), account), await sampleCommandLine(lanyard(), account)];
    const secrets = await Promise.all(commandLines.map((commandLine) => commandLine.generate()));
    const opened = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'waits' });
    await enterCode(account.browser, opened.body.user_code);

    const answer = await account.browser.post('/api/account/sign-out-everywhere');
    expect([answer.status, answer.body]).toEqual([200, { endedSessions: 3, endedSignIns: 2 }]);
    expect(account.browser.cookie()).toBe('');
    for (const browser of browsers) expect((await browser.get('/api/session')).status).toBe(401);
    expect((await lanyard().browser().get('/api/session', apiToken)).status).toBe(401);
    for (const secret of secrets) expect(await isGood(account, secret)).toBe(false);
    for (const commandLine of commandLines) {
      expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
      const bearer = { authorization: `Bearer ${commandLine.accessToken}` };
      expect((await lanyard().browser().get('/api/session', bearer)).status).toBe(401);
    }
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'waits' };
    const redeemed = await postForm(`${lanyard().url}/oauth/token`, {
      ...grant,
      device_code: opened.body.device_code,
    });
    expect(redeemed.status).toBe(400);
    expect(redeemed.body.error).not.toBe('authorization_pending');
    expect(await isGood(account, manual.secret)).toBe(true);
  });

  it('R14: signing out everywhere records one event for the whole and one for each thing that ended', async () => {
    const [account, other] = [await anAccount(), await anAccount()];
    await (await sampleCommandLine(lanyard(), account)).generate();
    const events = await eventsOf(lanyard(), () => account.browser.post('/api/account/sign-out-everywhere'));
    expect(events.map(({ action, data }) => [action, data])).toEqual([
      ['sign-in.ended', { reason: 'signed out everywhere' }],
      ['token.deleted', { reason: 'signed out everywhere' }],
      ['account.signed-out-everywhere', { endedSessions: 1, endedSignIns: 1 }],
    ]);
    expect((await other.browser.get('/api/session')).status).toBe(200);
  });

  it('R24: an access token can neither list nor end sessions and command-line logins', async () => {
    const account = await anAccount();
    const { secret } = await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
    const authorization = await apiTokenOf(account, secret);
    const [{ id }] = await sessionsOf(account);
    const requests = [
      ['GET', '/api/sessions'],
      ['DELETE', `/api/sessions/${id}`],
      ['GET', '/api/sign-ins'],
      ['DELETE', `/api/sign-ins/${id}`],
      ['POST', '/api/account/sign-out-everywhere'],
      ['GET', '/api/account/auto-tokens'],
    ] as const;
    for (const [method, path] of requests) {
      expect([path, (await lanyard().browser().request(method, path, { headers: authorization })).status]).toEqual([
        path,
        403,
      ]);
    }
    expect((await account.browser.get('/api/session')).status).toBe(200);
  });
});

describeLanyard('how many auto-generated tokens are kept', (lanyard) => {
  const autoTokens = async ({ browser }: SampleAccount) => (await browser.get('/api/account/auto-tokens')).body;

  it('the account sees the number, the limit and the token that is evicted next', async () => {
    const account = await sampleAccount(lanyard(), freshName('person'));
    expect(await autoTokens(account)).toEqual({ kept: 0, limit: 5, nextToGo: null });
    const secrets: string[] = [];
    for (let made = 1; made <= 5; made += 1) {
      secrets.push(await (await sampleCommandLine(lanyard(), account)).generate());
      lanyard().clock.advance(1);
      const next = { kept: made, limit: 5, nextToGo: made < 5 ? null : expect.any(String) };
      expect(await autoTokens(account)).toEqual(next);
    }
    await requestToken(lanyard(), { credential: `${account.name}:${secrets[0]}` });
    await usesWritten(lanyard());
    const { nextToGo } = await autoTokens(account);
    await (await sampleCommandLine(lanyard(), account)).generate();
    expect((await account.browser.get(`/api/tokens/${nextToGo}`)).status).toBe(404);
    expect((await requestToken(lanyard(), { credential: `${account.name}:${secrets[0]}` })).status).toBe(200);
    expect((await requestToken(lanyard(), { credential: `${account.name}:${secrets[1]}` })).status).toBe(401);
    expect(await autoTokens(account)).toMatchObject({ kept: 5, limit: 5 });
  });

  it('the limit is the lowest one of the organizations whose rules the member accepted', async () => {
    const { path, owner, member } = await sampleOrganization(lanyard());
    await (await sampleCommandLine(lanyard(), member)).generate();
    await (await sampleCommandLine(lanyard(), member)).generate();
    await owner.browser.patch(`${path}/policy`, { autoTokensKept: 1 });
    expect(await autoTokens(member)).toMatchObject({ kept: 2, limit: 5 });
    await acceptTerms(path, member);
    expect(await autoTokens(member)).toEqual({ kept: 2, limit: 1, nextToGo: expect.any(String) });
  });
});
