import { REPOSITORY_SCOPES, type RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import { describe, expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type HubClient, hubClient, requestToken } from '../../support/lanyard/tokens.ts';

describeLanyard("an organization's token with scopes for repositories, in Docker Hub's interface", (lanyard) => {
  interface Resource {
    readonly type: string;
    readonly path: string;
    readonly scopes: readonly string[];
  }

  async function world() {
    const made = await sampleOrganization(lanyard());
    const { name, owner, path } = made;
    const hub = await hubClient(lanyard(), owner);
    for (const repository of ['app', 'web']) {
      await owner.browser.post('/api/repositories', { name: `${name}/${repository}`, visibility: 'private' });
    }
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    const groups = (await hub('GET', `/v2/orgs/${name}/groups`)).body.results;
    const group: number = groups.find((one: { name: string }) => one.name === 'builders').id;
    const create = (resources: readonly Resource[]) =>
      hub('POST', `/v2/orgs/${name}/access-tokens`, { label: 'ci', resources });
    const tokenFor = async (...resources: readonly Resource[]) => {
      const { status, body } = await create(resources);
      if (status !== 201) throw new Error(`answered ${status} ${JSON.stringify(body)}`);
      return { secret: body.token as string, id: body.id as string };
    };
    const signIn = async (...resources: readonly Resource[]) =>
      hubClient(lanyard(), { name, password: (await tokenFor(...resources)).secret });
    const app = `/v2/namespaces/${name}/repositories/app`;
    const own = `/v2/repositories/${name}/app`;
    return { ...made, hub, group, create, tokenFor, signIn, app, own };
  }
  const on = (path: string, ...scopes: readonly string[]): Resource => ({ type: 'TYPE_REPO', path, scopes });

  type World = Awaited<ReturnType<typeof world>>;
  /** One request for each thing that a scope allows. */
  const REQUESTS: readonly [
    what: string,
    scope: RepositoryScope,
    ask: (ci: HubClient, world: World) => ReturnType<HubClient>,
  ][] = [
    ['show it', 'scope-repository-read', (ci, { app }) => ci('GET', app)],
    ['show it at its other address', 'scope-repository-read', (ci, { own }) => ci('GET', own)],
    ['describe it', 'scope-repository-edit', (ci, { own }) => ci('PATCH', own, { description: 'the app' })],
    ['make it public', 'scope-repository-edit', (ci, { own }) => ci('POST', `${own}/privacy`, { is_private: false })],
    ['list its teams', 'scope-repo-group-read', (ci, { own }) => ci('GET', `${own}/groups`)],
    [
      'give a team a permission',
      'scope-repo-group-edit',
      (ci, { own, group }) => ci('POST', `${own}/groups`, { group_id: group, permission: 'write' }),
    ],
    [
      'take a permission from a team',
      'scope-repo-group-admin',
      (ci, { own, group }) => ci('DELETE', `${own}/groups/${group}`),
    ],
    ['delete it', 'scope-repository-admin', (ci, { own }) => ci('DELETE', own)],
  ];

  describe.each(Object.keys(REPOSITORY_SCOPES) as RepositoryScope[])('%s', (held) => {
    it('opens what it names and includes, in the repositories of its path, and nothing else', async () => {
      const one = await world();
      await one.hub('POST', `${one.own}/groups`, { group_id: one.group, permission: 'read' });
      const ci = await one.signIn(on(`${one.name}/app`, held));
      const elsewhere = await one.signIn(on(`${one.name}/web`, held));
      for (const [what, scope, ask] of REQUESTS) {
        const isHeld = held === scope || (REPOSITORY_SCOPES[held].also as readonly string[]).includes(scope);
        const beside = await ask(elsewhere, one);
        expect([what, beside.status, beside.body.detail]).toEqual([what, 403, expect.stringContaining(scope)]);
        const { status, body } = await ask(ci, one);
        if (isHeld) expect([what, Math.floor(status / 100)]).toEqual([what, 2]);
        else expect([what, status, body.detail]).toEqual([what, 403, expect.stringContaining(scope)]);
      }
    });
  });

  it('can be limited to a prefix, or to public repositories', async () => {
    const one = await world();
    const ci = await one.signIn(on(`${one.name}/a*`, 'scope-repository-read'));
    expect((await ci('GET', one.app)).status).toBe(200);
    expect((await ci('GET', `/v2/repositories/${one.name}/web`)).status).toBe(403);
    const ofPublic = await one.signIn(on('*/*/public', 'scope-repository-edit'));
    const hidden = await ofPublic('GET', one.app);
    const missing = await ofPublic('GET', `/v2/repositories/${one.name}/none`);
    expect([hidden.status, hidden.body]).toEqual([404, missing.body]);
    await one.hub('POST', `${one.own}/privacy`, { is_private: false });
    expect((await ofPublic('GET', one.app)).status).toBe(200);
  });

  it('sets immutable tags only with the scope for them, and a description only with the other one', async () => {
    const one = await world();
    const settings = await one.signIn(on(`${one.name}/*`, 'scope-repository-settings-admin'));
    const edit = await one.signIn(on(`${one.name}/*`, 'scope-repository-edit'));
    const tags = { immutable_tags: true, immutable_tags_rules: ['v*'] };
    expect((await edit('PATCH', `${one.own}/immutabletags`, tags)).status).toBe(403);
    const mixed = { description: 'x', immutable_tags: true, immutable_tags_rules: 'v*' };
    expect((await edit('PATCH', one.own, mixed)).body.detail).toContain('scope-repository-settings-admin');
    // No registry here has a gate that could enforce them.
    expect((await settings('PATCH', `${one.own}/immutabletags`, tags)).status).toBe(409);
    expect((await settings('PATCH', one.own, { description: 'x' })).status).toBe(403);
  });

  it('lists all repositories and creates one only with the scopes of the organization', async () => {
    const one = await world();
    const at = `/v2/namespaces/${one.name}/repositories`;
    const ci = await one.signIn({ type: 'TYPE_ORG', path: one.name, scopes: ['scope-repository-list'] });
    expect((await ci('GET', at)).body.results.map((found: { name: string }) => found.name)).toEqual(['app', 'web']);
    expect((await ci('POST', at, { name: 'new' })).status).toBe(403);
    const maker = await one.signIn({ type: 'TYPE_ORG', path: one.name, scopes: ['scope-repository-create'] });
    const events = await eventsOf(lanyard(), async () => {
      expect((await maker('POST', at, { name: 'new', is_private: true })).status).toBe(201);
    });
    expect(events.map(({ action, actor }) => [action, actor.type])).toEqual([['repository.created', 'token']]);
    expect((await maker('GET', at)).status).toBe(403);
    const other = await sampleOrganization(lanyard());
    for (const [method, body] of [['GET'], ['POST', { name: 'new' }]] as const) {
      const asked = await (method === 'GET' ? ci : maker)(method, `/v2/namespaces/${other.name}/repositories`, body);
      expect([method, asked.status]).toEqual([method, 404]);
    }
  });

  it('R25: never reaches another organization, whatever its path is', async () => {
    const [one, other] = [await world(), await world()];
    const refused = await one.create([on(`${other.name}/*`, 'scope-repository-read')]);
    expect([refused.status, Object.keys(refused.body.fields)]).toEqual([400, ['resources[0].path']]);
    const ci = await one.signIn(on(`${one.name}/*`, 'scope-repository-admin', 'scope-repo-group-admin'));
    for (const [, , ask] of REQUESTS) expect((await ask(ci, other)).status).toBe(403);
  });

  it('pulls and pushes nothing, unless it has scopes for images too', async () => {
    const one = await world();
    const actionsOf = async (secret: string) => {
      const scopes = [`repository:${one.name}/app:pull,push`];
      const { status, body } = await requestToken(lanyard(), { credential: `${one.name}:${secret}`, scopes });
      if (status !== 200) return status;
      const claims = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString());
      return claims.access[0]?.actions ?? [];
    };
    const plain = await one.tokenFor(on(`${one.name}/*`, 'scope-repository-admin'));
    const both = await one.tokenFor(on(`${one.name}/*`, 'scope-repository-read', 'scope-image-pull'));
    expect(await actionsOf(plain.secret)).toEqual([]);
    expect(await actionsOf(both.secret)).toEqual(['pull']);
  });

  it('is shown to owners with what it may do, and the audit log says it', async () => {
    const one = await world();
    const resources = [on(`${one.name}/app`, 'scope-tag-read', 'scope-image-pull')];
    let id = '';
    const [event] = await eventsOf(lanyard(), async () => {
      id = (await one.tokenFor(...resources)).id;
    });
    expect(event?.data.repositoryScopes).toEqual([`scope-tag-read on ${one.name}/app`]);
    const { body } = await one.owner.browser.get(`${one.path}/tokens/${id}`);
    expect(body.repositoryScopes).toEqual([{ path: `${one.name}/app`, scopes: ['scope-tag-read'] }]);
    expect((await one.hub('GET', `/v2/orgs/${one.name}/access-tokens/${id}`)).body.resources).toEqual(resources);
  });

  it('keeps its scopes when an owner changes what it does with images', async () => {
    const one = await world();
    const organization = { type: 'TYPE_ORG', path: one.name, scopes: ['scope-group-read'] };
    const both = on(`${one.name}/app`, 'scope-repository-read', 'scope-image-push');
    const { id, secret } = await one.tokenFor(both, organization);
    const grants = [{ pattern: `${one.name}/*`, actions: ['pull'] }];
    expect((await one.owner.browser.patch(`${one.path}/tokens/${id}`, { grants })).status).toBe(200);
    expect((await one.hub('GET', `/v2/orgs/${one.name}/access-tokens/${id}`)).body.resources).toEqual([
      on(`${one.name}/*`, 'scope-image-pull'),
      on(`${one.name}/app`, 'scope-repository-read'),
      organization,
    ]);
    const ci = await hubClient(lanyard(), { name: one.name, password: secret });
    expect((await ci('GET', one.app)).status).toBe(200);
    expect((await ci('GET', `/v2/orgs/${one.name}/groups`)).status).toBe(200);
  });

  it('gets other scopes by a change, and loses the former ones at once', async () => {
    const one = await world();
    const { id, secret } = await one.tokenFor(on(`${one.name}/app`, 'scope-repository-read'));
    const ci = await hubClient(lanyard(), { name: one.name, password: secret });
    const at = `/v2/orgs/${one.name}/access-tokens/${id}`;
    const events = await eventsOf(lanyard(), async () => {
      await one.hub('PATCH', at, { resources: [on(`${one.name}/app`, 'scope-repository-admin')] });
    });
    expect(events.map(({ action, data }) => [action, data.repositoryScopesAfter])).toEqual([
      ['token.changed', [`scope-repository-admin on ${one.name}/app`]],
    ]);
    await one.hub('PATCH', at, { resources: [on(`${one.name}/app`, 'scope-tag-read')] });
    expect((await ci('GET', one.app)).status).toBe(403);
  });

  it.each(['scope-webhook-read', 'scope-tag-admin', 'scope-ram-read', 'scope-repository-create', 'pull'])(
    'refuses %s for a repository, because nothing here has it',
    async (scope) => {
      const one = await world();
      const { status, body } = await one.create([on(`${one.name}/app`, scope)]);
      expect([status, body.fields]).toEqual([
        400,
        { 'resources[0].scopes': [expect.stringContaining('must be some')] },
      ]);
    },
  );
});
