import { expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { noticeOver } from '../../support/lanyard/announced-rules.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

type Action = 'pull' | 'push' | 'delete';

/** A request body that creates a token of the organization. */
const bodyOf = ({ name }: SampleOrganization, actions: readonly Action[] = ['pull'], part = '*') => ({
  description: 'ci',
  grants: [{ pattern: `${name}/${part}`, actions }],
});

const requestsFor = (path: string, id: string, body: unknown) =>
  [
    ['GET', `${path}/tokens`, undefined],
    ['POST', `${path}/tokens`, body],
    ['GET', `${path}/tokens/${id}`, undefined],
    ['PATCH', `${path}/tokens/${id}`, { active: false }],
    ['DELETE', `${path}/tokens/${id}`, undefined],
    ['GET', `${path}/tokens/${id}/usage`, undefined],
  ] as const;

describeLanyard('access tokens of an organization', (lanyard) => {
  async function organizationWithToken(actions: readonly Action[] = ['pull'], part = '*') {
    const organization = await sampleOrganization(lanyard());
    const { status, body } = await organization.owner.browser.post(
      `${organization.path}/tokens`,
      bodyOf(organization, actions, part),
    );
    expect(status).toBe(201);
    return { ...organization, id: body.token.id as string, secret: body.secret as string };
  }

  const accessFor = async (credential: string, ...scopes: string[]) => {
    const { status, body } = await requestToken(lanyard(), { credential, scopes });
    return status === 200 ? claimsOf(body.token).access : [status, body.errors[0].message];
  };

  it('R18: an owner creates, lists, shows, changes and deletes tokens, and sees each secret once', async () => {
    const { path, owner, name } = await sampleOrganization(lanyard());
    const { browser } = owner;
    const made = await browser.post(`${path}/tokens`, {
      description: 'release train',
      grants: [{ pattern: `${name}/app-*`, actions: ['push', 'pull'] }],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body.secret).toMatch(/^lyd_oat_/);
    const { token } = made.body;
    expect(token).toMatchObject({ kind: 'oat', origin: 'manual', status: 'active', createdBy: owner.name });
    expect(token.grants).toMatchObject([{ pattern: `${name}/app-*`, actions: ['pull', 'push'] }]);
    const list = await browser.get(`${path}/tokens`);
    expect(list.body).toEqual({
      total: 1,
      counts: { active: 1, inactive: 0, expired: 0, pushWithoutPull: 0 },
      tokens: [token],
    });
    const renamed = await browser.patch(`${path}/tokens/${token.id}`, { description: 'trains', active: false });
    const shown = { ...token, description: 'trains', status: 'inactive' };
    expect(renamed.body).toEqual({ ...shown, stops: [] });
    expect((await browser.get(`${path}/tokens/${token.id}`)).body).toEqual(shown);
    expect((await browser.get(`${path}/tokens?status=active`)).body.total).toBe(0);
    expect(JSON.stringify([list.body, renamed.body])).not.toContain(made.body.secret);
    expect((await browser.delete(`${path}/tokens/${token.id}`)).status).toBe(204);
    expect((await browser.get(`${path}/tokens/${token.id}`)).status).toBe(404);
  });

  it('tokens of an organization and of its owner are listed and addressed separately (R25)', async () => {
    const { path, owner, id } = await organizationWithToken();
    const own = await sampleToken(owner, { actions: ['pull'] });
    expect((await owner.browser.get('/api/tokens')).body.tokens.map((token: { id: string }) => token.id)).toEqual([
      own.id,
    ]);
    const other = await sampleOrganization(lanyard());
    await joinOrganization(other.owner, other.path, owner, 'owner');
    for (const [place, foreign] of [
      ['/api', id],
      [path, own.id],
      [other.path, id],
    ] as const) {
      for (const [method, address, body] of requestsFor(place, foreign, {}).filter(([, one]) =>
        one.includes(foreign),
      )) {
        const answer = await owner.browser.request(method, address, { body });
        const missing = await owner.browser.request(method, address.replace(foreign, 'none'), { body });
        expect([method, address, answer.status, answer.body]).toEqual([method, address, 404, missing.body]);
      }
    }
  });

  it('R25, attack 30: tokens look like those of a missing organization to strangers, byte for byte; members are refused', async () => {
    const organization = await organizationWithToken();
    const { path, id, stranger, member, owner } = organization;
    const trail = await trailOf(lanyard(), async () => {
      for (const [method, address, body] of requestsFor(path, id, bodyOf(organization))) {
        const foreign = await stranger.browser.request(method, address, { body });
        const nowhere = address.replace(organization.name, 'nobodys-at-all');
        const missing = await stranger.browser.request(method, nowhere, { body });
        expect([method, address, foreign.status, foreign.body]).toEqual([method, address, 404, missing.body]);
        const refused = await member.browser.request(method, address, { body });
        expect([method, address, refused.status]).toEqual([method, address, 403]);
      }
    });
    expect(trail).toEqual([]);
    expect((await owner.browser.get(`${path}/tokens/${id}`)).body.status).toBe('active');
  });

  it('R24, attack 21: no access token can manage them, not even one of an owner', async () => {
    const organization = await organizationWithToken();
    const { owner, path, id, name } = organization;
    const { secret } = await sampleToken(owner, { actions: ['pull', 'push', 'delete'] });
    const { body } = await lanyard().browser().post('/v2/auth/token', { identifier: owner.name, secret });
    const headers = { authorization: `Bearer ${body.access_token}` };
    for (const [method, address, content] of requestsFor(path, id, bodyOf(organization))) {
      const { status } = await lanyard().browser().request(method, address, { headers, body: content });
      expect([method, address, status]).toEqual([method, address, 403]);
    }
    const exchange = await lanyard()
      .browser()
      .post('/v2/auth/token', { identifier: name, secret: organization.secret });
    expect(exchange).toMatchObject({ status: 403, body: { detail: expect.stringContaining('TYPE_ORG') } });
  });

  it('R14: each change records one event in the log of the organization, with the owner who made it', async () => {
    const organization = await sampleOrganization(lanyard());
    const { path, owner, name } = organization;
    const events = await eventsOf(lanyard(), async () => {
      const { id } = (await owner.browser.post(`${path}/tokens`, bodyOf(organization))).body.token;
      await owner.browser.patch(`${path}/tokens/${id}`, { description: 'ci', active: true });
      await owner.browser.patch(`${path}/tokens/${id}`, { description: 'build' });
      await owner.browser.patch(`${path}/tokens/${id}`, { active: false });
      await owner.browser.patch(`${path}/tokens/${id}`, { active: true });
      await owner.browser.delete(`${path}/tokens/${id}`);
      await owner.browser.delete(`${path}/tokens/${id}`);
    });
    const seen = events.map(({ action, actor, namespace }) => [action, actor.name, namespace]);
    const verbs = ['created', 'changed', 'deactivated', 'activated', 'deleted'];
    expect(seen).toEqual(verbs.map((verb) => [`token.${verb}`, owner.name, name]));
    expect(events[0]?.data).toMatchObject({ grants: expect.stringContaining(`${name}/*`) });
  });

  it("a token signs in to a registry with the organization's name, in any case, or with none, but with no other name", async () => {
    const { name, owner, secret, path, id } = await organizationWithToken();
    const scope = `repository:${name}/app:pull`;
    for (const login of [name, name.toUpperCase(), '']) {
      expect([
        login,
        (await requestToken(lanyard(), { credential: `${login}:${secret}`, scopes: [scope] })).status,
      ]).toEqual([login, 200]);
    }
    const { body } = await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes: [scope] });
    expect(claimsOf(body.token)).toMatchObject({ sub: name, access: [{ name: `${name}/app`, actions: ['pull'] }] });
    for (const login of [owner.name, 'nobody-at-all', `${name}x`]) {
      const refused = await requestToken(lanyard(), { credential: `${login}:${secret}`, scopes: [scope] });
      expect([login, refused.status]).toEqual([login, 401]);
      expect(refused.body.errors[0].message).toMatch(/belongs to another account/);
    }
    await owner.browser.patch(`${path}/tokens/${id}`, { active: false });
    expect((await accessFor(`${name}:${secret}`, scope))[1]).toMatch(/was deactivated on/);
    await owner.browser.patch(`${path}/tokens/${id}`, { active: true });
    await owner.browser.delete(`${path}/tokens/${id}`);
    expect((await accessFor(`${name}:${secret}`, scope))[1]).toMatch(/was deleted on/);
  });

  it('R21, R22: a token reaches what its grants name in the organization, and nothing elsewhere', async () => {
    const { name, owner, secret } = await organizationWithToken(['push', 'pull'], 'app-*');
    const credential = `${name}:${secret}`;
    await owner.browser.post('/api/repositories', { name: `${owner.name}/tool` });
    expect(await accessFor(credential, `repository:${name}/app-one:pull,push,delete`)).toEqual([
      { type: 'repository', name: `${name}/app-one`, actions: ['pull', 'push'] },
    ]);
    for (const scope of [
      `repository:${name}/other:pull`,
      `repository:${owner.name}/tool:pull`,
      `repository:${name}x/app-one:pull`,
      'registry:catalog:*',
    ]) {
      expect([scope, await accessFor(credential, scope)]).toEqual([scope, []]);
    }
  });

  it('a first push creates the repository in the name of the organization, and the event has the token id', async () => {
    const { name, secret, id, path, owner } = await organizationWithToken(['pull', 'push']);
    await owner.browser.patch(`${path}/policy`, { defaultVisibility: 'public' });
    const scopes = [`repository:${name}/fresh:pull,push`];
    const events = await eventsOf(lanyard(), async () => {
      await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes });
      await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes });
    });
    expect(events).toMatchObject([
      {
        action: 'repository.created',
        actor: { type: 'organization', name },
        namespace: name,
        data: { visibility: 'public', by: 'push', token: id },
      },
    ]);
    expect((await owner.browser.get(`/api/repository?name=${name}/fresh`)).body).toMatchObject({
      visibility: 'public',
    });
  });

  it('a token shows when, from where and for which repository it was used', async () => {
    const { name, secret, id, path, owner } = await organizationWithToken();
    await requestToken(lanyard(), { credential: `${name}:${secret}`, scopes: [`repository:${name}/app:pull`] });
    await usesWritten(lanyard());
    const { body } = await owner.browser.get(`${path}/tokens/${id}`);
    expect(body.lastUsed).toMatchObject({ address: '127.0.0.1', client: 'node' });
    const { usage } = (await owner.browser.get(`${path}/tokens/${id}/usage`)).body;
    expect(usage).toMatchObject([{ repository: `${name}/app`, actions: 'pull', count: 1 }]);
  });

  it('R21: the policy of the organization limits its tokens when they are created and at every use', async () => {
    const organization = await organizationWithToken(['pull', 'push']);
    const { path, owner, name, secret } = organization;
    const credential = `${name}:${secret}`;
    const scope = `repository:${name}/app:pull,push`;
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    expect(await accessFor(credential, scope)).toMatchObject([{ actions: ['pull'] }]);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 3600 });
    await noticeOver(lanyard(), name);
    const tooOld = await requestToken(lanyard(), { credential, scopes: [scope] });
    const why = `the organization ${name} accepts access tokens with a lifetime of 1 hour at most`;
    expect([tooOld.status, tooOld.body.errors[0].message]).toEqual([403, expect.stringContaining(why)]);
    const make = (expiresAt: string | null) =>
      owner.browser.post(`${path}/tokens`, { ...bodyOf(organization), expiresAt });
    const inSeconds = (seconds: number) => new Date(lanyard().clock.now() + seconds * 1000).toISOString();
    for (const tooLong of [null, inSeconds(3700)]) {
      const message = expect.stringMatching(/within 3600 s from now/);
      expect(await make(tooLong)).toMatchObject({ status: 400, body: { error: { field: 'expiresAt', message } } });
    }
    expect((await make(inSeconds(3500))).status).toBe(201);
  });

  it('a token still works after its creator leaves the organization, and the creator can no longer manage it', async () => {
    const { path, owner, member, name, id, secret } = await organizationWithToken();
    await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
    await member.browser.delete(`${path}/members/${owner.name}`);
    expect((await owner.browser.get(`${path}/tokens/${id}`)).status).toBe(404);
    expect((await member.browser.get(`${path}/tokens/${id}`)).body.createdBy).toBe(owner.name);
    expect(await accessFor(`${name}:${secret}`, `repository:${name}/app:pull`)).toHaveLength(1);
  });

  it.each<readonly [string, (name: string) => unknown, RegExp]>([
    ['every repository', () => [{ pattern: '*', actions: ['pull'] }], /^grants\[0\].pattern: must start with acme-/],
    ['another namespace', () => [{ pattern: 'globex/app', actions: ['pull'] }], /must start with acme-/],
    ['a longer name', (name) => [{ pattern: `${name}x/app`, actions: ['pull'] }], /must start with acme-/],
    [
      'a prefix of the name',
      (name) => [{ pattern: `${name.slice(0, -1)}*`, actions: ['pull'] }],
      /grants\[0\].pattern/,
    ],
    [
      'a second pattern that is wrong',
      (name) => [
        { pattern: `${name}/*`, actions: ['pull'] },
        { pattern: 'x/y', actions: ['pull'] },
      ],
      /^grants\[1\].pattern/,
    ],
    ['the catalogue', () => [{ type: 'catalog' }], /^grants\[0\].type: must be repository/],
    ['no repository', () => [], /^grants: must name at least one/],
    ['a path upward', (name) => [{ pattern: `${name}/../globex/app`, actions: ['pull'] }], /grants\[0\].pattern/],
  ])('refuses grants for %s and names the wrong part', async (_what, grantsFor, message) => {
    const { path, name, owner } = await sampleOrganization(lanyard());
    const grants = grantsFor(name);
    const answer = await owner.browser.post(`${path}/tokens`, { description: 'ci', grants });
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringMatching(message) } } });
    expect((await owner.browser.get(`${path}/tokens`)).body.total).toBe(0);
  });

  it('server administrators who are not owners cannot see them', async () => {
    const { path, id } = await organizationWithToken();
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    expect((await root.browser.get(`${path}/tokens/${id}`)).status).toBe(404);
  });
});
