import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient, sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard("Docker Hub's interface for members and teams of an organization", (lanyard) => {
  async function organizationWithTeams() {
    const organization = await sampleOrganization(lanyard());
    const { path, owner, member } = organization;
    for (const name of ['builders', 'auditors', 'nobody']) await owner.browser.post(`${path}/teams`, { name });
    for (const team of ['builders', 'auditors']) {
      const { status } = await owner.browser.put(`${path}/teams/${team}/members/${member.name}`);
      expect(status).toBe(204);
    }
    await owner.browser.put(`${path}/teams/builders/members/${owner.name}`);
    return { ...organization, at: `/v2/orgs/${organization.name}`, hub: await hubClient(lanyard(), owner) };
  }

  it('lists members with their role and teams, page by page', async () => {
    const { owner, member, hub, at } = await organizationWithTeams();
    const { status, body } = await hub('GET', `${at}/members`);
    expect({ status, count: body.count, next: body.next, previous: body.previous }).toEqual({
      status: 200,
      count: 2,
      next: null,
      previous: null,
    });
    expect(body.results).toMatchObject([
      { username: member.name, role: 'Member', groups: ['auditors', 'builders'], email: `${member.name}@example.com` },
      { username: owner.name, role: 'Owner', groups: ['builders'], type: 'User', id: owner.id.replaceAll('-', '') },
    ]);
    const second = (await hub('GET', `${at}/members?page=2&page_size=1`)).body;
    expect(second).toMatchObject({ count: 2, next: null, results: [{ username: owner.name }] });
    expect(second.previous).toBe(`${lanyard().url}${at}/members?page=1&page_size=1`);
  });

  it('shows e-mail addresses only to owners', async () => {
    const { member, at } = await organizationWithTeams();
    const { status, body } = await (await hubClient(lanyard(), member))('GET', `${at}/members`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('@');
  });

  it('exports members as CSV', async () => {
    const { name, owner, member, hub, at } = await organizationWithTeams();
    const { status, headers, body } = await hub('GET', `${at}/members/export`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}-members.csv"`);
    const [head, ...lines] = String(body).trimEnd().split('\r\n');
    expect(head).toBe('Name,Username,Email,Type,Role,Teams,Date Joined');
    expect(lines.map((line) => line.replace(/,[^,]*$/, ''))).toEqual([
      `,${member.name},${member.name}@example.com,User,Member,"auditors, builders"`,
      `,${owner.name},${owner.name}@example.com,User,Owner,builders`,
    ]);
  });

  it('lists teams with the number of their members, and the members of a team', async () => {
    const { owner, member, hub, at } = await organizationWithTeams();
    const { body } = await hub('GET', `${at}/groups?page_size=2`);
    expect(body).toMatchObject({ count: 3, next: `${lanyard().url}${at}/groups?page=2&page_size=2` });
    expect(body.results).toMatchObject([
      { name: 'auditors', member_count: 1, uuid: expect.any(String), id: expect.any(Number) },
      { name: 'builders', member_count: 2 },
    ]);
    expect(Number.isSafeInteger(body.results[0].id)).toBe(true);
    expect((await hub('GET', `${at}/groups?page=2&page_size=2`)).body.results).toMatchObject([
      { name: 'nobody', member_count: 0 },
    ]);
    const builders = (await hub('GET', `${at}/groups/builders/members`)).body;
    expect(builders).toMatchObject({ count: 2, results: [{ username: member.name }, { username: owner.name }] });
    expect((await hub('GET', `${at}/groups/no-team/members`)).status).toBe(404);
  });

  it('R24, R25: answers members but no access tokens, exports only for owners, and hides the organization from strangers', async () => {
    const { name, owner, member, stranger, at } = await organizationWithTeams();
    const { secret } = await sampleToken(owner, { actions: ['pull'] });
    const clients = {
      member: await hubClient(lanyard(), member),
      stranger: await hubClient(lanyard(), stranger),
      token: await hubClient(lanyard(), { name: owner.name, password: secret }),
    };
    for (const rest of ['/members', '/members/export', '/groups', '/groups/builders/members']) {
      const foreign = await clients.stranger('GET', at + rest);
      const missing = await clients.stranger('GET', at.replace(name, 'nobodys-at-all') + rest);
      expect([rest, foreign.status, foreign.body]).toEqual([rest, 404, missing.body]);
      expect([rest, (await clients.token('GET', at + rest)).status]).toEqual([rest, 403]);
      const expected = rest === '/members/export' ? 403 : 200;
      expect([rest, (await clients.member('GET', at + rest)).status]).toEqual([rest, expected]);
    }
  });
});
