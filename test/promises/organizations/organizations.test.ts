import { expect, it } from 'vitest';
import {
  freshName,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

describeLanyard('organizations', (lanyard) => {
  it('an organization belongs to the account that creates it; a body that names another owner is refused (R25, attack 1)', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const name = freshName('acme');
    for (const field of ['owner', 'ownerName', 'userId', 'role', 'id']) {
      const answer = await ada.browser.post('/api/organizations', { name, [field]: 'somebody' });
      expect([field, answer.status]).toEqual([field, 400]);
    }
    const trail = await trailOf(lanyard(), () => ada.browser.post('/api/organizations', { name }));
    expect(trail).toEqual([`${ada.name} organization.created ${name}`]);
    const { body } = await ada.browser.get('/api/organizations');
    expect(body.organizations).toMatchObject([{ name, role: 'owner' }]);
  });

  it('refuses a name that is taken, reserved or malformed', async () => {
    const { owner, name } = await sampleOrganization(lanyard());
    const statusOf = async (taken: string) => (await owner.browser.post('/api/organizations', { name: taken })).status;
    expect([await statusOf(name), await statusOf(owner.name), await statusOf('library'), await statusOf('A')]).toEqual([
      409, 409, 400, 400,
    ]);
  });

  it('an organization looks like a missing one to strangers, byte for byte (R25, attack 30)', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, stranger, member } = organization;
    await owner.browser.post(`${organization.path}/teams`, { name: 'builders' });
    for (const [method, path, body] of requestsFor(organization, 'builders', member.name)) {
      const foreign = await stranger.browser.request(method, path, { body });
      const missingPath = path.replace(organization.name, 'nobodys-at-all').replace('builders', 'no-team');
      const missing = await stranger.browser.request(method, missingPath, { body });
      expect([method, path, foreign.status, foreign.body]).toEqual([method, path, 404, missing.body]);
      expect(missing.status).toBe(404);
    }
  });

  it('members can read but change nothing', async () => {
    const { path, member, owner } = await sampleOrganization(lanyard());
    const { browser } = member;
    expect((await browser.get(path)).body.role).toBe('member');
    expect((await browser.get(`${path}/members`)).body.members).toHaveLength(2);
    const answers = await Promise.all([
      browser.patch(`${path}/policy`, { passwordAtRegistry: false }),
      browser.put(`${path}/members/${member.name}`, { role: 'owner' }),
      browser.delete(`${path}/members/${owner.name}`),
      browser.post(`${path}/teams`, { name: 'mine' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  it('each change of a member records one event, and a request that changes nothing records none (R14)', async () => {
    const { path, owner, member } = await sampleOrganization(lanyard());
    const put = (role: string) => owner.browser.put(`${path}/members/${member.name}`, { role });
    const by = (action: string) => [`${owner.name} ${action} ${member.name}`];
    expect(await trailOf(lanyard(), () => put('member'))).toEqual([]);
    expect(await trailOf(lanyard(), () => put('owner'))).toEqual(by('member.role-changed'));
    const removal = () => owner.browser.delete(`${path}/members/${member.name}`);
    expect(await trailOf(lanyard(), removal)).toEqual(by('member.removed'));
    expect((await removal()).status).toBe(404);
  });

  it('R47, attack 41: owners cannot add people without an invitation or find out which accounts exist', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    const put = (name: string) => owner.browser.put(`${path}/members/${name}`, { role: 'member' });
    const trail = await trailOf(lanyard(), async () => {
      const answers = [await put(stranger.name), await put('nobody-at-all')];
      expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([404, MEMBER_NOT_FOUND]));
    });
    expect(trail).toEqual([]);
    expect((await stranger.browser.get(path)).status).toBe(404);
  });

  it('the last owner cannot leave or become a member', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const self = `${path}/members/${owner.name}`;
    const trail = await trailOf(lanyard(), async () => {
      expect((await owner.browser.put(self, { role: 'member' })).status).toBe(409);
      expect((await owner.browser.delete(self)).status).toBe(409);
    });
    expect(trail).toEqual([]);
    expect((await owner.browser.get(path)).body.role).toBe('owner');
  });

  it('one owner stays when the last two step down at the same time', async () => {
    const { path, owner, member } = await sampleOrganization(lanyard());
    await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
    const answers = await Promise.all(
      [owner, member].map(({ browser, name }) => browser.put(`${path}/members/${name}`, { role: 'member' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('attack 31: a member can leave, and then sees nothing of the organization, whatever rights were given', async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard());
    const repository = `/api/repository?name=${name}/hidden`;
    await owner.browser.post('/api/repositories', { name: `${name}/hidden`, visibility: 'private' });
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    await owner.browser.put(`${path}/teams/builders/members/${member.name}`);
    const right = { subjectType: 'team', subject: 'builders', right: 'admin' };
    await owner.browser.put(`/api/repository/rights?name=${name}/hidden`, right);
    const views = [path, `${path}/members`, `${path}/teams`, `${path}/teams/builders`, repository];
    const statuses = () => Promise.all(views.map(async (view) => (await member.browser.get(view)).status));
    expect(await statuses()).toEqual(views.map(() => 200));
    expect((await member.browser.delete(`${path}/members/${member.name}`)).status).toBe(204);
    expect(await statuses()).toEqual(views.map(() => 404));
  });

  it('owners change single policy rules, and the event has the policy before and after', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const change = { maximumTokenLifetimeSeconds: 3600, tokenActions: ['push', 'pull'] };
    const events = await eventsOf(lanyard(), async () => {
      const { body } = await owner.browser.patch(`${path}/policy`, change);
      expect(body.policy).toMatchObject({ maximumTokenLifetimeSeconds: 3600, tokenActions: ['pull', 'push'] });
    });
    expect(events.map(({ action }) => action)).toEqual(['organization.policy-changed']);
    expect(JSON.parse(String(events[0]?.data.before)).maximumTokenLifetimeSeconds).toBeNull();
    expect(JSON.parse(String(events[0]?.data.after)).maximumTokenLifetimeSeconds).toBe(3600);
    for (const wrong of [{ tokenActions: ['all'] }, { maximumTokenLifetimeSeconds: 0 }, { unknown: true }]) {
      expect((await owner.browser.patch(`${path}/policy`, wrong)).status).toBe(400);
    }
  });

  it('a team can only have members of the organization, and loses those who leave it', async () => {
    const { path, owner, member, stranger } = await sampleOrganization(lanyard());
    const team = `${path}/teams/builders`;
    const by = (what: string) => [`${owner.name} ${what}`];
    const { browser } = owner;
    expect(await trailOf(lanyard(), () => browser.post(`${path}/teams`, { name: 'builders' }))).toEqual(
      by('team.created builders'),
    );
    expect((await browser.post(`${path}/teams`, { name: 'builders' })).status).toBe(409);
    expect((await browser.put(`${team}/members/${stranger.name}`)).status).toBe(404);
    expect(await trailOf(lanyard(), () => browser.put(`${team}/members/${member.name}`))).toEqual(
      by(`team.member-added ${member.name}`),
    );
    expect((await member.browser.get(team)).body.members).toEqual([member.name]);
    await browser.delete(`${path}/members/${member.name}`);
    expect((await browser.get(team)).body.members).toEqual([]);
    expect(await trailOf(lanyard(), () => browser.delete(team))).toEqual(by('team.deleted builders'));
    expect((await browser.get(`${path}/teams`)).body.teams).toEqual([]);
  });

  it("only owners and the team's members see the rights of a team to private repositories (R25)", async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard());
    const team = `${path}/teams/builders`;
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    await owner.browser.post('/api/repositories', { name: `${name}/hidden`, visibility: 'private' });
    const right = { subjectType: 'team', subject: 'builders', right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${name}/hidden`, right);
    const rightsFor = async ({ browser }: typeof owner) => (await browser.get(team)).body.rights;
    expect(await rightsFor(owner)).toEqual([{ repository: `${name}/hidden`, right: 'write' }]);
    expect(await rightsFor(member)).toBeNull();
    await owner.browser.put(`${team}/members/${member.name}`);
    expect(await rightsFor(member)).toEqual([{ repository: `${name}/hidden`, right: 'write' }]);
    await owner.browser.delete(`/api/repository?name=${name}/hidden`);
    expect(await rightsFor(owner)).toEqual([]);
  });

  it('access tokens can neither read nor change organizations (R24)', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const description = { description: 'ci', grants: [{ pattern: '*', actions: ['pull', 'push', 'delete'] }] };
    const { secret } = (await owner.browser.post('/api/tokens', description)).body;
    const login = await lanyard().browser().post('/v2/auth/token', { identifier: owner.name, secret });
    const headers = { authorization: `Bearer ${login.body.access_token}` };
    for (const [method, address, body] of [
      ['GET', path, undefined],
      ['GET', '/api/organizations', undefined],
      ['POST', '/api/organizations', { name: freshName('new') }],
      ['DELETE', `${path}/members/${owner.name}`, undefined],
    ] as const) {
      const answer = await lanyard().browser().request(method, address, { body, headers });
      expect([method, address, answer.status]).toEqual([method, address, 403]);
    }
  });
});

const MEMBER_NOT_FOUND = { error: { message: 'member not found', code: 'not-found' } };

type Request = readonly [method: string, path: string, body?: unknown];

function requestsFor({ path }: SampleOrganization, team: string, account: string): readonly Request[] {
  return [
    ['GET', path],
    ['PATCH', `${path}/policy`, { passwordAtRegistry: false }],
    ['GET', `${path}/members`],
    ['PUT', `${path}/members/${account}`, { role: 'owner' }],
    ['DELETE', `${path}/members/${account}`],
    ['GET', `${path}/teams`],
    ['POST', `${path}/teams`, { name: 'other' }],
    ['GET', `${path}/teams/${team}`],
    ['DELETE', `${path}/teams/${team}`],
    ['PUT', `${path}/teams/${team}/members/${account}`],
    ['DELETE', `${path}/teams/${team}/members/${account}`],
  ];
}
