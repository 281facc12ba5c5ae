import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient, requestToken } from '../../support/lanyard/tokens.ts';

describeLanyard("an organization's token in Docker Hub's interface", (lanyard) => {
  async function organization() {
    const made = await sampleOrganization(lanyard());
    const hub = await hubClient(lanyard(), made.owner);
    const at = `/v2/orgs/${made.name}`;
    const tokenFor = async (...scopes: readonly string[]) => {
      const resources = [{ type: 'TYPE_ORG', path: made.name, scopes }];
      const { body } = await hub('POST', `${at}/access-tokens`, { label: scopes.join(' '), resources });
      return body as { readonly id: string; readonly token: string; readonly resources: unknown };
    };
    return { ...made, hub, at, tokenFor };
  }

  it('signs in with the name of the organization, and does what its scopes say', async () => {
    const { name, at, member, hub, tokenFor } = await organization();
    const { token, id, resources } = await tokenFor('scope-group-edit', 'scope-member-read');
    expect((await hub('GET', `${at}/access-tokens/${id}`)).body.resources).toEqual(resources);
    const ci = await hubClient(lanyard(), { name, password: token });
    const events = await eventsOf(lanyard(), async () => {
      expect((await ci('POST', `${at}/groups`, { name: 'builders' })).status).toBe(201);
      expect((await ci('POST', `${at}/groups/builders/members`, { member: member.name })).status).toBe(200);
      expect((await ci('GET', `${at}/groups/builders/members`)).body.count).toBe(1);
      expect((await ci('PATCH', `${at}/groups/builders`, { name: 'makers' })).status).toBe(200);
      expect((await ci('DELETE', `${at}/groups/makers`)).status).toBe(204);
    });
    expect(events.map(({ action, actor }) => [action, actor.type, actor.id])).toEqual(
      ['team.created', 'team.member-added', 'team.changed', 'team.deleted'].map((action) => [action, 'token', id]),
    );
    expect((await ci('GET', `${at}/members`)).body.count).toBe(2);
    expect((await ci('GET', `${at}/members/export`)).status).toBe(200);
    expect((await ci('GET', `${at}/invites`)).body.detail).toContain('scope-invite-read');
    expect((await ci('GET', `/v2/auditlogs/${name}`)).body.detail).toContain('scope-activity-read');
  });

  it('R24: cannot create tokens or owners, or change or remove an owner, whatever its scopes are', async () => {
    const { name, at, owner, member, stranger, tokenFor } = await organization();
    const { token, id } = await tokenFor(
      'scope-member-edit',
      'scope-group-edit',
      'scope-invite-read',
      'scope-activity-read',
    );
    const ci = await hubClient(lanyard(), { name, password: token });
    const resources = [{ type: 'TYPE_ORG', path: name, scopes: ['scope-member-edit'] }];
    const refused = [
      ['POST', `${at}/access-tokens`, { label: 'more', resources }],
      ['PATCH', `${at}/access-tokens/${id}`, { label: 'more' }],
      ['GET', `${at}/access-tokens`],
      ['GET', '/v2/access-tokens'],
      ['PUT', `${at}/members/${member.name}`, { role: 'owner' }],
      ['PUT', `${at}/members/${owner.name}`, { role: 'member' }],
      ['PUT', `${at}/members/${stranger.name}`, { role: 'member' }],
      ['DELETE', `${at}/members/${owner.name}`],
      ['POST', '/v2/invites/bulk', { org: name, invitees: [stranger.name] }],
      ['POST', `/v2/namespaces/${name}/repositories`, { name: 'app' }],
      ['GET', '/v2/user'],
      ['GET', at],
      ['GET', `/api/organizations/${name}`],
    ] as const;
    const events = await eventsOf(lanyard(), async () => {
      for (const [method, path, body] of refused) {
        expect([method, path, (await ci(method, path, body)).status]).toEqual([method, path, 403]);
      }
    });
    expect(events).toEqual([]);
    expect((await ci('GET', `/v2/auditlogs/${name}?page_size=1`)).body.logs).toHaveLength(1);
    expect((await ci('DELETE', `${at}/members/${member.name}`)).status).toBe(204);
  });

  it('reaches nothing of another organization, nor a registry, nor the log of an account (R25)', async () => {
    const { name, owner, tokenFor } = await organization();
    const other = await organization();
    const { token } = await tokenFor('scope-group-read', 'scope-activity-read');
    const ci = await hubClient(lanyard(), { name, password: token });
    for (const path of [`${other.at}/groups`, `/v2/auditlogs/${other.name}`, `/v2/auditlogs/${owner.name}`]) {
      expect([path, (await ci('GET', path)).body.detail]).toEqual([path, 'organization not found']);
    }
    const scopes = [`repository:${name}/app:pull`];
    const { body } = await requestToken(lanyard(), { credential: `${name}:${token}`, scopes });
    expect(JSON.stringify(body)).not.toContain('"actions":["pull"]');
  });

  it('R1: opens nothing once it is deactivated or has lost the scope', async () => {
    const { name, at, hub, tokenFor } = await organization();
    const { token, id } = await tokenFor('scope-group-read', 'scope-member-read');
    const ci = await hubClient(lanyard(), { name, password: token });
    const resources = [{ type: 'TYPE_ORG', path: name, scopes: ['scope-member-read'] }];
    const changed = await hub('PATCH', `${at}/access-tokens/${id}`, { resources });
    expect(changed.body.resources).toEqual(resources);
    expect((await ci('GET', `${at}/groups`)).status).toBe(403);
    expect((await ci('GET', `${at}/members`)).status).toBe(200);
    await hub('PATCH', `${at}/access-tokens/${id}`, { is_active: false });
    const over = await ci('GET', `${at}/members`);
    expect([over.status, over.body.detail]).toEqual([401, expect.stringContaining('was deactivated')]);
  });

  it('is refused with a scope that is not offered or another organization, and signs in with none', async () => {
    const { name, at, hub } = await organization();
    const make = (path: string, ...scopes: readonly string[]) =>
      hub('POST', `${at}/access-tokens`, { label: 'ci', resources: [{ type: 'TYPE_ORG', path, scopes }] });
    for (const scope of ['scope-invite-edit', 'scope-ram-read', 'scope-image-pull']) {
      expect((await make(name, scope)).body.fields['resources[0].scopes'][0]).toContain('no other is offered here');
    }
    expect((await make('other', 'scope-group-read')).body.fields).toHaveProperty(['resources[0].path']);
    const resources = [{ type: 'TYPE_REPO', path: `${name}/*`, scopes: ['scope-image-pull'] }];
    const { body } = await hub('POST', `${at}/access-tokens`, { label: 'ci', resources });
    const login = await lanyard().browser().post('/v2/auth/token', { identifier: name, secret: body.token });
    expect([login.status, login.body.detail]).toEqual([403, expect.stringContaining('TYPE_ORG')]);
  });

  it("shows the scopes on the organization's pages", async () => {
    const { owner, path, tokenFor } = await organization();
    const { id } = await tokenFor('scope-activity-read');
    const { body } = await owner.browser.get(`${path}/tokens/${id}`);
    expect(body).toMatchObject({ grants: [], organizationScopes: ['scope-activity-read'] });
  });
});
