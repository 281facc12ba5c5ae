import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';

describeLanyard("Docker Hub's interface for teams, as Terraform's provider uses it", (lanyard) => {
  async function organization() {
    const made = await sampleOrganization(lanyard());
    return { ...made, at: `/v2/orgs/${made.name}/groups/`, hub: await hubClient(lanyard(), made.owner) };
  }

  it('creates a team, reads it back, renames and describes it, and deletes it', async () => {
    const { hub, at, owner, path } = await organization();
    const sent = { id: 0, uuid: '', name: 'builders', description: 'builds the engines', member_count: 0 };
    const made = await hub('POST', at, sent);
    expect([made.status, made.body]).toMatchObject([201, { name: 'builders', description: 'builds the engines' }]);
    expect((await hub('GET', `${at}builders/`)).body).toEqual(made.body);
    const renamed = await hub('PATCH', `${at}builders/`, { ...sent, name: 'makers', description: '' });
    expect(renamed.body).toEqual({ ...made.body, name: 'makers', description: '' });
    expect((await hub('PUT', `${at}makers`, { name: 'makers', description: 'makes' })).body.description).toBe('makes');
    expect((await owner.browser.get(`${path}/teams/makers`)).body.description).toBe('makes');
    const gone = await hub('GET', `${at}builders/`);
    expect([gone.status, gone.body.detail]).toEqual([404, 'team not found']);
    expect((await hub('DELETE', `${at}makers/`)).status).toBe(204);
    expect((await hub('DELETE', `${at}makers/`)).body.message).toBe('team not found');
  });

  it('R14: a changed team keeps its members and records one event, and none if nothing changes', async () => {
    const { hub, at, member, name } = await organization();
    await hub('POST', at, { name: 'builders' });
    expect((await hub('POST', `${at}builders/members/`, { member: member.name })).status).toBe(200);
    const events = await eventsOf(lanyard(), async () => {
      await hub('PATCH', `${at}builders`, { name: 'makers', description: 'makes' });
      await hub('PATCH', `${at}makers`, { name: 'makers', description: 'makes' });
    });
    expect(events).toMatchObject([
      { action: 'team.changed', data: { before: 'builders', after: 'makers', descriptionAfter: 'makes' } },
    ]);
    expect((await hub('GET', `${at}makers/members/`)).body.results).toMatchObject([{ username: member.name }]);
    expect((await hub('GET', `${at}?username=${member.name}`)).body.results).toMatchObject([{ name: 'makers' }]);
    expect((await hub('DELETE', `${at}makers/members/${member.name}`)).status).toBe(204);
    expect((await hub('GET', `${at}makers/members/?search=${name}`)).body.count).toBe(0);
  });

  it('searches teams and their members, and refuses a filter that it does not know instead of ignoring it', async () => {
    const { hub, at, owner, member } = await organization();
    for (const name of ['auditors', 'builders']) await hub('POST', at, { name });
    for (const who of [owner, member]) await hub('POST', `${at}builders/members`, { member: who.name });
    expect((await hub('GET', `${at}?search=AUD&page_size=1`)).body).toMatchObject({ count: 1, next: null });
    const paged = (await hub('GET', `${at}?search=ors&page_size=1`)).body;
    expect(paged).toMatchObject({ count: 1, results: [{ name: 'auditors' }] });
    expect((await hub('GET', `${at}builders/members/?search=${member.name}`)).body.results).toHaveLength(1);
    const refused = await hub('GET', `${at}?ordering=name`);
    expect([refused.status, refused.body.text]).toEqual([400, 'request: has an unknown field: "ordering"']);
  });

  it('gives hub-tool the plain list of members that it reads, and everybody else a page', async () => {
    const { hub, at, member, owner } = await organization();
    await hub('POST', at, { name: 'builders' });
    await hub('POST', `${at}builders/members/`, { member: member.name });
    const { password } = owner;
    const login = await lanyard().browser().post('/v2/users/login', { username: owner.name, password });
    const headers = { authorization: `Bearer ${login.body.token}`, 'user-agent': 'hub-tool/v0.4.6' };
    const { body } = await lanyard().browser().request('GET', `${at}builders/members/`, { headers });
    expect(body).toMatchObject([{ username: member.name }]);
  });

  it('names the wrong field, and lets only owners change teams', async () => {
    const { hub, at, member } = await organization();
    expect((await hub('POST', at, { name: 'Two Words' })).body.fields).toHaveProperty('name');
    expect((await hub('POST', at, { name: 'long', description: 'x'.repeat(1001) })).body.fields).toHaveProperty(
      'description',
    );
    await hub('POST', at, { name: 'builders' });
    expect((await hub('POST', at, { name: 'builders' })).status).toBe(409);
    const byMember = await hubClient(lanyard(), member);
    expect((await byMember('PATCH', `${at}builders`, { name: 'mine' })).status).toBe(403);
    expect((await byMember('POST', at, { name: 'mine' })).status).toBe(403);
  });

  it('refuses settings of Docker Desktop, which it cannot enforce', async () => {
    const { hub, name } = await organization();
    for (const rest of ['settings', 'settings/registry-access-management']) {
      const { status, body } = await hub('PUT', `/v2/orgs/${name}/${rest}`, { enabled: true });
      expect([rest, status, body.detail]).toEqual([rest, 404, expect.stringContaining('not offered here')]);
    }
  });
});
