import type { RepositoryStanding } from '@lanyard/server/store/records/access/access';

import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import {
  aRepository,
  aTeam,
  change,
  insertAccount,
  insertOrganization,
  insertRepository,
  T0,
} from './sample-records.ts';

describeStores('the repositories table', (fresh) => {
  it('finds repositories by name, and by namespace in pages', async () => {
    const store = await (await fresh()).openStore();
    await insertOrganization(store, 'acme');
    const [b, a] = [
      await insertRepository(store, 'acme', 'b/c', { visibility: 'public' }),
      await insertRepository(store, 'acme', 'a'),
    ];
    expect(await store.read.repositories.byName('acme', 'b/c')).toEqual(b);
    expect(await store.read.repositories.byName('acme', 'c')).toBeUndefined();
    const page = await store.read.repositories.ofNamespace('acme', { page: 1, pageSize: 1 });
    expect(page).toEqual({ total: 2, items: [a] });
  });

  it('lists repositories in byte order of their names, the same on every machine', async () => {
    const store = await (await fresh()).openStore();
    await insertOrganization(store, 'acme');
    // A language's sort order has the underscore before digits and letters.
    const names = ['a-b', 'a.b', 'a1', 'a_b', 'ab'];
    for (const name of names.toReversed()) await insertRepository(store, 'acme', name);
    const { items } = await store.read.repositories.ofNamespace('acme', { page: 1, pageSize: 9 });
    expect(items.map(({ name }) => name)).toEqual(names);
  });

  it('stores a changed visibility and description with their time, and deletes a repository with its rights', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const app = await insertRepository(store, 'ada', 'app');
    await change(store, async ({ repositories }) => {
      await repositories.update(app.id, { visibility: 'public', description: 'an app' }, T0 + 1);
      await repositories.putRight(app.id, 'account', ada.id, 'read');
    });
    expect(await store.read.repositories.byName('ada', 'app')).toEqual({
      ...app,
      visibility: 'public',
      description: 'an app',
      changedAt: T0 + 1,
    });
    await change(store, ({ repositories }) => repositories.delete(app.id));
    expect(await store.read.repositories.byName('ada', 'app')).toBeUndefined();
    expect(await store.read.repositories.rights(app.id)).toEqual([]);
  });

  it('creates a repository once when first pushes arrive at the same time', async () => {
    const database = await fresh();
    const stores = await Promise.all([database.openStore(), database.openStore()]);
    await insertAccount(stores[0], 'ada');
    const pushes = Array.from({ length: 10 }, (_, index) => {
      const store = stores[index % 2] as Store;
      return change(store, ({ repositories }) => repositories.insert(aRepository('ada', 'app')));
    });
    const made = await Promise.all(pushes);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await stores[1].read.repositories.ofNamespace('ada', { page: 1, pageSize: 9 })).total).toBe(1);
  });

  it('refuses a repository whose namespace has no owner', async () => {
    const store = await (await fresh()).openStore();
    const making = change(store, ({ repositories }) => repositories.insert(aRepository('nobody', 'app')));
    await expect(making).rejects.toMatchObject({ code: 'conflict' });
  });

  it('stores one right for each account or team', async () => {
    const store = await (await fresh()).openStore();
    const [ada, acme] = [await insertAccount(store, 'ada'), await insertOrganization(store, 'acme')];
    const app = await insertRepository(store, 'acme', 'app');
    const ops = aTeam(acme.id, 'ops');
    await change(store, async ({ teams, repositories }) => {
      await teams.insert(ops);
      await repositories.putRight(app.id, 'team', ops.id, 'write');
      await repositories.putRight(app.id, 'account', ada.id, 'admin');
      await repositories.putRight(app.id, 'account', ada.id, 'read');
    });
    const adas = { subjectType: 'account', subjectId: ada.id, subjectName: 'ada', right: 'read' };
    const teams = { subjectType: 'team', subjectId: ops.id, subjectName: 'ops', right: 'write' };
    expect(await store.read.repositories.rights(app.id)).toEqual([adas, teams]);
    await change(store, ({ repositories }) => repositories.removeRight(app.id, 'account', ada.id));
    expect(await store.read.repositories.rights(app.id)).toEqual([teams]);
  });
});

