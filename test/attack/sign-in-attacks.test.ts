import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../support/lanyard/accounts.ts';
import { approve, enterCode, postForm, sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../support/lanyard/tokens.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describe('attacks on sign-ins', () => {
  let lanyard: Lanyard;
  let root: SampleAccount;
  let accounts = 0;
  beforeAll(async () => {
    lanyard = await startLanyard();
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
  });
  afterAll(() => lanyard?.stop());

  const anAccount = (): Promise<SampleAccount> => {
    accounts += 1;
    return sampleAccount(lanyard, `person-${accounts}`);
  };
  const bearer = (path: string, method: string, token: string) =>
    lanyard.browser().request(method, path, { headers: { authorization: `Bearer ${token}` } });

  it('R3, attack 10: a disabled account cannot sign in at all, and what was ended does not come back', async () => {
    const ada = await anAccount();
    const { secret } = await sampleToken(ada, { actions: ['pull'] });
    const commandLine = await sampleCommandLine(lanyard, ada);
    const auto = await commandLine.generate();
    const waiting = (await postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'cli' })).body;
    await approve(ada, waiting.user_code);
    const jwt = (await lanyard.browser().post('/v2/users/login', { username: ada.name, password: ada.password })).body
      .token;
    const ways = async () => {
      const redeem = { client_id: 'cli', grant_type: DEVICE_GRANT, device_code: waiting.device_code };
      const answers = {
        password: lanyard.browser().signIn(ada.name, ada.password),
        'password at the registry': requestToken(lanyard, { credential: `${ada.name}:${ada.password}` }),
        'password at Hub': lanyard.browser().post('/v2/users/login', { username: ada.name, password: ada.password }),
        'access token at the registry': requestToken(lanyard, { credential: `${ada.name}:${secret}` }),
        'access token at Hub': lanyard.browser().post('/v2/auth/token', { identifier: ada.name, secret }),
        'auto-generated token': requestToken(lanyard, { credential: `${ada.name}:${auto}` }),
        'device code': postForm(`${lanyard.url}/oauth/token`, redeem),
        'refresh token': commandLine.refresh(),
        'API token of the command line': bearer('/v2/access-tokens/desktop-generate', 'POST', commandLine.accessToken),
        'API token': bearer('/api/session', 'GET', jwt),
        session: ada.browser.get('/api/session'),
      };
      const entries = Object.entries(answers).map(async ([way, answer]) => [way, (await answer).status] as const);
      return (await Promise.all(entries)).filter(([, status]) => status < 400).map(([way]) => way);
    };
    expect((await root.browser.patch(`/api/accounts/${ada.name}`, { active: false })).status).toBe(200);
    expect(await ways()).toEqual([]);
    expect((await root.browser.patch(`/api/accounts/${ada.name}`, { active: true })).status).toBe(200);
    const back = await ways();
    for (const gone of ['auto-generated token', 'device code', 'refresh token', 'API token', 'session']) {
      expect(back).not.toContain(gone);
    }
    expect(back).toContain('access token at the registry');
  });

  it('attack 12: reuse of an old refresh token is noticed even after a restart', async () => {
    await using folder = await temporaryFolder();
    const before = await startLanyard({ dataFolder: folder.path });
    const ada = await sampleAccount(before, 'ada');
    const commandLine = await sampleCommandLine(before, ada);
    const second = (await commandLine.refresh()).body.refresh_token;
    const third = (await commandLine.refresh(second)).body.refresh_token;
    await before.stop();
    const settings = { LANYARD_PUBLIC_URL: before.url };
    const after = await startLanyard({ dataFolder: folder.path, settings });
    const refresh = (token: string) =>
      postForm(`${after.url}/oauth/token`, {
        client_id: 'test-command-line',
        grant_type: 'refresh_token',
        refresh_token: token,
      });
    expect((await refresh(commandLine.refreshToken)).body.error).toBe('invalid_grant');
    expect((await refresh(third)).body.error).toBe('invalid_grant');
    await after.stop();
  });

  it('attack 32: a code or token of one purpose works for no other purpose', async () => {
    const ada = await anAccount();
    const { body } = await postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'cli' });
    const commandLine = await sampleCommandLine(lanyard, ada);
    const letters = body.user_code.replace('-', '');
    for (const device_code of [body.user_code, letters, commandLine.refreshToken, commandLine.accessToken]) {
      const form = { client_id: 'cli', grant_type: DEVICE_GRANT, device_code };
      expect((await postForm(`${lanyard.url}/oauth/token`, form)).body.error).toBe('invalid_grant');
    }
    for (const refresh_token of [body.device_code, commandLine.accessToken, letters]) {
      const form = { client_id: 'cli', grant_type: 'refresh_token', refresh_token };
      expect((await postForm(`${lanyard.url}/oauth/token`, form)).body.error).toBe('invalid_grant');
    }
    expect((await enterCode(ada.browser, body.device_code)).status).toBe(404);
  });

  it('R6, attack 33: an old refresh token that is used elsewhere is refused and ends nothing', async () => {
    const ada = await anAccount();
    const commandLine = await sampleCommandLine(lanyard, ada);
    const second = (await commandLine.refresh()).body.refresh_token;
    expect((await bearer('/api/session', 'GET', commandLine.refreshToken)).status).toBe(401);
    expect((await requestToken(lanyard, { credential: `${ada.name}:${commandLine.refreshToken}` })).status).toBe(401);
    expect((await commandLine.refresh(second)).status).toBe(200);
  });

  it('a refresh token from another client is refused and ends nothing', async () => {
    const commandLine = await sampleCommandLine(lanyard, await anAccount());
    const form = { client_id: 'another', grant_type: 'refresh_token', refresh_token: commandLine.refreshToken };
    expect((await postForm(`${lanyard.url}/oauth/token`, form)).body.error).toBe('invalid_grant');
    expect(
      (await postForm(`${lanyard.url}/oauth/revoke`, { client_id: 'another', token: commandLine.refreshToken })).status,
    ).toBe(200);
    expect((await commandLine.refresh()).status).toBe(200);
  });

  it('R24, attack 37: an auto-generated token ends no later than its command-line login, however late it is created', async () => {
    const ada = await anAccount();
    const commandLine = await sampleCommandLine(lanyard, ada);
    lanyard.clock.advance(20 * 86_400);
    const { body } = await commandLine.refresh();
    expect((await bearer('/v2/access-tokens/desktop-generate', 'POST', body.access_token)).status).toBe(201);
    await ada.browser.signIn(ada.name, ada.password);
    const [{ createdAt, expiresAt }] = (await ada.browser.get('/api/tokens?origin=auto')).body.tokens;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeLessThanOrEqual(70 * 86_400_000);
  });
});
