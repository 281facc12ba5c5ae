import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, hasPassword, sampleAccount } from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleDirectory, sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { basic, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
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
/** The requests with which Okta and Entra ID deactivate. */
const DEACTIVATIONS = [
  patch({ op: 'replace', value: { active: false } }),
  patch({ op: 'Replace', path: 'active', value: 'False' }),
];

describeLanyard(
  'users over SCIM',
  (lanyard) => {
    const directory = () => sampleDirectory(lanyard(), dns);

    /**
     * A person with a password and an address in the directory's domain, whom the directory provisioned, and who
     * agreed.
     */
    async function adopted({ domain, adopt }: SampleDirectory) {
      const person = await sampleAccount(lanyard(), freshName('eve'), { domain });
      return { person, answer: await adopt(person, { externalId: 'e-1' }) };
    }

    it('a new user becomes a member without a password, and gets an account name of its own', async () => {
      const { user, organization, domain, scim } = await directory();
      const name = freshName('grace.hopper');
      const events = await eventsOf(lanyard(), () => user(name, { externalId: 'x-1' }));
      expect(events.map(({ action, actor }) => [action, actor.name])).toEqual([
        ['account.created', organization.name],
        ['member.added', organization.name],
      ]);
      const found = await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${name}@${domain}"`)}`);
      expect(found.headers.get('content-type')).toMatch(/^application\/scim\+json/);
      expect(found.body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 });
      expect(found.body.Resources[0]).toMatchObject({
        nickName: name.replace('.', '-'),
        active: true,
        externalId: 'x-1',
      });
      expect(await hasPassword(lanyard(), found.body.Resources[0].id)).toBe(false);
      expect(await user(name)).toMatchObject({ status: 409, body: { scimType: 'uniqueness', status: '409' } });
    });

    it('users are listed by startIndex and count, and found by externalId', async () => {
      const { user, scim } = await directory();
      for (const name of ['a1', 'b1', 'c1']) await user(freshName(name), { externalId: name });
      const page = async (query: string) => (await scim('GET', `/Users?${query}`)).body;
      expect(await page('startIndex=2&count=1')).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
      expect(await page('startIndex=0&count=0')).toMatchObject({ totalResults: 3, itemsPerPage: 0 });
      const filter = encodeURIComponent('externalId eq "b1"');
      expect((await page(`filter=${filter}`)).Resources).toMatchObject([{ externalId: 'b1' }]);
      const refused = await scim('GET', `/Users?filter=${encodeURIComponent('name co "a"')}`);
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidFilter']);
    });

    it.each(DEACTIVATIONS)(
      'R3: a user who was deactivated by %j cannot sign in, and all earlier sessions and tokens are refused',
      async (deactivation) => {
        const place = await directory();
        const { scim } = place;
        const { person, answer } = await adopted(place);
        expect([answer.status, answer.body.active]).toEqual([201, true]);
        const { secret } = await sampleToken(person, { actions: ['pull'] });
        const commandLine = await sampleCommandLine(lanyard(), person);
        const auto = await commandLine.generate();
        const { status, body } = await scim('PATCH', `/Users/${person.id}`, deactivation);
        expect([status, body.active]).toEqual([200, false]);
        const statuses = [
          (await person.browser.get('/api/session')).status,
          (await person.browser.post('/api/tokens', { description: 'x', grants: [] })).status,
          (await lanyard().browser().signIn(person.name, person.password)).status,
          (await lanyard().browser().post('/v2/users/login', { username: person.name, password: secret })).status,
          (await lanyard().browser().post('/v2/users/login', { username: person.name, password: person.password }))
            .status,
          (await requestToken(lanyard(), { credential: `${person.name}:${secret}` })).status,
          (await requestToken(lanyard(), { credential: `${person.name}:${auto}` })).status,
          (await requestToken(lanyard(), { credential: `${person.name}:${person.password}` })).status,
        ];
        expect(statuses).toEqual(statuses.map(() => 401));
        expect((await commandLine.refresh()).status).toBe(400);
        // The same directory brings them back, without the ended sessions and tokens.
        await scim('PATCH', `/Users/${person.id}`, patch({ op: 'replace', path: 'active', value: true }));
        expect((await person.browser.get('/api/session')).status).toBe(401);
        expect((await requestToken(lanyard(), { credential: `${person.name}:${auto}` })).status).toBe(401);
        expect((await requestToken(lanyard(), { credential: `${person.name}:${secret}` })).status).toBe(200);
      },
    );

    it('R26, attack 9: a directory cannot enable an account that an administrator disabled', async () => {
      const place = await directory();
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const disable = (name: string) => root.browser.patch(`/api/accounts/${name}`, { active: false });
      const revive = (id: string) =>
        place.scim('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: true } }));
      const first = (await adopted(place)).person;
      await disable(first.name);
      expect((await revive(first.id)).body.active).toBe(false);
      const second = (await place.user(freshName('late'), { active: false })).body;
      expect(second.active).toBe(false);
      expect(await trailOf(lanyard(), () => disable(second.nickName))).toHaveLength(1);
      expect((await revive(second.id)).body.active).toBe(false);
    });

    it('a directory cannot provision server administrators, or people outside the proven domains', async () => {
      const place = await directory();
      const root = await sampleAccount(lanyard(), freshName('root'), { domain: place.domain, isAdministrator: true });
      expect((await place.user(root.name)).status).toBe(403);
      const known = await place.scim('POST', '/Users', userOf(`${place.organization.stranger.name}@example.com`));
      const unknown = await place.scim('POST', '/Users', userOf('nobody-at-all@example.com'));
      expect([known.status, known.body]).toEqual([409, unknown.body]);
    });

    it('a directory cannot change users after the organization removed their domain', async () => {
      const { user, scim, organization, domain } = await directory();
      const { id } = (await user(freshName('ada'))).body;
      await organization.owner.browser.delete(`${organization.path}/domains/${domain}`);
      expect((await scim('PATCH', `/Users/${id}`, DEACTIVATIONS[0])).status).toBe(409);
    });

    it('R25: users of another organization look like missing ones', async () => {
      const [mine, other] = [await directory(), await directory()];
      const { id } = (await other.user(freshName('ada'))).body;
      const foreign = { authorization: `Bearer ${mine.secret}` };
      const place = `/scim/v2/organizations/${other.organization.name}/Users`;
      for (const [method, path, body] of [
        ['GET', place, undefined],
        ['POST', place, userOf(`x@${other.domain}`)],
        ['GET', `${place}/${id}`, undefined],
        ['PUT', `${place}/${id}`, userOf(`x@${other.domain}`)],
        ['PATCH', `${place}/${id}`, DEACTIVATIONS[0]],
        ['DELETE', `${place}/${id}`, undefined],
      ] as const) {
        const { status } = await lanyard().browser().request(method, path, { body, headers: foreign });
        expect([method, path, status]).toEqual([method, path, 404]);
        if (path.endsWith(id)) expect((await mine.scim(method, `/Users/${id}`, body)).status).toBe(404);
      }
    });

    it('deleting a user removes the membership and disables the account; the directory can bring it back', async () => {
      const { user, scim, organization } = await directory();
      const name = freshName('ada');
      const { id, nickName } = (await user(name)).body;
      const trail = await trailOf(lanyard(), () => scim('DELETE', `/Users/${id}`));
      const by = organization.name;
      expect(trail).toEqual([`${by} account.disabled ${nickName}`, `${by} member.removed ${nickName}`]);
      expect((await scim('GET', `/Users/${id}`)).status).toBe(404);
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const listed = (await root.browser.get(`/api/accounts?search=${nickName}`)).body.accounts;
      expect(listed).toMatchObject([{ name: nickName, active: false }]);
      expect((await user(name)).body).toMatchObject({ id, active: true });
    });

    it('a disabled user stays disabled when a replacement does not mention active', async () => {
      const { user, scim, domain } = await directory();
      const name = freshName('ada');
      const { id } = (await user(name, { active: false })).body;
      const { body } = await scim(
        'PUT',
        `/Users/${id}`,
        userOf(`${name}@${domain}`, { active: undefined, externalId: 'n' }),
      );
      expect(body).toMatchObject({ active: false, externalId: 'n' });
    });

    it('refuses a SCIM token that was replaced or deleted, and every other credential', async () => {
      const { scim, organization, secret } = await directory();
      const { owner, path } = organization;
      expect((await owner.browser.post(`${path}/scim-token`)).body.secret).not.toBe(secret);
      expect((await scim('GET', '/Users')).status).toBe(401);
      expect((await owner.browser.delete(`${path}/scim-token`)).status).toBe(204);
      expect((await organization.member.browser.post(`${path}/scim-token`)).status).toBe(403);
      const place = `/scim/v2/organizations/${organization.name}/Users`;
      expect((await owner.browser.get(place)).status).toBe(401);
      expect((await owner.browser.get(place, { authorization: basic(`x:${secret}`) })).status).toBe(400);
    });
  },
  settings,
);
