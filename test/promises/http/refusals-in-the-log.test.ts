import { describe, expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describe('the log at the start', () => {
  it.each([
    ['http://tokens.example.com', true],
    ['http://192.0.2.1:8700', true],
    ['https://tokens.example.com', false],
    ['http://localhost:8700', false],
    ['http://127.0.0.1:8700', false],
  ])('warns if browsers would not keep the session of %s', async (LANYARD_PUBLIC_URL, isWarned) => {
    const server = await startLanyard({ settings: { LANYARD_PUBLIC_URL } });
    expect(server.logs().includes('LANYARD_PUBLIC_URL is http on another host than localhost')).toBe(isWarned);
    await server.stop();
  });
});

describeLanyard('the server log', (lanyard) => {
  /** The log line of the request that `work` sends. */
  async function lineOf(work: () => Promise<{ readonly headers: Headers }>): Promise<Record<string, unknown>> {
    const id = (await work()).headers.get('x-request-id') ?? 'none';
    const lines = lanyard().logs().trim().split('\n');
    const found = lines.filter((line) => line.includes(id)).map((line) => JSON.parse(line));
    expect(found).toHaveLength(1);
    return found[0];
  }

  it('shows the code, the address and, if known, the account of a refusal', async () => {
    const { name, browser } = await sampleAccount(lanyard(), freshName('ada'));
    expect(await lineOf(() => browser.get('/api/tokens/nothing'))).toMatchObject({
      level: 'info',
      msg: 'refused',
      code: 'not-found',
      account: name,
      address: expect.stringMatching(/127\.0\.0\.1|::1/),
    });
    expect(await lineOf(() => lanyard().browser().signIn(name, 'wrong'))).toMatchObject({
      code: 'invalid-credential',
      account: name,
    });
  });

  it('does not count the challenge to a registry client as a refusal, but a wrong token', async () => {
    expect(await lineOf(() => lanyard().browser().get('/v2/'))).toMatchObject({ level: 'debug', status: 401 });
    const authorization = 'Bearer wrong';
    expect(await lineOf(() => lanyard().browser().get('/v2/', { authorization }))).toMatchObject({
      msg: 'refused',
      code: 'unauthenticated',
    });
  });

  it('shows the owner of a refused token', async () => {
    const account = await sampleAccount(lanyard(), freshName('ada'));
    const { secret, id } = await sampleToken(account, { actions: ['pull'] });
    await account.browser.delete(`/api/tokens/${id}`);
    const line = await lineOf(() => requestToken(lanyard(), { credential: `${account.name}:${secret}` }));
    expect(line).toMatchObject({ code: 'token-deleted', account: account.name });
  });

  it('R19: never contains a name that someone typed, because it may be a secret', async () => {
    const typed = freshName('my-password');
    const line = await lineOf(() => lanyard().browser().signIn(typed, 'wrong'));
    expect(line).toMatchObject({ code: 'invalid-credential' });
    expect(line).not.toHaveProperty('account');
    expect(lanyard().logs()).not.toContain(typed);
  });
});
