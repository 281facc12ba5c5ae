import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';

const at = (name: string) => `/api/repository?name=${encodeURIComponent(name)}`;
const rightsOf = (name: string) => `/api/repository/rights?name=${encodeURIComponent(name)}`;

/** The actions that the registry would let the account do now. */
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
  it('are made in the own namespace or by owners of the organization, each with one event (R14)', async () => {
    const { owner, name } = await sampleOrganization(lanyard());
    for (const namespace of [owner.name, name]) {
      const repository = `${namespace}/tools/build`;
      const trail = await trailOf(lanyard(), () => owner.browser.post('/api/repositories', { name: repository }));
      expect(trail).toEqual([`${owner.name} repository.created ${repository}`]);
      expect((await owner.browser.get(at(repository))).body).toMatchObject({ visibility: 'private', right: 'admin' });
      expect((await owner.browser.post('/api/repositories', { name: repository })).status).toBe(409);
    }
  });

  it('are made by members where policy lets them, who then govern what they made', async () => {
    const { owner, member, name, path } = await sampleOrganization(lanyard());
    const repository = `${name}/mine`;
    expect((await member.browser.post('/api/repositories', { name: repository })).status).toBe(403);
    await owner.browser.patch(`${path}/policy`, { membersCreateRepositories: true, defaultVisibility: 'public' });
    expect((await member.browser.post('/api/repositories', { name: repository })).status).toBe(201);
    expect((await member.browser.get(at(repository))).body).toMatchObject({ visibility: 'public', right: 'admin' });
  });

  it('in namespaces of others answer byte for byte like missing ones (R25, attack 30)', async () => {
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

  it('are listed whole to owners, and to members as far as they may see', async () => {
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

  it('are made public and private with the admin right alone, once for each event', async () => {
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

  it('open to teams and accounts as far as their right goes, at the registry too', async () => {
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

  it('give rights in an organization to its own teams and members alone', async () => {
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

  it('lose their record and all rights when deleted', async () => {
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

  it.each(['app', 'acme/App', '/app', 'acme//app', 'acme/', '../app', `acme/${'a'.repeat(251)}`, ''])(
    'refuse the name "%.20s" with 400',
    async (name) => {
      const { browser } = await sampleAccount(lanyard(), freshName('ada'));
      expect((await browser.post('/api/repositories', { name })).status).toBe(400);
      expect((await browser.get(at(name))).status).toBe(400);
    },
  );
});
