import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, hubClient, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const resource = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes });

describeLanyard("Docker Hub's interface for tokens of an organization", (lanyard) => {
  async function organizationAtHub() {
    const organization = await sampleOrganization(lanyard());
    const hub = await hubClient(lanyard(), organization.owner);
    return { ...organization, hub, at: `/v2/orgs/${organization.name}/access-tokens` };
  }

  const accessFor = async (credential: string, scope: string) =>
    claimsOf((await requestToken(lanyard(), { credential, scopes: [scope] })).body.token).access;

  it('creates, shows, lists, changes and deletes tokens in the format of Hub', async () => {
    const { name, owner, hub, at } = await organizationAtHub();
    const resources = [
      resource(`${name}/app`, 'scope-image-push', 'scope-image-pull'),
      resource(`${name}/*`, 'scope-image-pull'),
    ];
    const given = {
      label: 'ci',
      description: 'for the build farm',
      resources,
      expires_at: '2031-01-02T03:04:05+02:00',
    };
    const made = await hub('POST', at, given);
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { token, ...shown } = made.body;
    expect(token).toMatch(/^lyd_oat_/);
    expect(shown).toEqual({
      ...given,
      id: expect.any(String),
      created_by: owner.name,
      is_active: true,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      last_used_at: null,
    });
    expect((await hub('GET', `${at}/${shown.id}`)).body).toEqual(shown);
    expect((await hub('GET', at)).body).toEqual({ total: 1, next: null, previous: null, results: [shown] });
    const changes = { label: 'build', description: '', is_active: false };
    const changed = await hub('PATCH', `${at}/${shown.id}`, changes);
    expect(changed).toMatchObject({ status: 200, body: { ...shown, ...changes } });
    expect((await hub('GET', `${at}/${shown.id}`)).body).toEqual(changed.body);
    expect((await hub('DELETE', `${at}/${shown.id}`)).status).toBe(204);
    expect(await hub('GET', `${at}/${shown.id}`)).toMatchObject({
      status: 404,
      body: { detail: 'access token not found', message: 'access token not found' },
    });
  });

  it('has pages with absolute links to the public URL', async () => {
    const { name, hub, at } = await organizationAtHub();
    const resources = [resource(`${name}/*`, 'scope-image-pull')];
    for (const label of ['a', 'b', 'c']) await hub('POST', at, { label, resources });
    const { body } = await hub('GET', `${at}?page=2&page_size=1`);
    const link = (page: number) => `${lanyard().url}${at}?page=${page}&page_size=1`;
    expect(body).toMatchObject({ total: 3, next: link(3), previous: link(1) });
    expect(body.results).toHaveLength(1);
  });

  it.each([
    ['scope-image-pull', ['pull']],
    ['scope-image-push', ['pull', 'push']],
    ['scope-image-delete', ['pull', 'push', 'delete']],
  ])('R21: %s gives the same actions as at Docker Hub', async (scope, actions) => {
    const { name, hub, at } = await organizationAtHub();
    const { body } = await hub('POST', at, { label: 'ci', resources: [resource(`${name}/app`, scope)] });
    const credential = `${name}:${body.token}`;
    expect(await accessFor(credential, `repository:${name}/app:*`)).toMatchObject([{ actions }]);
    expect(await accessFor(credential, `repository:${name}/other:*`)).toEqual([]);
  });

  it("Hub's path for public repositories reaches only public repositories of the organization", async () => {
    const { name, owner, hub, at } = await organizationAtHub();
    for (const visibility of ['public', 'private']) {
      await owner.browser.post('/api/repositories', { name: `${name}/${visibility}`, visibility });
    }
    const { body } = await hub('POST', at, { label: 'ci', resources: [resource('*/*/public', 'scope-image-pull')] });
    const credential = `${name}:${body.token}`;
    expect(await accessFor(credential, `repository:${name}/public:pull`)).toHaveLength(1);
    expect(await accessFor(credential, `repository:${name}/private:pull`)).toEqual([]);
  });

  it("R14: a change of a token's repositories takes effect at once and records one event with the old and new grants", async () => {
    const { name, owner, hub, at } = await organizationAtHub();
    const made = await hub('POST', at, { label: 'ci', resources: [resource(`${name}/*`, 'scope-image-delete')] });
    const credential = `${name}:${made.body.token}`;
    const resources = [resource(`${name}/app`, 'scope-image-pull')];
    const change = { label: 'ci two', description: 'less', resources };
    const events = await eventsOf(lanyard(), async () => {
      expect((await hub('PATCH', `${at}/${made.body.id}`, change)).body).toMatchObject(change);
      await hub('PATCH', `${at}/${made.body.id}`, change);
    });
    expect(events).toMatchObject([{ action: 'token.changed', actor: { name: owner.name }, namespace: name }]);
    expect(events[0]?.data).toMatchObject({
      before: 'ci',
      after: 'ci two',
      grantsBefore: expect.stringContaining('delete'),
      grantsAfter: expect.not.stringContaining('delete'),
    });
    expect(await accessFor(credential, `repository:${name}/app:*`)).toMatchObject([{ actions: ['pull'] }]);
    expect(await accessFor(credential, `repository:${name}/other:*`)).toEqual([]);
  });

  it('shows a token that was created elsewhere with matching scopes, and sending them back does not widen it', async () => {
    const { name, owner, path, hub, at } = await organizationAtHub();
    const grants = [{ pattern: `${name}/app`, actions: ['delete'] }];
    const made = await owner.browser.post(`${path}/tokens`, { description: 'delete only', grants });
    const shown = (await hub('GET', `${at}/${made.body.token.id}`)).body;
    expect(shown.resources).toEqual([resource(`${name}/app`, 'scope-image-delete')]);
    const { label, description, resources } = shown;
    const trail = await trailOf(lanyard(), () => hub('PATCH', `${at}/${shown.id}`, { label, description, resources }));
    expect(trail).toEqual([]);
    expect(await accessFor(`${name}:${made.body.secret}`, `repository:${name}/app:*`)).toMatchObject([
      { actions: ['delete'] },
    ]);
  });

  it.each<readonly [string, (name: string) => unknown, string, RegExp]>([
    [
      'an unknown type',
      (name) => ({ ...resource(`${name}/app`, 'scope-image-pull'), type: 'REPO' }),
      'resources[0].type',
      /must be TYPE_REPO/,
    ],
    [
      'a scope of Hub that is not supported',
      (name) => resource(`${name}/app`, 'scope-image-pull', 'scope-webhook-read'),
      'resources[0].scopes',
      /must be some of scope-image-delete/,
    ],
    ['no scope', (name) => resource(`${name}/app`), 'resources[0].scopes', /must be some of/],
    ['every repository', () => resource('*', 'scope-image-pull'), 'resources[0].path', /must be one of acme-/],
    [
      'another namespace',
      () => resource('globex/app', 'scope-image-pull'),
      'resources[0].path',
      /must be one of acme-/,
    ],
    ['a longer name', (name) => resource(`${name}x/app`, 'scope-image-pull'), 'resources[0].path', /must be one of/],
    [
      'a star in the middle',
      (name) => resource(`${name}/*/app`, 'scope-image-pull'),
      'resources[0].path',
      /must be one of/,
    ],
  ])('refuses %s and names the wrong part, also in a change', async (_what, resourceFor, field, message) => {
    const { name, hub, at } = await organizationAtHub();
    const good = await hub('POST', at, { label: 'ci', resources: [resource(`${name}/*`, 'scope-image-pull')] });
    const wrong = [resourceFor(name)];
    for (const [method, path] of [
      ['POST', at],
      ['PATCH', `${at}/${good.body.id}`],
    ] as const) {
      const { status, body } = await hub(method, path, { label: 'ci', resources: wrong });
      expect([method, status, body.fields]).toEqual([method, 400, { [field]: [expect.stringMatching(message)] }]);
    }
    expect((await hub('GET', at)).body).toMatchObject({ total: 1, results: [{ resources: good.body.resources }] });
  });

  it.each([
    [{ resources: [] }],
    [{ label: '' }],
    [{ label: 'x'.repeat(101) }],
    [{ label: 'bell\u0007' }],
    [{ description: 'x'.repeat(1001) }],
    [{ expires_at: '2001-01-01T00:00:00Z' }],
    [{ expires_at: 'tomorrow' }],
    [{ created_by: 'root' }],
    [{ ownerId: 'root' }],
  ])('R25: refuses %j with 400 and creates nothing', async (wrong) => {
    const { name, hub, at } = await organizationAtHub();
    const good = { label: 'ci', resources: [resource(`${name}/*`, 'scope-image-pull')] };
    const { status, body } = await hub('POST', at, { ...good, ...wrong });
    const [field = ''] = Object.keys(wrong);
    const named =
      { expires_at: /expires_?at/i, created_by: /created_by/, ownerId: /ownerId/ }[field] ?? new RegExp(`^${field}`);
    expect([status, body.text]).toEqual([400, expect.stringMatching(named)]);
    expect((await hub('GET', at)).body.total).toBe(0);
  });

  it('R24, R25: answers only owners; strangers get the answer for a missing organization, and members and access tokens are refused', async () => {
    const organization = await organizationAtHub();
    const { name, owner, member, stranger, at } = organization;
    const good = { label: 'ci', resources: [resource(`${name}/*`, 'scope-image-pull')] };
    const { id } = (await organization.hub('POST', at, good)).body;
    const { secret } = await sampleToken(owner, { actions: ['pull', 'push', 'delete'] });
    const clients = {
      stranger: await hubClient(lanyard(), stranger),
      member: await hubClient(lanyard(), member),
      token: await hubClient(lanyard(), { name: owner.name, password: secret }),
    };
    for (const [method, path, content] of [
      ['GET', at, undefined],
      ['POST', at, good],
      ['GET', `${at}/${id}`, undefined],
      ['PATCH', `${at}/${id}`, { is_active: false }],
      ['DELETE', `${at}/${id}`, undefined],
    ] as const) {
      const foreign = await clients.stranger(method, path, content);
      const missing = await clients.stranger(method, path.replace(name, 'nobodys-at-all'), content);
      expect([method, path, foreign.status, foreign.body]).toEqual([method, path, 404, missing.body]);
      const refused = await Promise.all([clients.member, clients.token].map((hub) => hub(method, path, content)));
      expect([method, path, ...refused.map(({ status }) => status)]).toEqual([method, path, 403, 403]);
    }
    expect((await organization.hub('GET', `${at}/${id}`)).body.is_active).toBe(true);
  });
});
