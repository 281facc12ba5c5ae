import { expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { basic, claimsOf, sampleToken } from '../../support/lanyard/tokens.ts';

/** The same address for Fastify's router. `hot-routes.ts` compares the text, so it leaves this one to Fastify. */
const OTHER_WAY = '/%74oken';

describeLanyard('the token endpoint answers in front of Fastify as it does behind it (decision 50)', (lanyard) => {
  async function answersOf(query: string, headers: Readonly<Record<string, string>>) {
    const ask = async (path: string) => {
      const answer = await fetch(`${lanyard().url}${path}${query}`, { headers });
      const body = (await answer.json()) as Record<string, unknown>;
      const { date, 'content-length': length, 'x-request-id': id, ...rest } = Object.fromEntries(answer.headers);
      expect([date, length, id]).not.toContain(undefined);
      return { status: answer.status, headers: rest, body };
    };
    return [await ask('/token'), await ask(OTHER_WAY)] as const;
  }

  it.each([
    ['a wrong secret', '?service=lanyard', { authorization: basic('ada:lyd_pat_wrong') }],
    ['a malformed credential', '?service=lanyard', { authorization: 'Bearer of-news' }],
    ['nobody', '?service=lanyard&scope=repository:acme/app:pull', {}],
    ['an unknown service', '?service=nowhere', {}],
    ['a malformed scope', '?service=lanyard&scope=nothing', {}],
    ['text that cannot be stored', '?service=lanyard&scope=%00', {}],
    ['no service', '?scope=repository:acme/app:pull', {}],
    ['a parameter that is sent twice', '?service=lanyard&service=lanyard', {}],
    ['no query', '', {}],
    ['a query that cannot be decoded', '?service=%zz', {}],
  ])('with %s', async (_what, query, headers) => {
    const [hot, other] = await answersOf(query, headers);
    const constant = ({ body: { token, access_token, issued_at, ...body }, ...answer }: typeof hot) => ({
      ...answer,
      body,
    });
    expect(constant(hot)).toEqual(constant(other));
  });

  it('with a token of an account, several scopes and a name in capital letters', async () => {
    const account = await sampleAccount(lanyard(), freshName('ada'));
    const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
    const { name } = account;
    const query = `?service=lanyard&scope=repository:${name}/app:pull,push&scope=repository:${name}/other:pull`;
    const headers = { authorization: basic(`${name.toUpperCase()}:${secret}`) };
    const [hot, other] = await answersOf(query, headers);
    expect(hot.headers).toEqual(other.headers);
    const decided = ({ body }: typeof hot) => {
      const { sub, aud, access, credential } = claimsOf(String(body.token));
      return { sub, aud, access, credential, keys: Object.keys(body) };
    };
    expect(decided(hot)).toEqual(decided(other));
    expect(decided(hot).access).toHaveLength(2);
  });

  it('leaves other methods to Fastify', async () => {
    const statusOf = async (method: string) =>
      (await fetch(`${lanyard().url}/token?service=lanyard`, { method })).status;
    expect([await statusOf('HEAD'), await statusOf('PUT')]).toEqual([200, 404]);
  });
});
