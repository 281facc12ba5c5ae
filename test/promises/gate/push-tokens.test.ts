import { X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

const DAY_SECONDS = 86_400;

describeLanyard('a token to push', (lanyard) => {
  async function world() {
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const service = freshName('push');
    await operatorRuns(lanyard(), `registry create ${service} --service ${service} --host ${service}.example.com`);
    const set = (body: object) => root.browser.patch(`/api/registries/${service}`, body);
    const gate = () => operatorRuns(lanyard(), `registry gate ${service} --for nginx --upstream http://127.0.0.1:5000`);
    const { secret } = await sampleToken(root, { actions: ['pull', 'push'] });
    const tokenFor = async (actions: string) => {
      const scopes = [`repository:${root.name}/app:${actions}`];
      const { body } = await requestToken(lanyard(), { credential: `${root.name}:${secret}`, scopes, service });
      return body as { readonly token: string; readonly expires_in: number };
    };
    const lifetimeOf = async (actions: string) => (await tokenFor(actions)).expires_in;
    return { root, service, set, gate, tokenFor, lifetimeOf };
  }

  it('is valid for at most 15 minutes without a gate, and behind one as long as an upload needs', async () => {
    const { set, gate, tokenFor, lifetimeOf } = await world();
    const refused = await set({ pushTokenTtlSeconds: 901 });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('no gate')]);
    await gate();
    expect((await set({ pushTokenTtlSeconds: DAY_SECONDS + 1 })).status).toBe(400);
    expect((await set({ tokenTtlSeconds: 901 })).status).toBe(400);
    const { body } = await set({ pushTokenTtlSeconds: DAY_SECONDS, tokenTtlSeconds: 120 });
    expect(body).toMatchObject({ pushTokenTtlSeconds: DAY_SECONDS, tokenTtlSeconds: 120, isGatePassedBy: false });
    expect(await lifetimeOf('pull')).toBe(120);
    const { token, expires_in } = await tokenFor('pull,push');
    expect(expires_in).toBe(DAY_SECONDS);
    const [leaf = ''] = decodeProtectedHeader(token).x5c ?? [];
    const { validToDate } = new X509Certificate(Buffer.from(leaf, 'base64'));
    expect(validToDate.getTime()).toBeGreaterThan(Number(decodeJwt(token).exp) * 1000 + 60_000);
  });

  it('R52: is refused by the gate as soon as its access token is revoked', async () => {
    const { root, service, set, gate, tokenFor } = await world();
    const printed = await gate();
    await set({ pushTokenTtlSeconds: DAY_SECONDS });
    const { token } = await tokenFor('pull,push');
    const ask = async () => {
      const headers = {
        'x-lanyard-gate': /lygate_[\w-]+/.exec(printed)?.[0] ?? '',
        'x-forwarded-method': 'PUT',
        'x-forwarded-uri': `/v2/${root.name}/app/manifests/v1`,
        authorization: `Bearer ${token}`,
      };
      return (await lanyard().browser().request('GET', `/gate/${service}`, { headers })).status;
    };
    expect(await ask()).toBe(204);
    lanyard().clock.advance(DAY_SECONDS - 60);
    expect(await ask()).toBe(204);
    await root.browser.signIn(root.name, root.password);
    const [{ id }] = (await root.browser.get('/api/tokens')).body.tokens;
    await root.browser.delete(`/api/tokens/${id}`);
    expect(await ask()).toBe(401);
  });

  it('is not given if a policy allows only pull, and the gate names the policy to a client that pushes anyway', async () => {
    const { root, service, gate } = await world();
    const printed = await gate();
    const name = freshName('fleet');
    await root.browser.post('/api/organizations', { name });
    await root.browser.patch(`/api/organizations/${name}/policy`, { tokenActions: ['pull'] });
    const { secret } = await sampleToken(root, { actions: ['pull', 'push'] });
    const scopes = [`repository:${name}/app:pull,push`];
    const { body } = await requestToken(lanyard(), { credential: `${root.name}:${secret}`, scopes, service });
    const ask = (method: string, path: string) => {
      const headers = {
        'x-lanyard-gate': /lygate_[\w-]+/.exec(printed)?.[0] ?? '',
        'x-forwarded-method': method,
        'x-forwarded-uri': `/v2/${path}`,
        authorization: `Bearer ${body.token}`,
      };
      return lanyard().browser().request('GET', `/gate/${service}`, { headers });
    };
    const refused = await ask('PUT', `${name}/app/manifests/v1`);
    const why = `the organization ${name} does not allow this access token to push`;
    expect([refused.status, refused.body.errors[0].message]).toEqual([403, expect.stringContaining(why)]);
    expect((await ask('GET', `${root.name}/other/manifests/v1`)).status).toBe(401);
  });

  it('is valid for 15 minutes again if a test finds a way around the gate, until a later test finds none', async () => {
    const { root, service, set, gate, lifetimeOf } = await world();
    await gate();
    await set({ pushTokenTtlSeconds: 3600 });
    const isPassedBy = async () => (await root.browser.get(`/api/registries/${service}`)).body.isGatePassedBy;
    for (const [isPast, seconds] of [
      [true, 900],
      [false, 3600],
    ] as const) {
      await using registry = await serveHttp(({ headers }, response) => {
        const challenge = `Bearer realm="${lanyard().url}/token",service="${service}"`;
        const isLetIn = headers.authorization !== undefined && isPast;
        response.writeHead(isLetIn ? 200 : 401, { 'www-authenticate': challenge }).end();
      });
      await set({ hosts: [`127.0.0.1:${registry.port}`] });
      const byOperator = () =>
        operatorRuns(lanyard(), `registry test ${service} --url ${registry.url}`).catch(() => '');
      const onPage = () => root.browser.post(`/api/registries/${service}/test`);
      const events = await eventsOf(lanyard(), async () => [await onPage(), await byOperator()]);
      expect(events.map(({ action, data }) => [action, data])).toEqual([['registry.gate-tested', { isPast }]]);
      expect([await lifetimeOf('pull,push'), await isPassedBy()]).toEqual([seconds, isPast]);
    }
  });

  it('R14: is valid for the time that the operator sets, which records one event', async () => {
    const { service, gate, lifetimeOf } = await world();
    await gate();
    const command = `registry set-ttl ${service} --token-ttl-seconds 60 --push-token-ttl-seconds 7200`;
    const events = await eventsOf(lanyard(), async () => {
      expect(await operatorRuns(lanyard(), command)).toContain('valid for 60 s, those that let push for 7200 s');
      await operatorRuns(lanyard(), command);
    });
    expect(events.map(({ action, data }) => [action, data])).toEqual([
      [
        'registry.changed',
        {
          tokenTtlSeconds: 60,
          pushTokenTtlSeconds: 7200,
          tokenTtlSecondsBefore: 300,
          pushTokenTtlSecondsBefore: null,
        },
      ],
    ]);
    expect([await lifetimeOf('pull'), await lifetimeOf('pull,push')]).toEqual([60, 7200]);
  });
});
