import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';

describeLanyard("Docker Hub's interface for repositories, as Terraform's provider and hub-tool use it", (lanyard) => {
  async function organization() {
    const made = await sampleOrganization(lanyard());
    const hub = await hubClient(lanyard(), made.owner);
    return { ...made, hub, all: `/v2/namespaces/${made.name}/repositories`, at: `/v2/repositories/${made.name}` };
  }
  const asCreated = { name: 'app', description: 'an app', full_description: '', registry: '', is_private: true };

  it('creates a repository, reads it back, describes it, publishes it, and deletes it', async () => {
    const { hub, name, owner, all, at } = await organization();
    const made = await hub('POST', all, asCreated);
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        namespace: name,
        name: 'app',
        description: 'an app',
        is_private: true,
        immutable_tags_settings: { enabled: false, rules: [] },
      },
    ]);
    expect((await hub('GET', `${at}/app/`)).body).toEqual(made.body);
    expect((await hub('GET', `${all}/app`)).body).toEqual(made.body);
    const texts = { description: 'the app', full_description: 'First line.\nSecond line.', immutable_tags: false };
    const changed = await hub('PATCH', `${at}/app/`, texts);
    expect(changed.body).toMatchObject({ description: 'the app', full_description: texts.full_description });
    expect((await hub('POST', `${at}/app/privacy`, { is_private: false })).status).toBe(200);
    expect((await owner.browser.get(`/api/repository?name=${name}/app`)).body).toMatchObject({
      visibility: 'public',
      description: 'the app',
      fullDescription: texts.full_description,
    });
    expect((await hub('DELETE', `${at}/app/`)).status).toBe(204);
    const gone = await hub('GET', `${at}/app/`);
    expect([gone.status, gone.body.detail]).toEqual([404, 'repository not found']);
  });

  it('R14: records one event for a changed description, and none if nothing changes', async () => {
    const { hub, all, at } = await organization();
    await hub('POST', all, asCreated);
    const events = await eventsOf(lanyard(), async () => {
      for (let sent = 0; sent < 2; sent += 1) {
        await hub('PATCH', `${at}/app`, { description: 'another app', full_description: '' });
        await hub('POST', `${at}/app/privacy`, { is_private: true });
      }
    });
    expect(events).toMatchObject([
      { action: 'repository.described', data: { before: 'an app', after: 'another app' } },
    ]);
  });

  it('lists what the caller may see, by name or by the last change, and finds a part of a name', async () => {
    const { hub, member, all, at, name } = await organization();
    for (const one of ['app', 'base', 'tool']) {
      lanyard().clock.advance(1);
      await hub('POST', all, { name: one, is_private: one !== 'tool' });
    }
    lanyard().clock.advance(1);
    await hub('PATCH', `${at}/app`, { description: 'changed last' });
    const names = async (query: string, client = hub) => {
      const { results } = (await client('GET', `${at}?page=1&page_size=100&${query}`)).body;
      return results.map((one: { readonly name: string }) => one.name);
    };
    expect(await names('')).toEqual(['app', 'base', 'tool']);
    expect(await names('ordering=-name')).toEqual(['tool', 'base', 'app']);
    expect(await names('ordering=last_updated')).toEqual(['app', 'tool', 'base']);
    expect(await names('ordering=-last_updated')).toEqual(['base', 'tool', 'app']);
    expect(await names('name=AS')).toEqual(['base']);
    expect(await names('', await hubClient(lanyard(), member))).toEqual(['tool']);
    expect((await hub('GET', `${all}?page_size=2&ordering=-name`)).body.next).toBe(
      `${lanyard().url}/v2/namespaces/${name}/repositories?page=2&page_size=2&ordering=-name`,
    );
    expect((await hub('GET', `${all}?ordering=pull_count`)).body.fields).toHaveProperty('ordering');
  });

  it('gives a team a right by its number, changes it and takes it away', async () => {
    const { hub, name, owner, member, all, at } = await organization();
    await hub('POST', all, asCreated);
    const { id: group_id } = (await hub('POST', `/v2/orgs/${name}/groups`, { name: 'builders' })).body;
    await hub('POST', `/v2/orgs/${name}/groups/builders/members`, { member: member.name });
    const groups = `${at}/app/groups/`;
    const given = await hub('POST', groups, { group_id, group_name: '', permission: 'read' });
    expect([given.status, given.body]).toEqual([200, { group_id, group_name: 'builders', permission: 'read' }]);
    const changed = await hub('PATCH', `${groups}${group_id}/`, { group_id: 0, group_name: '', permission: 'write' });
    expect(changed.body).toEqual({ group_id, group_name: 'builders', permission: 'write' });
    expect((await hub('GET', `${groups}${group_id}/`)).body).toEqual(changed.body);
    expect((await hub('GET', groups)).body).toEqual({ count: 1, results: [changed.body] });
    const byMember = await hubClient(lanyard(), member);
    expect((await byMember('GET', `${at}/app`)).body.permissions).toEqual({ read: true, write: true, admin: false });
    expect((await byMember('POST', groups, { group_id, permission: 'admin' })).status).toBe(403);
    expect((await hub('DELETE', `${groups}${group_id}/`)).status).toBe(204);
    expect((await hub('GET', `${groups}${group_id}/`)).body.message).toBe('right not found');
    expect((await hub('POST', groups, { group_id: 7, permission: 'read' })).body.message).toBe('team not found');
    expect((await owner.browser.get(`/api/repository/rights?name=${name}/app`)).body.rights).toEqual([]);
  });

  it('makes tags immutable by pattern, if every registry has a gate', async () => {
    const { hub, all, at } = await organization();
    await hub('POST', all, asCreated);
    const settingsOf = async () => (await hub('GET', `${at}/app`)).body.immutable_tags_settings;
    const unheld = await hub('PATCH', `${at}/app`, { description: 'new', immutable_tags: true });
    if (unheld.status !== 200) {
      expect([unheld.status, unheld.body.detail]).toEqual([409, expect.stringContaining('has no gate')]);
      expect((await hub('GET', `${at}/app`)).body.description).toBe('an app');
      await guardDefault(lanyard());
    }
    const set = (path: string, body: object) => eventsOf(lanyard(), () => hub('PATCH', path, body));
    const rules = ['^v', 'stable'];
    const events = [
      await set(`${at}/app/`, { immutable_tags: true, immutable_tags_rules: rules.join(',') }),
      await set(`${all}/app/immutabletags`, { immutable_tags: true, immutable_tags_rules: rules }),
      await set(`${all}/app/immutabletags`, { immutable_tags: true, immutable_tags_rules: [] }),
      await set(`${at}/app`, { immutable_tags: false }),
    ];
    expect(events.flat().map(({ action, data }) => [action, data])).toEqual([
      ['repository.immutable-tags-set', { before: 'none', after: '^v stable' }],
      ['repository.immutable-tags-set', { before: '^v stable', after: 'all' }],
      ['repository.immutable-tags-set', { before: 'all', after: 'none' }],
    ]);
    await hub('PATCH', `${at}/app`, { immutable_tags: true, immutable_tags_rules: '^v' });
    expect(await settingsOf()).toEqual({ enabled: true, rules: ['^v'] });
    const wrong = await hub('PATCH', `${all}/app/immutabletags`, { immutable_tags: true, immutable_tags_rules: ['('] });
    expect(wrong.body.fields).toEqual({ immutable_tags_rules: [expect.stringContaining('RE2')] });
  });

  it('refuses settings that have no effect here, and stores none of them', async () => {
    const { hub, all, at } = await organization();
    await hub('POST', all, asCreated);
    for (const [method, rest] of [
      ['GET', '/tags/'],
      ['GET', '/tags/latest/'],
      ['DELETE', '/tags/latest/'],
    ] as const) {
      const { status, body } = await hub(method, `${at}/app${rest}`);
      expect([rest, status, body.detail]).toEqual([rest, 404, expect.stringContaining('not offered here')]);
    }
    expect((await hub('GET', `${at}/nothing/tags`)).body.detail).toBe('repository not found');
  });

  it('R25: hides private repositories from strangers, and names the wrong field', async () => {
    const { hub, stranger, all, at } = await organization();
    await hub('POST', all, asCreated);
    const foreign = await hubClient(lanyard(), stranger);
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/tags'],
      ['GET', '/groups'],
    ] as const) {
      const content = method === 'PATCH' ? { description: 'mine' } : undefined;
      const theirs = await foreign(method, `${at}/app${rest}`, content);
      const missing = await foreign(method, `${at}/nothing${rest}`, content);
      expect([method, rest, theirs.status, theirs.body]).toEqual([method, rest, 404, missing.body]);
    }
    expect((await foreign('GET', all)).body.detail).toBe('namespace not found');
    expect((await hub('POST', all, { ...asCreated, name: 'Wrong' })).body.fields).toHaveProperty('name');
    expect((await hub('POST', all, { ...asCreated, name: 'b', namespace: 'other' })).body.fields).toHaveProperty(
      'namespace',
    );
    const long = await hub('PATCH', `${at}/app`, { full_description: 'x'.repeat(25_001) });
    expect(long.body.fields).toHaveProperty('full_description');
    expect((await hub('POST', all, asCreated)).body.detail).toBe('a repository of that name exists');
  });
});
