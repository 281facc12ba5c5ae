import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import {
  anOrganization,
  aRepository,
  aTeam,
  change,
  insertAccount,
  insertOrganization,
  insertRepository,
  T0,
} from './sample-records.ts';

const ALL = { page: 1, pageSize: 100 };

describeStores('the organizations table', (fresh) => {
  it('finds an organization with its policy, by id and name', async () => {
    const store = await (await fresh()).openStore();
    const policy = { ...DEFAULT_POLICY, maximumTokenLifetimeSeconds: 3600, tokenActions: ['pull' as const] };
    const acme = anOrganization('acme', { policy });
    await change(store, (records) => records.organizations.insert(acme));
    expect(await store.read.organizations.byId(acme.id)).toEqual(acme);
    expect(await store.read.organizations.byName('acme')).toEqual(acme);
    const waiting = { value: false, announcedAt: T0, bindsFrom: T0 + 1, toldAt: null };
    const changed = {
      policy: DEFAULT_POLICY,
      termsStricterSince: { autoTokensKept: T0 },
      pendingRules: { passwordAtRegistry: waiting },
    };
    await change(store, (records) => records.organizations.setPolicy(acme.id, changed));
    expect(await store.read.organizations.byId(acme.id)).toEqual({ ...acme, ...changed });
  });

  it('lists organizations by name', async () => {
    const store = await (await fresh()).openStore();
    for (const name of ['ab', 'a-c', 'a']) await insertOrganization(store, name);
    expect((await store.read.organizations.list()).map(({ name }) => name)).toEqual(['a', 'a-c', 'ab']);
  });

  it('R43: gives a rule that is newer than a stored policy its default', async () => {
    const database = await fresh();
    const store = await database.openStore();
    const acme = await insertOrganization(store, 'acme');
    await database.query(`update organizations set policy = '{"passwordAtRegistry":false}'`);
    const { policy } = (await store.read.organizations.byId(acme.id)) ?? acme;
    expect(policy).toEqual({ ...DEFAULT_POLICY, passwordAtRegistry: false });
  });

  it('stores members and changes of their role', async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    await change(store, async ({ organizations }) => {
      await organizations.putMember(acme.id, bob.id, 'member', T0 + 1);
      await organizations.putMember(acme.id, ada.id, 'member', T0 + 2);
      await organizations.putMember(acme.id, ada.id, 'owner', T0 + 3);
    });
    const { organizations } = store.read;
    expect(await organizations.role(acme.id, ada.id)).toBe('owner');
    expect(await organizations.role(acme.id, 'nobody')).toBeUndefined();
    expect(await organizations.countOwners(acme.id)).toBe(1);
    const hers = { organization: acme, role: 'owner', memberSince: T0 + 2, acceptedTerms: null };
    expect(await organizations.ofAccount(ada.id)).toEqual([hers]);
    const { total, items } = await organizations.members(acme.id, { page: 1, pageSize: 1 });
    const member = { organizationId: acme.id, accountId: ada.id, accountName: 'ada', accountEmail: ada.email };
    expect({ total, items }).toEqual({
      total: 2,
      items: [{ ...member, role: 'owner', createdAt: T0 + 2, acceptedTerms: null }],
    });
  });

  it('refuses a member whose account does not exist', async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const adding = change(store, ({ organizations }) => organizations.putMember(acme.id, 'gone', 'member', T0));
    await expect(adding).rejects.toMatchObject({ code: 'conflict', data: { reason: 'what it refers to is gone' } });
  });

  it("removes a member's teams and rights in the organization, and nothing elsewhere", async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const [acme, other] = [await insertOrganization(store, 'acme'), await insertOrganization(store, 'other')];
    const repositories = [await insertRepository(store, 'acme', 'app'), await insertRepository(store, 'other', 'app')];
    const teams = [aTeam(acme.id, 'ops'), aTeam(other.id, 'ops')] as const;
    await change(store, async (records) => {
      for (const team of teams) await records.teams.insert(team);
      for (const team of teams) await records.teams.addMember(team.id, ada.id);
      for (const { id } of [acme, other]) await records.organizations.putMember(id, ada.id, 'member', T0);
      for (const { id } of repositories) await records.repositories.putRight(id, 'account', ada.id, 'admin');
      await records.organizations.removeMember(acme.id, ada.id);
    });
    const { organizations, teams: read } = store.read;
    expect(await organizations.ofAccount(ada.id)).toEqual([
      { organization: other, role: 'member', memberSince: T0, acceptedTerms: null },
    ]);
    expect(await read.members(teams[0].id)).toEqual([]);
    expect(await read.members(teams[1].id)).toEqual([{ accountId: ada.id, accountName: 'ada' }]);
    const rights = await Promise.all(repositories.map(({ id }) => store.read.repositories.rights(id)));
    expect(rights.map((held) => held.length)).toEqual([0, 1]);
  });
});

