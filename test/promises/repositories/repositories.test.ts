import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { trailOf, writeExisting } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';

const at = (name: string) => `/api/repository?name=${encodeURIComponent(name)}`;
const rightsOf = (name: string) => `/api/repository/rights?name=${encodeURIComponent(name)}`;

/** The actions that the registry would now allow the account. */
async function reached(lanyard: Lanyard, { name, password }: SampleAccount, repository: string): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const scope = `repository:${repository}:pull,push,delete`;
  const { body } = await lanyard.browser().get(`/token?service=lanyard&scope=${scope}`, { authorization });
  const { access } = decodeJwt<{ access: readonly { actions: readonly string[] }[] }>(body.token);
  return access[0]?.actions ?? [];
}

async function sampleRepository({ name, owner }: SampleOrganization, visibility = 'private'): Promise<string> {
  const repository = `${name}/${freshName('app')}`;
  const { status } = await owner.browser.post('/api/repositories', { name: repository, visibility });
  if (status !== 201) throw new Error(`answered ${status}`);
  return repository;
}

describeLanyard('repositories', (lanyard) => {
  it("accounts create repositories in their own namespace, owners in the organization's, each with one event (R14)", async () => {
    const { owner, name } = await sampleOrganization(lanyard());
    for (const namespace of [owner.name, name]) {
      const repository = `${namespace}/tools/build`;
      const trail = await trailOf(lanyard(), () => owner.browser.post('/api/repositories', { name: repository }));
      expect(trail).toEqual([`${owner.name} repository.created ${repository}`]);
      expect((await owner.browser.get(at(repository))).body).toMatchObject({ visibility: 'private', right: 'admin' });
      expect((await owner.browser.post('/api/repositories', { name: repository })).status).toBe(409);
    }
  });

  it('members can create repositories if the policy allows it, and have the admin right to what they created', async () => {
    const { owner, member, name, path } = await sampleOrganization(lanyard());
    const repository = `${name}/mine`;
    expect((await member.browser.post('/api/repositories', { name: repository })).status).toBe(403);
    await owner.browser.patch(`${path}/policy`, { membersCreateRepositories: true, defaultVisibility: 'public' });
    expect((await member.browser.post('/api/repositories', { name: repository })).status).toBe(201);
    expect((await member.browser.get(at(repository))).body).toMatchObject({ visibility: 'public', right: 'admin' });
  });

  it('repositories in other namespaces look like missing ones, byte for byte (R25, attack 30)', async () => {
    const organization = await sampleOrganization(lanyard());
    const repository = await sampleRepository(organization);
    const { stranger, member, owner } = organization;
    for (const { browser } of [stranger, member]) {
      for (const [method, address, body] of [
        ['GET', at(repository)],
        ['PATCH', at(repository), { visibility: 'public' }],
        ['DELETE', at(repository)],
        ['GET', rightsOf(repository)],
        ['PUT', rightsOf(repository), { subjectType: 'account', subject: owner.name, right: 'admin' }],
        ['DELETE', `${rightsOf(repository)}&subjectType=account&subject=${owner.name}`],
      ] as const) {
        const foreign = await browser.request(method, address, { body });
        const missing = await browser.request(method, address.replace('app-', 'none-'), { body });
        expect([method, foreign.status, foreign.body]).toEqual([method, 404, missing.body]);
      }
    }
    const foreign = await stranger.browser.post('/api/repositories', { name: `${organization.name}/new` });
    const missing = await stranger.browser.post('/api/repositories', { name: 'nobodys-at-all/new' });
    expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    const listed = await stranger.browser.get(`/api/repositories?namespace=${organization.name}`);
    const unlisted = await stranger.browser.get('/api/repositories?namespace=nobodys-at-all');
    expect([listed.status, listed.body]).toEqual([404, unlisted.body]);
  });

  it('owners see all repositories of the organization, members those that they may read', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, member, name } = organization;
    const [hidden, open, given] = [
      await sampleRepository(organization),
      await sampleRepository(organization, 'public'),
      await sampleRepository(organization),
    ];
    await owner.browser.put(rightsOf(given), { subjectType: 'account', subject: member.name, right: 'read' });
    const namesFor = async ({ browser }: SampleAccount, query = '') => {
      const { body } = await browser.get(`/api/repositories?namespace=${name}${query}`);
      return [body.total, ...body.repositories.map((repository: { name: string }) => repository.name)];
    };
    expect(await namesFor(owner)).toEqual([3, hidden, open, given]);
    expect(await namesFor(member)).toEqual([2, open, given]);
    expect(await namesFor(member, '&page=2&pageSize=1')).toEqual([2, given]);
  });

  it('only an account with the admin right can change the visibility, and each change records one event', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, member, stranger } = organization;
    const repository = await sampleRepository(organization, 'public');
    expect((await stranger.browser.get(at(repository))).body.right).toBeNull();
    for (const { browser } of [member, stranger]) {
      expect((await browser.patch(at(repository), { visibility: 'private' })).status).toBe(403);
    }
    const hide = () => owner.browser.patch(at(repository), { visibility: 'private' });
    expect(await trailOf(lanyard(), hide)).toEqual([`${owner.name} repository.changed ${repository}`]);
    expect(await trailOf(lanyard(), hide)).toEqual([]);
    expect((await stranger.browser.get(at(repository))).status).toBe(404);
  });

  it('only an account with the admin right can change the description, and each change records one event', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, member } = organization;
    const repository = await sampleRepository(organization, 'public');
    const describe = { description: 'Base image of our services' };
    expect((await member.browser.patch(at(repository), describe)).status).toBe(403);
    const say = () => owner.browser.patch(at(repository), describe);
    expect(await trailOf(lanyard(), say)).toEqual([`${owner.name} repository.described ${repository}`]);
    expect(await trailOf(lanyard(), say)).toEqual([]);
    expect((await member.browser.get(at(repository))).body.description).toBe(describe.description);
  });

  it('teams and accounts get exactly the actions of their right, also at the registry', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, member, path } = organization;
    const repository = await sampleRepository(organization);
    const give = (subjectType: string, subject: string, right: string) =>
      owner.browser.put(rightsOf(repository), { subjectType, subject, right });
    expect(await reached(lanyard(), member, repository)).toEqual([]);

    const given = await trailOf(lanyard(), () => give('account', member.name, 'read'));
    expect(given).toEqual([`${owner.name} repository.right-set ${repository}`]);
    expect(await trailOf(lanyard(), () => give('account', member.name, 'read'))).toEqual([]);
    expect(await reached(lanyard(), member, repository)).toEqual(['pull']);
    expect((await member.browser.get(rightsOf(repository))).status).toBe(403);

    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    await owner.browser.put(`${path}/teams/builders/members/${member.name}`);
    await give('team', 'builders', 'write');
    expect(await reached(lanyard(), member, repository)).toEqual(['pull', 'push']);
    const { body } = await owner.browser.get(rightsOf(repository));
    expect(body.rights).toEqual([
      { subjectType: 'account', subject: member.name, right: 'read' },
      { subjectType: 'team', subject: 'builders', right: 'write' },
    ]);

    const take = () => owner.browser.delete(`${rightsOf(repository)}&subjectType=team&subject=builders`);
    expect(await trailOf(lanyard(), take)).toEqual([`${owner.name} repository.right-removed ${repository}`]);
    expect((await take()).status).toBe(404);
    expect(await reached(lanyard(), member, repository)).toEqual(['pull']);
    await owner.browser.delete(`${path}/members/${member.name}`);
    expect(await reached(lanyard(), member, repository)).toEqual([]);
  });

  it('rights in an organization can only go to its own teams and members', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, stranger } = organization;
    const repository = await sampleRepository(organization);
    const put = (body: unknown) => owner.browser.put(rightsOf(repository), body);
    const right = 'read';
    expect((await put({ subjectType: 'account', subject: stranger.name, right })).status).toBe(404);
    expect((await put({ subjectType: 'team', subject: 'nobodys', right })).status).toBe(404);
    const own = `${owner.name}/app`;
    await owner.browser.post('/api/repositories', { name: own });
    expect((await owner.browser.put(rightsOf(own), { subjectType: 'team', subject: 'x', right })).status).toBe(400);
    expect(
      (await owner.browser.put(rightsOf(own), { subjectType: 'account', subject: stranger.name, right })).status,
    ).toBe(204);
    expect(await reached(lanyard(), stranger, own)).toEqual(['pull']);
  });

  it("R25: a right in an account's namespace can be given to any name, and the answer does not show whether it exists", async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const somebody = await sampleAccount(lanyard(), freshName('somebody'));
    const repository = `${ada.name}/app`;
    await ada.browser.post('/api/repositories', { name: repository });
    const nobody = freshName('nobody');
    const all = [nobody, somebody.name].map(async (subject) => {
      const put = (right: string) => ada.browser.put(rightsOf(repository), { subjectType: 'account', subject, right });
      const remove = () => ada.browser.delete(`${rightsOf(repository)}&subjectType=account&subject=${subject}`);
      const shown = async () => {
        const { rights } = (await ada.browser.get(rightsOf(repository))).body;
        return rights.filter((one: { subject: string }) => one.subject === subject).length;
      };
      const answers = [await put('write'), await put('write'), await put('read')];
      const counts = [await shown(), (await remove()).status, await shown(), (await remove()).status];
      return [answers.map(({ status, body }) => [status, body]), counts];
    });
    const [ofNobody, ofSomebody] = await Promise.all(all);
    expect(ofNobody).toEqual(ofSomebody);
    expect(ofNobody?.at(-1)).toEqual([1, 204, 0, 404]);
    await ada.browser.put(rightsOf(repository), { subjectType: 'account', subject: nobody, right: 'read' });
    const late = await sampleAccount(lanyard(), nobody);
    expect(await reached(lanyard(), late, repository)).toEqual([]);
    const wrong = await ada.browser.put(rightsOf(repository), {
      subjectType: 'account',
      subject: 'No One',
      right: 'read',
    });
    expect([wrong.status, wrong.body.error.field]).toEqual([400, 'subject']);
  });

  it('a repository has at most 1,000 teams and accounts with a right', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const repository = `${ada.name}/app`;
    await ada.browser.post('/api/repositories', { name: repository });
    await writeExisting(lanyard(), async ({ repositories }) => {
      const found = await repositories.byName(ada.name, 'app');
      for (let count = 0; count < 1_000; count += 1) {
        await repositories.putRight(found?.id ?? '', 'account', `name:n-${count}`, 'read');
      }
    });
    const put = (subject: string) =>
      ada.browser.put(rightsOf(repository), { subjectType: 'account', subject, right: 'write' });
    expect([(await put('one-more')).status, (await put('n-7')).status]).toEqual([409, 204]);
  });

  it('deleting a repository deletes all rights to it', async () => {
    const organization = await sampleOrganization(lanyard());
    const { owner, member } = organization;
    const repository = await sampleRepository(organization);
    const right = { subjectType: 'account', subject: member.name, right: 'admin' };
    await owner.browser.put(rightsOf(repository), right);
    expect(await trailOf(lanyard(), () => member.browser.delete(at(repository)))).toEqual([
      `${member.name} repository.deleted ${repository}`,
    ]);
    await owner.browser.post('/api/repositories', { name: repository });
    expect(await reached(lanyard(), member, repository)).toEqual([]);
  });

  it.each(['App', 'acme/App', '/app', 'acme//app', 'acme/', '../app', `acme/${'a'.repeat(251)}`, ''])(
    'refuses the name "%.20s" with 400',
    async (name) => {
      const { browser } = await sampleAccount(lanyard(), freshName('ada'));
      expect((await browser.post('/api/repositories', { name })).status).toBe(400);
      expect((await browser.get(at(name))).status).toBe(400);
    },
  );
});
