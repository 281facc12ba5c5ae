import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleDirectory, sampleDirectory } from '../../support/lanyard/directory.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address });
const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const membersOf = (...ids: string[]) => ids.map((value) => ({ value }));
const STRANGER = '00000000-0000-4000-8000-000000000000';

describeLanyard(
  'groups over SCIM',
  (lanyard) => {
    const directory = () => sampleDirectory(lanyard(), dns);

    /** A directory with three users, by id, and a group that has the first one. */
    async function withGroup(displayName = 'Engine Builders') {
      const place = await directory();
      const users = [];
      for (const name of ['ada', 'bob', 'eve']) users.push((await place.user(freshName(name))).body);
      const [ada, bob, eve] = users.map(({ id }) => id as string) as [string, string, string];
      const { status, body } = await place.scim('POST', '/Groups', { displayName, members: membersOf(ada) });
      expect(status).toBe(201);
      const path = `/Groups/${body.id}`;
      const ids = async () => (await place.scim('GET', path)).body.members.map((one: { value: string }) => one.value);
      return { ...place, users, ada, bob, eve, group: body, path, ids };
    }

    /** The teams as the organization's people see them. */
    const teamsOf = async ({ organization }: SampleDirectory) =>
      (await organization.owner.browser.get(`${organization.path}/teams`)).body.teams.map(
        ({ name }: { name: string }) => name,
      );

    it("creating a group creates a team with a name made from the group's name, and one event for each step", async () => {
      const place = await directory();
      const { id, nickName, userName } = (await place.user(freshName('ada'))).body;
      const content = { displayName: 'Ünder Writers!', externalId: 'g-1', members: membersOf(id, id) };
      const events = await eventsOf(lanyard(), async () => {
        const { status, headers, body } = await place.scim('POST', '/Groups', content);
        expect([status, headers.get('content-type')]).toEqual([201, expect.stringMatching(/^application\/scim\+json/)]);
        expect(headers.get('location')).toBe(body.meta.location);
        expect(body).toMatchObject({ displayName: 'Ünder Writers!', externalId: 'g-1' });
        expect(body.members).toEqual([
          { value: id, display: userName, type: 'User', $ref: expect.stringMatching(new RegExp(`/Users/${id}$`)) },
        ]);
      });
      const by = place.organization.name;
      expect(events.map(({ actor, action, subject }) => `${actor.name} ${action} ${subject.name}`)).toEqual([
        `${by} team.created under-writers`,
        `${by} scim-group.changed under-writers`,
        `${by} team.member-added ${nickName}`,
      ]);
      expect(events.every(({ namespace }) => namespace === by)).toBe(true);
      expect(await teamsOf(place)).toEqual(['under-writers']);
    });

    it('a user lists its groups, and a directory cannot change that list', async () => {
      const { scim, ada, bob, group, users } = await withGroup();
      const groups = async (id: string) => (await scim('GET', `/Users/${id}`)).body.groups;
      const told = { value: group.id, display: 'Engine Builders', type: 'direct', $ref: group.meta.location };
      expect([await groups(ada), await groups(bob)]).toEqual([[told], []]);
      const { userName, emails } = users[1];
      const { status, body } = await scim('PUT', `/Users/${bob}`, { userName, emails, groups: [{ value: group.id }] });
      expect([status, body.groups]).toEqual([200, []]);
      const listed = (await scim('GET', '/Users')).body.Resources;
      expect(listed.map((one: { groups: unknown[] }) => one.groups.length).sort()).toEqual([0, 0, 1]);
    });

    it('groups are listed by displayName and found by displayName or externalId, with or without members', async () => {
      const { scim, ada } = await directory().then(async (place) => ({
        ...place,
        ada: (await place.user(freshName('ada'))).body.id,
      }));
      for (const name of ['C', 'A', 'B']) {
        await scim('POST', '/Groups', { displayName: name, externalId: `x-${name}`, members: membersOf(ada) });
      }
      const list = async (query: string) => (await scim('GET', `/Groups?${query}`)).body;
      const names = async (query: string) =>
        (await list(query)).Resources.map((one: { displayName: string }) => one.displayName);
      expect(await names('')).toEqual(['A', 'B', 'C']);
      expect(await list('startIndex=2&count=1')).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
      expect(await names('startIndex=3&count=10')).toEqual(['C']);
      expect(await names(`filter=${encodeURIComponent('displayName eq "b"')}`)).toEqual(['B']);
      expect(await names(`filter=${encodeURIComponent('externalId eq "x-C"')}`)).toEqual(['C']);
      expect(await names(`filter=${encodeURIComponent('externalId eq "x-c"')}`)).toEqual([]);
      const entra = await list(`excludedAttributes=members&filter=${encodeURIComponent('displayName eq "A"')}`);
      expect([entra.Resources.length, entra.Resources[0].members]).toEqual([1, undefined]);
      expect((await list('')).Resources[0].members).toMatchObject([{ value: ada }]);
      const refused = await scim('GET', `/Groups?filter=${encodeURIComponent('members eq "x"')}`);
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidFilter']);
    });

    it.each([
      ['Entra ID', (id: string) => ({ op: 'Add', path: 'members', value: membersOf(id) })],
      ['Okta', (id: string) => ({ op: 'add', path: 'members', value: [{ value: id, display: 'bob@example.com' }] })],
      ['a single member', (id: string) => ({ op: 'add', path: 'members', value: { value: id } })],
      ['no path', (id: string) => ({ op: 'add', value: { members: membersOf(id) } })],
    ])(
      'a member can be added with a request of this form: %s; adding it again records no event',
      async (_who, operation) => {
        const { scim, path, ids, ada, bob, users } = await withGroup();
        const trail = await trailOf(lanyard(), async () => {
          for (const _ of [1, 2]) {
            const { status, body } = await scim('PATCH', path, patch(operation(bob)));
            expect([status, body.members.length]).toEqual([200, 2]);
          }
        });
        expect(trail).toEqual([expect.stringMatching(new RegExp(`team.member-added ${users[1].nickName}$`))]);
        expect(new Set(await ids())).toEqual(new Set([ada, bob]));
      },
    );

    it.each([
      ['Okta', (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` })],
      ['Entra ID', (id: string) => ({ op: 'Remove', path: 'members', value: membersOf(id) })],
    ])('a member can be removed with a request as %s sends it, and all others stay', async (_who, operation) => {
      const { scim, path, ids, ada, bob, eve } = await withGroup();
      await scim('PATCH', path, patch({ op: 'add', path: 'members', value: membersOf(bob, eve) }));
      expect((await scim('PATCH', path, patch(operation(bob)))).status).toBe(200);
      expect(new Set(await ids())).toEqual(new Set([ada, eve]));
      expect((await scim('PATCH', path, patch(operation(STRANGER)))).status).toBe(200);
      expect((await ids()).length).toBe(2);
    });

    it('several operations in one request are applied in order, all or none', async () => {
      const { scim, path, ids, ada, bob, eve } = await withGroup();
      const add = { op: 'add', path: 'members', value: membersOf(bob) };
      const remove = { op: 'remove', path: `members[value eq "${ada}"]` };
      await scim('PATCH', path, patch(add, remove, { op: 'replace', path: 'displayName', value: 'Two' }));
      expect(await ids()).toEqual([bob]);
      expect((await scim('GET', path)).body.displayName).toBe('Two');
      const bad = patch(
        { op: 'replace', path: 'displayName', value: 'Three' },
        { op: 'add', path: 'members', value: membersOf(eve, STRANGER) },
      );
      const trail = await trailOf(lanyard(), async () => expect((await scim('PATCH', path, bad)).status).toBe(400));
      expect([trail, await ids(), (await scim('GET', path)).body.displayName]).toEqual([[], [bob], 'Two']);
    });

    it('attack 8: PUT and replace by PATCH replace the members and keep no old one', async () => {
      const { scim, path, ids, ada, bob, eve, organization } = await withGroup();
      const { owner, member } = organization;
      await owner.browser.put(`${organization.path}/teams/engine-builders/members/${member.name}`);
      const displayName = 'Engine Builders';
      expect((await scim('PUT', path, { displayName, members: membersOf(bob) })).status).toBe(200);
      const people = async () =>
        (await owner.browser.get(`${organization.path}/teams/engine-builders`)).body.members.length;
      expect([await ids(), await people()]).toEqual([[bob], 1]);
      await scim('PATCH', path, patch({ op: 'replace', path: 'members', value: membersOf(ada, eve) }));
      expect(new Set(await ids())).toEqual(new Set([ada, eve]));
      await scim('PUT', path, { displayName });
      expect([await ids(), await people()]).toEqual([[], 0]);
    });

    it('a remove operation without a value removes every member', async () => {
      const { scim, path, ids } = await withGroup();
      await scim('PATCH', path, patch({ op: 'remove', path: 'members' }));
      expect(await ids()).toEqual([]);
    });

    it('attack 8: a user who is removed from a group loses the rights of its team at the next request', async () => {
      const { scim, path, organization, domain, adopt } = await withGroup();
      const { owner } = organization;
      const eve = await sampleAccount(lanyard(), freshName('eve'), { domain });
      expect((await adopt(eve)).body.id).toBe(eve.id);
      await scim('PATCH', path, patch({ op: 'add', path: 'members', value: membersOf(eve.id) }));
      const repository = `${organization.name}/engine`;
      expect((await owner.browser.post('/api/repositories', { name: repository })).status).toBe(201);
      const right = { subjectType: 'team', subject: 'engine-builders', right: 'write' };
      expect((await owner.browser.put(`/api/repository/rights?name=${repository}`, right)).status).toBe(204);
      const { secret } = await sampleToken(eve, { actions: ['pull', 'push'] });
      const request = { credential: `${eve.name}:${secret}`, scopes: [`repository:${repository}:pull,push`] };
      const access = async () => claimsOf((await requestToken(lanyard(), request)).body.token).access;
      expect(await access()).toEqual([{ type: 'repository', name: repository, actions: ['pull', 'push'] }]);
      await scim('PATCH', path, patch({ op: 'remove', path: `members[value eq "${eve.id}"]` }));
      expect(await access()).toEqual([]);
    });

    it('R26: a group can only have members whom the same directory provisioned', async () => {
      const { scim, path, ids, ada, bob, organization, group } = await withGroup();
      const other = await directory();
      const foreign = (await other.user(freshName('mallory'))).body.id;
      for (const id of [foreign, organization.member.id, organization.stranger.id, group.id, STRANGER, 'x']) {
        const answers = [
          await scim('POST', '/Groups', { displayName: freshName('g'), members: membersOf(id) }),
          await scim('PUT', path, { displayName: 'Engine Builders', members: membersOf(ada, id) }),
          await scim('PATCH', path, patch({ op: 'add', path: 'members', value: membersOf(id) })),
        ];
        expect(answers.map(({ status, body }) => [status, body.scimType])).toEqual(
          answers.map(() => [400, 'invalidValue']),
        );
      }
      expect(await ids()).toEqual([ada]);
      // A person whom an owner removed is still listed to the directory, but is in no team. Only an invitation brings
      // them back.
      const { owner, path: place } = organization;
      const name = (await scim('GET', `/Users/${bob}`)).body.nickName;
      await owner.browser.delete(`${place}/members/${name}`);
      expect((await scim('PATCH', path, patch({ op: 'add', path: 'members', value: membersOf(bob) }))).status).toBe(
        200,
      );
      expect((await ids()).sort()).toEqual([ada, bob].sort());
      expect((await owner.browser.get(`${place}/teams/engine-builders`)).body.members).not.toContain(name);
    });

    it('a user that the directory deletes is removed from the group', async () => {
      const { scim, ids, ada, users } = await withGroup();
      await scim('DELETE', `/Users/${ada}`);
      expect(await ids()).toEqual([]);
      const { userName, emails } = users[0];
      const again = await scim('POST', '/Users', { userName, emails });
      expect([again.status, again.body.id, again.body.groups]).toEqual([201, ada, []]);
    });

    it('a new group takes over the team of that name with its rights, and removes its old members', async () => {
      const place = await directory();
      const { owner, member } = place.organization;
      const teams = `${place.organization.path}/teams`;
      await owner.browser.post(teams, { name: 'qa-ops' });
      await owner.browser.put(`${teams}/qa-ops/members/${member.name}`);
      const trail = await trailOf(lanyard(), async () => {
        const { status, body } = await place.scim('POST', '/Groups', { displayName: 'QA / Ops' });
        expect([status, body.members]).toEqual([201, []]);
      });
      const by = place.organization.name;
      expect(trail).toEqual([`${by} scim-group.changed qa-ops`, `${by} team.member-removed ${member.name}`]);
      expect(await teamsOf(place)).toEqual(['qa-ops']);
    });

    it('two groups never share a team: the second gets a number after the name', async () => {
      const place = await directory();
      const { owner, path } = place.organization;
      await owner.browser.post(`${path}/teams`, { name: 'group' });
      for (const displayName of ['Dev Ops', 'Dev-Ops', '開発', '運用']) {
        expect((await place.scim('POST', '/Groups', { displayName })).status).toBe(201);
      }
      expect(await teamsOf(place)).toEqual(['dev-ops', 'dev-ops-2', 'group', 'group-2', 'group-3']);
      const taken = await place.scim('POST', '/Groups', { displayName: 'DEV OPS' });
      expect([taken.status, taken.body.scimType]).toEqual([409, 'uniqueness']);
      expect((await teamsOf(place)).length).toBe(5);
    });

    it('renaming a group keeps the name of its team, because rights refer to it', async () => {
      const place = await withGroup();
      const { scim, path, organization } = place;
      const trail = await trailOf(lanyard(), async () => {
        // The request with which Okta renames.
        const okta = patch({ op: 'replace', value: { id: place.group.id, displayName: 'Other' } });
        expect((await scim('PATCH', path, okta)).body.displayName).toBe('Other');
        const entra = patch({ op: 'Replace', path: 'externalId', value: 'g-9' });
        expect((await scim('PATCH', path, entra)).body.externalId).toBe('g-9');
        expect((await scim('PATCH', path, entra)).status).toBe(200);
      });
      const event = `${organization.name} scim-group.changed engine-builders`;
      expect(trail).toEqual([event, event]);
      expect(await teamsOf(place)).toEqual(['engine-builders']);
      await scim('POST', '/Groups', { displayName: 'Third' });
      const taken = await scim('PATCH', path, patch({ op: 'replace', path: 'displayName', value: 'THIRD' }));
      expect([taken.status, taken.body.scimType]).toEqual([409, 'uniqueness']);
    });

    it('deleting a group deletes its team', async () => {
      const place = await withGroup();
      const { scim, path, organization } = place;
      const trail = await trailOf(lanyard(), async () => {
        expect((await scim('DELETE', path)).status).toBe(204);
        expect((await scim('DELETE', path)).status).toBe(404);
      });
      expect(trail).toEqual([`${organization.name} team.deleted engine-builders`]);
      expect([await teamsOf(place), (await scim('GET', path)).status]).toEqual([[], 404]);
    });

    it('deleting the team deletes the group', async () => {
      const { scim, path, organization } = await withGroup();
      await organization.owner.browser.delete(`${organization.path}/teams/engine-builders`);
      expect([(await scim('GET', path)).status, (await scim('GET', '/Groups')).body.totalResults]).toEqual([404, 0]);
    });

    it('R25: groups of another organization, and teams that no directory manages, look like missing ones', async () => {
      const [mine, other] = [await withGroup(), await withGroup()];
      const { owner, path: organizationPath } = mine.organization;
      const events = await eventsOf(lanyard(), () => owner.browser.post(`${organizationPath}/teams`, { name: 'own' }));
      expect(events).toMatchObject([{ action: 'team.created' }]);
      const team = events[0]?.subject.id;
      const content = { displayName: 'x', members: [] };
      const add = patch({ op: 'add', path: 'members', value: membersOf(mine.ada) });
      for (const id of [other.group.id, team]) {
        for (const [method, body] of [['GET'], ['PUT', content], ['PATCH', add], ['DELETE']] as const) {
          expect([method, (await mine.scim(method, `/Groups/${id}`, body)).status]).toEqual([method, 404]);
        }
      }
      const place = `/scim/v2/organizations/${other.organization.name}/Groups`;
      const headers = { authorization: `Bearer ${mine.secret}` };
      for (const [method, path, body] of [
        ['GET', place],
        ['POST', place, content],
        ['GET', `${place}/${other.group.id}`],
        ['PUT', `${place}/${other.group.id}`, content],
        ['PATCH', `${place}/${other.group.id}`, add],
        ['DELETE', `${place}/${other.group.id}`],
      ] as const) {
        const { status } = await lanyard().browser().request(method, path, { body, headers });
        expect([method, path, status]).toEqual([method, path, 404]);
      }
      expect(await other.ids()).toEqual([other.ada]);
    });

    it.each([
      ['a filter in an add operation', { op: 'add', path: 'members[value eq "x"]', value: [] }],
      ['a part of members', { op: 'remove', path: 'members.value' }],
      ['a part of filtered members', { op: 'replace', path: 'members[value eq "x"].display', value: 'y' }],
      ['a filter by something else', { op: 'remove', path: 'members[display eq "x"]' }],
      ['members that are text', { op: 'add', path: 'members', value: 'x' }],
      ['members without a value', { op: 'add', path: 'members', value: [{ display: 'x' }] }],
      ['an empty name', { op: 'replace', path: 'displayName', value: ' ' }],
      ['the name removed', { op: 'remove', path: 'displayName' }],
    ])('a change with %s is refused with 400 and changes nothing', async (_what, operation) => {
      const { scim, path, ids, ada } = await withGroup();
      const { status, body } = await scim('PATCH', path, patch(operation));
      expect([status, body.schemas]).toEqual([400, ['urn:ietf:params:scim:api:messages:2.0:Error']]);
      expect(await ids()).toEqual([ada]);
    });

    it('attack 8: changes at the same time lose no added member and keep no removed one', async () => {
      const { scim, path, ids, ada, bob, eve } = await withGroup();
      const send = (...operations: object[]) => scim('PATCH', path, patch(...operations));
      const statuses = await Promise.all([
        send({ op: 'add', path: 'members', value: membersOf(bob) }),
        send({ op: 'remove', path: `members[value eq "${ada}"]` }),
        send({ op: 'add', path: 'members', value: membersOf(eve) }),
        send({ op: 'add', path: 'members', value: membersOf(bob) }),
      ]);
      expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(new Set(await ids())).toEqual(new Set([bob, eve]));
    });
  },
  settings,
);
