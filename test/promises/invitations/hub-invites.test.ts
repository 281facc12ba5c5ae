import { expect, it } from 'vitest';
import {
  acceptInvitation,
  freshName,
  joinOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';

describeLanyard("Docker Hub's interface for members and invitations, as Terraform's provider uses it", (lanyard) => {
  async function organization() {
    const made = await sampleOrganization(lanyard());
    return { ...made, at: `/v2/orgs/${made.name}`, hub: await hubClient(lanyard(), made.owner) };
  }
  const bulk = (org: string, invitees: readonly string[], more = {}) => ({
    org,
    team: '',
    role: 'member',
    invitees,
    ...more,
  });

  it('R47: invites a new member, who is shown as invited and becomes a member only by accepting', async () => {
    const { hub, at, name, stranger } = await organization();
    const { status, body } = await hub('POST', '/v2/invites/bulk', bulk(name, [stranger.name], { dry_run: false }));
    const [{ invite }] = body.invitees;
    expect([status, body.invitees]).toMatchObject([202, [{ invitee: stranger.name, status: 'invited' }]]);
    expect(invite).toMatchObject({ invitee: stranger.name, org: name, role: 'member', id: expect.any(String) });
    expect((await hub('GET', `${at}/invites`)).body).toEqual({ data: [invite] });
    const members = async (query: string) => {
      const { results } = (await hub('GET', `${at}/members?${query}`)).body;
      return results.map((one: { username: string; role: string }) => `${one.username} ${one.role}`);
    };
    expect(await members('')).not.toContain(`${stranger.name} Member`);
    expect(await members('type=invitee')).toEqual([`${stranger.name} Invitee`]);
    expect((await members('invites=true')).at(-1)).toBe(`${stranger.name} Invitee`);
    expect((await hub('GET', `${at}/members?type=all&page_size=2&page=2`)).body).toMatchObject({
      count: 3,
      next: null,
      results: [{ username: stranger.name }],
    });
    await acceptInvitation(stranger, name);
    expect(await members('role=member')).toContain(`${stranger.name} Member`);
    expect((await hub('GET', `${at}/invites/`)).body).toEqual({ data: [] });
  });

  it('lets only owners send an invitation again and withdraw it', async () => {
    const { hub, at, name, member, stranger } = await organization();
    const address = `${freshName('ada')}@example.org`;
    const { id } = (await hub('POST', '/v2/invites/bulk', bulk(name, [address]))).body.invitees[0].invite;
    for (const other of [member, stranger]) {
      const foreign = await hubClient(lanyard(), other);
      const missing = await foreign('DELETE', '/v2/invites/00000000-0000-4000-8000-000000000000');
      const refused = await foreign('DELETE', `/v2/invites/${id}`);
      expect(refused.status).toBe(other === member ? 403 : 404);
      if (other === stranger) expect(refused.body).toEqual(missing.body);
    }
    expect((await hub('PATCH', `/v2/invites/${id}/resend`)).status).toBe(204);
    expect((await hub('DELETE', `/v2/invites/${id}`)).status).toBe(204);
    expect((await hub('DELETE', `/v2/invites/${id}`)).body.detail).toBe('open invitation not found');
    expect((await hub('GET', `${at}/invites`)).body.data).toEqual([]);
  });

  it('says what happens for each person, and in a dry run what would happen, without an event', async () => {
    const { hub, name, member, stranger } = await organization();
    const asked = [stranger.name, member.name, 'Not A Name'];
    const events = await eventsOf(lanyard(), async () => {
      const { body } = await hub('POST', '/v2/invites/bulk', bulk(name, asked, { dry_run: true }));
      expect(body.invitees.map(({ status }: { status: string }) => status)).toEqual([
        'invited',
        'existing_org_member',
        'invalid_email_or_docker_id',
      ]);
    });
    expect(events).toEqual([]);
    expect((await hub('POST', '/v2/invites/bulk', bulk(name, asked))).body.invitees[0].invite.invitee).toBe(
      stranger.name,
    );
    const nobody = await hub('POST', '/v2/invites/bulk', bulk(name, [member.name]));
    expect([nobody.status, nobody.body.detail]).toEqual([409, 'this account is already a member']);
  });

  it('changes the role of a member, and invites anybody else once', async () => {
    const { hub, at, member, stranger, name } = await organization();
    const promoted = await hub('PUT', `${at}/members/${member.name}/`, { role: 'owner' });
    expect([promoted.status, promoted.body]).toMatchObject([200, { username: member.name, role: 'Owner' }]);
    const events = await eventsOf(lanyard(), async () => {
      for (let applied = 0; applied < 2; applied += 1) {
        const { body } = await hub('PUT', `${at}/members/${stranger.name}/`, { role: 'member' });
        expect(body).toMatchObject({ username: stranger.name, role: 'Invitee', date_joined: null });
      }
    });
    expect(events.map(({ action }) => action)).toEqual(['invitation.created']);
    expect((await hub('PUT', `${at}/members/${stranger.name}`, { role: 'owner' })).status).toBe(409);
    expect((await hub('DELETE', `${at}/members/${stranger.name}/`)).status).toBe(204);
    expect((await hub('DELETE', `${at}/members/${stranger.name}/`)).body.detail).toBe('member not found');
    expect((await hub('DELETE', `${at}/members/${member.name}/`)).status).toBe(204);
    expect((await hub('GET', `/v2/orgs/${name}/members`)).body.count).toBe(1);
  });

  it('gives and lists the role editor, and invites editors', async () => {
    const { hub, at, name, member, stranger } = await organization();
    const changed = await hub('PUT', `${at}/members/${member.name}/`, { role: 'editor' });
    expect([changed.status, changed.body]).toMatchObject([200, { username: member.name, role: 'Editor' }]);
    const { body } = await hub('GET', `${at}/members?role=editor`);
    expect(body.results.map((one: { username: string }) => one.username)).toEqual([member.name]);
    expect((await hub('GET', `${at}/members/export`)).body).toContain(`,${member.name},`);
    const sent = await hub('POST', '/v2/invites/bulk', bulk(name, [stranger.name], { role: 'editor' }));
    expect([sent.status, (await hub('GET', `${at}/invites`)).body.data[0].role]).toEqual([202, 'editor']);
    expect((await hub('PUT', `${at}/members/${member.name}/`, { role: 'admin' })).status).toBe(400);
  });

  it('refuses teams in an invitation, instead of storing something else', async () => {
    const { hub, name, stranger } = await organization();
    const team = await hub('POST', '/v2/invites/bulk', bulk(name, [stranger.name], { team: 'owners' }));
    expect(team.body.fields).toEqual({ team: [expect.stringContaining('not offered here')] });
  });

  it('R34: refuses an API token whose sign-in is older than ten minutes, and says to sign in again', async () => {
    const { name, owner, member } = await organization();
    const session = await lanyard()
      .browser()
      .post('/v2/users/login', { username: owner.name, password: owner.password });
    lanyard().clock.advance(590);
    const headers = { authorization: `Bearer ${session.body.token}` };
    const ask = (body: object) =>
      lanyard().browser().request('PUT', `/v2/orgs/${name}/members/${member.name}`, { headers, body });
    expect((await ask({ role: 'owner' })).status).toBe(200);
    lanyard().clock.advance(11);
    expect((await ask({ role: 'member' })).status).toBe(401);
  });

  it('two runs of Terraform at once create each thing once, and the second is told why', async () => {
    const { hub, at, name, path: api, owner, stranger } = await organization();
    const other = await sampleAccount(lanyard(), freshName('second'));
    await joinOrganization(owner, api, other, 'owner');
    const second = await hubClient(lanyard(), other);
    const twice = (path: string, body: object) => Promise.all([hub('POST', path, body), second('POST', path, body)]);
    const events = await eventsOf(lanyard(), async () => {
      for (const [path, body] of [
        [`${at}/groups/`, { name: 'builders', description: 'builds' }],
        ['/v2/invites/bulk', bulk(name, [stranger.name])],
      ] as const) {
        const answers = await twice(path, body);
        expect(answers.map(({ status }) => status).sort()).toEqual([path.startsWith(at) ? 201 : 202, 409]);
        expect(answers.find(({ status }) => status === 409)?.body.detail).toMatch(/exists|already invited/);
      }
    });
    expect(events.map(({ action }) => action).sort()).toEqual(['invitation.created', 'team.created']);
  });
});