describeStores('teams', (fresh) => {
  it('have a unique name within their organization', async () => {
    const store = await (await fresh()).openStore();
    const [acme, other] = [await insertOrganization(store, 'acme'), await insertOrganization(store, 'other')];
    const ops = aTeam(acme.id, 'ops');
    const elsewhere = aTeam(other.id, 'ops');
    await change(store, ({ teams }) => teams.insert(ops));
    await change(store, ({ teams }) => teams.insert(elsewhere));
    expect(await store.read.teams.byName(acme.id, 'ops')).toEqual(ops);
    expect(await store.read.teams.ofOrganization(other.id)).toEqual([elsewhere]);
    const second = change(store, ({ teams }) => teams.insert(aTeam(acme.id, 'ops')));
    await expect(second).rejects.toMatchObject({ code: 'conflict', data: { reason: 'a team of that name exists' } });
  });

  it('list each member once', async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    const ops = aTeam(acme.id, 'ops');
    await change(store, async ({ teams }) => {
      await teams.insert(ops);
      for (const { id } of [bob, ada, ada]) await teams.addMember(ops.id, id);
    });
    const names = async () => (await store.read.teams.members(ops.id)).map(({ accountName }) => accountName);
    const all = await store.read.teams.ofMembers(acme.id, [ada.id, bob.id, 'nobody']);
    expect(all.map(({ team }) => team)).toEqual([ops, ops]);
    expect(all.map(({ accountId }) => accountId)).toEqual([ada.id, bob.id].sort());
    expect(await store.read.teams.ofMembers(acme.id, [ada.id])).toEqual([{ team: ops, accountId: ada.id }]);
    expect(await store.read.teams.ofMembers('another', [ada.id])).toEqual([]);
    expect(await store.read.teams.memberCounts(acme.id)).toEqual(new Map([[ops.id, 2]]));
    expect(await names()).toEqual(['ada', 'bob']);
    await change(store, ({ teams }) => teams.removeMember(ops.id, ada.id));
    expect(await names()).toEqual(['bob']);
  });

  it('lose all their rights when they are deleted', async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const ada = await insertAccount(store, 'ada');
    const ops = aTeam(acme.id, 'ops');
    const app = aRepository('acme', 'app');
    await change(store, async ({ teams, repositories }) => {
      await repositories.insert(app);
      await teams.insert(ops);
      await teams.addMember(ops.id, ada.id);
      await repositories.putRight(app.id, 'team', ops.id, 'admin');
      await teams.delete(ops.id);
    });
    expect(await store.read.teams.ofOrganization(acme.id)).toEqual([]);
    expect(await store.read.repositories.rights(app.id)).toEqual([]);
    const holder = { type: 'account', id: ada.id } as const;
    expect((await store.read.access.standing(holder, { namespace: 'acme', name: 'app' }))?.teamRight).toBeNull();
    expect((await store.read.repositories.ofNamespace('acme', ALL)).items).toEqual([app]);
  });
});