describeStores('what an account may do with a repository', (fresh) => {
  const singleSignOn = { provenAt: null, endedAt: null };
  const UNRULED = { singleSignOn, isRuled: false, approval: undefined, terms: null };
  const NOTHING = { role: null, memberSince: null, accountRight: null, teamRight: null, ...UNRULED };

  async function world() {
    const store = await (await fresh()).openStore();
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    const acme = await insertOrganization(store, 'acme');
    const app = await insertRepository(store, 'acme', 'app');
    const of = (holder: { id: string } | null, namespace: string, name: string) =>
      store.read.access.standing(holder && { type: 'account', id: holder.id }, { namespace, name });
    const inAcme = (repositoryId: string | null): Partial<RepositoryStanding> => ({
      namespaceType: 'organization',
      namespaceOwnerId: acme.id,
      repositoryId,
      visibility: repositoryId === null ? null : 'private',
      policy: acme.policy,
    });
    return { store, ada, bob, acme, app, of, inAcme };
  }

  it('is read for its own namespace, with and without a record of the repository', async () => {
    const { store, ada, of } = await world();
    const own = { namespaceType: 'account', namespaceOwnerId: ada.id, policy: null, ...NOTHING };
    expect(await of(ada, 'ada', 'new')).toEqual({ ...own, repositoryId: null, visibility: null });
    const made = await insertRepository(store, 'ada', 'new', { visibility: 'public' });
    expect(await of(ada, 'ada', 'new')).toEqual({ ...own, repositoryId: made.id, visibility: 'public' });
  });

  it('is read for owners and members of the organization', async () => {
    const { store, ada, bob, acme, app, of, inAcme } = await world();
    await change(store, async ({ organizations }) => {
      await organizations.putMember(acme.id, ada.id, 'owner', T0);
      await organizations.putMember(acme.id, bob.id, 'member', T0);
    });
    expect(await of(ada, 'acme', 'app')).toEqual({ ...inAcme(app.id), ...NOTHING, role: 'owner', memberSince: T0 });
    expect(await of(bob, 'acme', 'app')).toEqual({ ...inAcme(app.id), ...NOTHING, role: 'member', memberSince: T0 });
    expect(await of(bob, 'acme', 'new')).toEqual({ ...inAcme(null), ...NOTHING, role: 'member', memberSince: T0 });
  });

  it('includes the widest right of its teams and its own right', async () => {
    const { store, ada, acme, app, of, inAcme } = await world();
    const teams = [aTeam(acme.id, 'a'), aTeam(acme.id, 'b'), aTeam(acme.id, 'c')] as const;
    await change(store, async (records) => {
      await records.organizations.putMember(acme.id, ada.id, 'member', T0);
      for (const team of teams) await records.teams.insert(team);
      await records.teams.addMember(teams[0].id, ada.id);
      await records.teams.addMember(teams[1].id, ada.id);
      await records.repositories.putRight(app.id, 'team', teams[0].id, 'write');
      await records.repositories.putRight(app.id, 'team', teams[1].id, 'read');
      // A right of a team that she is not in.
      await records.repositories.putRight(app.id, 'team', teams[2].id, 'admin');
      await records.repositories.putRight(app.id, 'account', ada.id, 'read');
    });
    const held = { role: 'member', memberSince: T0, accountRight: 'read', teamRight: 'write' };
    expect(await of(ada, 'acme', 'app')).toEqual({ ...inAcme(app.id), ...held, ...UNRULED });
  });

  it('R21: includes no role for a team member who is not a member of the organization', async () => {
    const { store, bob, acme, app, of } = await world();
    const team = aTeam(acme.id, 'ops');
    await change(store, async (records) => {
      await records.teams.insert(team);
      await records.teams.addMember(team.id, bob.id);
      await records.repositories.putRight(app.id, 'team', team.id, 'write');
    });
    expect(await of(bob, 'acme', 'app')).toMatchObject({ role: null, teamRight: 'write', accountRight: null });
  });

  it('R21: is the same for a removed member as for a stranger', async () => {
    const { store, ada, bob, acme, app, of } = await world();
    const team = aTeam(acme.id, 'ops');
    await change(store, async (records) => {
      await records.organizations.putMember(acme.id, bob.id, 'member', T0);
      await records.teams.insert(team);
      await records.teams.addMember(team.id, bob.id);
      await records.repositories.putRight(app.id, 'team', team.id, 'write');
      await records.repositories.putRight(app.id, 'account', bob.id, 'admin');
    });
    await change(store, ({ organizations }) => organizations.removeMember(acme.id, bob.id));
    expect(await of(bob, 'acme', 'app')).toEqual(await of(ada, 'acme', 'app'));
    expect(await of(bob, 'acme', 'app')).toMatchObject(NOTHING);
  });

  it('is read for anonymous requests, and for the organization itself', async () => {
    const { store, acme, app, of, inAcme } = await world();
    expect(await of(null, 'acme', 'app')).toEqual({ ...inAcme(app.id), ...NOTHING });
    const holder = { type: 'organization', id: acme.id } as const;
    const standing = await store.read.access.standing(holder, { namespace: 'acme', name: 'app' });
    expect(standing).toEqual({ ...inAcme(app.id), ...NOTHING });
  });

  it('is nothing if the namespace has no owner', async () => {
    const { ada, of } = await world();
    expect(await of(ada, 'nobody', 'app')).toBeUndefined();
  });

  it('is read inside a transaction with the changes of that transaction', async () => {
    const { store, ada, acme, of } = await world();
    const holder = { type: 'account', id: ada.id } as const;
    await change(store, async (records) => {
      await records.organizations.putMember(acme.id, ada.id, 'owner', T0);
      expect(await records.access.standing(holder, { namespace: 'acme', name: 'app' })).toMatchObject({
        role: 'owner',
      });
      // Outside the transaction, uncommitted rows are not visible.
      expect(await of(ada, 'acme', 'app')).toMatchObject({ role: null });
    });
    expect(await of(ada, 'acme', 'app')).toMatchObject({ role: 'owner' });
  });
});
