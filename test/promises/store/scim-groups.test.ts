import type { Account } from '@lanyard/server/store/records/accounts/accounts';
import type { ScimGroup } from '@lanyard/server/store/records/directory/scim-groups';
import type { Team } from '@lanyard/server/store/records/organizations/teams';

import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { aTeam, change, insertAccount, insertOrganization, T0 } from './sample-records.ts';

const WINDOW = { offset: 0, limit: 10 };

describeStores('groups of a directory', (fresh) => {
  async function world() {
    const database = await fresh();
    const store = await database.openStore();
    return {
      database,
      store,
      acme: await insertOrganization(store, 'acme'),
      other: await insertOrganization(store, 'other'),
    };
  }

  async function insert(store: Store, team: Team, displayName: string, externalId: string | null = null) {
    const names = { displayName, externalId };
    const { description: _description, ...named } = team;
    const group: ScimGroup = {
      organizationId: team.organizationId,
      teamId: team.id,
      ...names,
      createdAt: T0 + 1,
      team: named,
    };
    await change(store, async ({ teams, scimGroups }) => {
      if (!(await teams.byName(team.organizationId, team.name))) await teams.insert(team);
      const { team: _, ...state } = group;
      await scimGroups.put(state);
    });
    return group;
  }

  async function provision(store: Store, organizationId: string, account: Account, deletedAt: number | null = null) {
    const names = { organizationId, accountId: account.id, userName: account.name.toUpperCase(), externalId: null };
    const state = {
      ...names,
      createdAt: T0,
      disabledAt: null,
      deletedAt,
      consent: 'given',
      wantedActive: true,
    } as const;
    await change(store, ({ scimUsers }) => scimUsers.put(state));
  }

  it('come back with their team, and only for their own organization', async () => {
    const { store, acme, other } = await world();
    const group = await insert(store, aTeam(acme.id, 'devs'), 'Devs', 'x');
    expect(await store.read.scimGroups.byId(acme.id, group.teamId)).toEqual(group);
    expect(await store.transaction(({ scimGroups }) => scimGroups.lock(acme.id, group.teamId))).toEqual(group);
    expect(await store.read.scimGroups.byId(other.id, group.teamId)).toBeUndefined();
    expect(await store.transaction(({ scimGroups }) => scimGroups.lock(other.id, group.teamId))).toBeUndefined();
    expect(await store.read.scimGroups.list(other.id, WINDOW)).toEqual({ total: 0, items: [] });
  });

  it('are stored once for each team: a second one replaces the first', async () => {
    const { store, acme } = await world();
    const team = aTeam(acme.id, 'devs');
    await insert(store, team, 'Devs', 'x');
    const second = await insert(store, team, 'Others');
    expect(await store.read.scimGroups.list(acme.id, WINDOW)).toEqual({ total: 1, items: [second] });
  });

  it('have a displayName that is unique in the organization, in any case', async () => {
    const { store, acme, other } = await world();
    await insert(store, aTeam(acme.id, 'devs'), 'Devs');
    const taken = { code: 'conflict', data: { field: 'displayName' } };
    await expect(insert(store, aTeam(acme.id, 'devs-2'), 'DEVS')).rejects.toMatchObject(taken);
    expect(await store.read.teams.byName(acme.id, 'devs-2')).toBeUndefined();
    await insert(store, aTeam(other.id, 'devs'), 'DEVS');
  });

  it('are listed by displayName in any case, in parts, and found by displayName or externalId', async () => {
    const { store, acme } = await world();
    await insert(store, aTeam(acme.id, 'one'), 'c');
    await insert(store, aTeam(acme.id, 'two'), 'B', 'x');
    await insert(store, aTeam(acme.id, 'three'), 'a');
    const names = async (filter: object) =>
      (await store.read.scimGroups.list(acme.id, { ...WINDOW, ...filter })).items.map(({ displayName }) => displayName);
    expect(await names({})).toEqual(['a', 'B', 'c']);
    expect([await names({ offset: 2, limit: 5 }), await names({ limit: 0 })]).toEqual([['c'], []]);
    expect((await store.read.scimGroups.list(acme.id, { offset: 2, limit: 5 })).total).toBe(3);
    expect([await names({ displayName: 'A' }), await names({ externalId: 'x' })]).toEqual([['a'], ['B']]);
    expect(await names({ displayName: 'a', externalId: 'x' })).toEqual([]);
  });

  it('have as members those of their team whom the same directory provisioned', async () => {
    const { store, acme, other } = await world();
    const devs = await insert(store, aTeam(acme.id, 'devs'), 'Devs');
    const ops = await insert(store, aTeam(acme.id, 'ops'), 'Ops');
    const people: Account[] = [];
    for (const name of ['eve', 'bob', 'gone', 'foreign', 'by-hand']) people.push(await insertAccount(store, name));
    const [eve, bob, gone, foreign] = people as [Account, Account, Account, Account];
    for (const account of [eve, bob]) await provision(store, acme.id, account);
    await provision(store, acme.id, gone, T0);
    await provision(store, other.id, foreign);
    await change(store, async ({ teams }) => {
      for (const { id } of people) await teams.addMember(devs.teamId, id);
      await teams.addMember(ops.teamId, eve.id);
    });
    const { scimGroups } = store.read;
    const [ofBob, ofEve] = [bob, eve].map(({ id }) => ({ accountId: id }));
    expect(await scimGroups.members([devs.teamId])).toEqual([
      { teamId: devs.teamId, ...ofBob, userName: 'BOB' },
      { teamId: devs.teamId, ...ofEve, userName: 'EVE' },
    ]);
    expect((await scimGroups.members([devs.teamId, ops.teamId])).length).toBe(3);
    expect(
      await scimGroups.ofAccounts(
        acme.id,
        people.map(({ id }) => id),
      ),
    ).toEqual(
      expect.arrayContaining([
        { teamId: devs.teamId, ...ofBob, displayName: 'Devs' },
        { teamId: devs.teamId, ...ofEve, displayName: 'Devs' },
        { teamId: ops.teamId, ...ofEve, displayName: 'Ops' },
      ]),
    );
    expect(
      (
        await scimGroups.ofAccounts(
          acme.id,
          people.map(({ id }) => id),
        )
      ).length,
    ).toBe(3);
    expect([await scimGroups.ofAccounts(other.id, [eve.id]), await scimGroups.members([])]).toEqual([[], []]);
    expect(await scimGroups.ofAccounts(acme.id, [])).toEqual([]);
  });

  it('are deleted with their team', async () => {
    const { database, store, acme, other } = await world();
    const group = await insert(store, aTeam(acme.id, 'devs'), 'Devs');
    const second = await insert(store, aTeam(other.id, 'devs'), 'Devs');
    await change(store, ({ teams }) => teams.delete(group.teamId));
    expect(await store.read.scimGroups.byId(acme.id, group.teamId)).toBeUndefined();
    expect(await store.read.scimGroups.byId(other.id, second.teamId)).toEqual(second);
    expect(await database.query('select team_id from scim_groups')).toHaveLength(1);
  });

  it('cannot be changed by another transaction while one has them locked', async () => {
    const { store, acme } = await world();
    const { teamId } = await insert(store, aTeam(acme.id, 'devs'), 'Devs');
    const append = (letter: string) =>
      change(store, async ({ scimGroups }) => {
        const group = await scimGroups.lock(acme.id, teamId);
        if (!group) throw new Error('the group is gone');
        await scimGroups.put({ ...group, displayName: `${group.displayName}${letter}` });
      });
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(append));
    const name = (await store.read.scimGroups.byId(acme.id, teamId))?.displayName ?? '';
    expect([...name.slice(4)].sort().join('')).toBe('abcdef');
  });
});
