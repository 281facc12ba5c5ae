import { randomUUID } from 'node:crypto';
import type { Identity } from '@lanyard/server/store/records/single-sign-on/identities';
import type { SingleSignOnConnection } from '@lanyard/server/store/records/single-sign-on/single-sign-on-connections';

import type { Store } from '@lanyard/server/store/store';
import { describe, expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, insertAccount, insertOrganization, T0 } from './sample-records.ts';

describeStores('single sign-on', (fresh) => {
  async function world() {
    const store = await (await fresh()).openStore();
    const [acme, other] = [await insertOrganization(store, 'acme'), await insertOrganization(store, 'other')];
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    return { store, acme, other, ada, bob };
  }

  const identityOf = (organizationId: string, accountId: string, changes: Partial<Identity> = {}): Identity => ({
    organizationId,
    issuer: 'https://idp.example.org',
    subject: `subject of ${accountId}`,
    accountId,
    createdAt: T0,
    provenAt: T0,
    checkedAt: T0,
    sealedRefreshToken: null,
    voidedAt: null,
    failure: null,
    ...changes,
  });

  const put = (store: Store, ...identities: Identity[]) =>
    change(store, async (records) => {
      for (const identity of identities) await records.identities.put(identity);
    });

  describe('connections', () => {
    it('are stored once for each organization, replaced by a second one and deleted once', async () => {
      const { store, acme, other } = await world();
      const settings = {
        protocol: 'oidc',
        issuer: 'https://idp.example.org',
        clientId: 'lanyard',
        groupsClaim: 'groups',
        groupTeams: [{ group: 'devs', team: 'developers' }],
      } as const;
      const base = { id: randomUUID(), organizationId: acme.id, createdAt: T0, outage: null };
      const first: SingleSignOnConnection = { ...base, settings, sealedSecret: 'sealed' };
      const second: SingleSignOnConnection = { ...base, id: randomUUID(), settings, sealedSecret: null };
      for (const connection of [first, second]) {
        await change(store, ({ singleSignOnConnections }) => singleSignOnConnections.put(connection));
        expect(await store.read.singleSignOnConnections.ofOrganization(acme.id)).toEqual(connection);
      }
      expect(await store.read.singleSignOnConnections.ofOrganization(other.id)).toBeUndefined();
      const remove = () => change(store, ({ singleSignOnConnections }) => singleSignOnConnections.delete(acme.id));
      expect([await remove(), await remove()]).toEqual([true, false]);
      expect(await store.read.singleSignOnConnections.ofOrganization(acme.id)).toBeUndefined();
    });
  });

  describe('R26: identities', () => {
    it('are found by organization, issuer and subject together, or by account', async () => {
      const { store, acme, other, ada } = await world();
      const identity = identityOf(acme.id, ada.id);
      await put(store, identity);
      const { issuer, subject } = identity;
      const { identities } = store.read;
      expect(await identities.bySubject(acme.id, issuer, subject)).toEqual(identity);
      expect(await identities.ofAccount(acme.id, ada.id)).toEqual(identity);
      expect(await identities.bySubject(other.id, issuer, subject)).toBeUndefined();
      expect(await identities.bySubject(acme.id, 'https://evil.example', subject)).toBeUndefined();
      expect(await identities.bySubject(acme.id, issuer, subject.toUpperCase())).toBeUndefined();
      expect([
        await identities.countOfOrganization(acme.id, issuer),
        await identities.countOfOrganization(other.id, issuer),
      ]).toEqual([1, 0]);
    });

    it('are updated for the same subject, and an account has one in each organization', async () => {
      const { store, acme, other, ada } = await world();
      const identity = identityOf(acme.id, ada.id);
      await put(
        store,
        identity,
        { ...identity, provenAt: T0 + 5, sealedRefreshToken: 'sealed' },
        identityOf(other.id, ada.id),
      );
      expect(await store.read.identities.ofAccount(acme.id, ada.id)).toMatchObject({
        provenAt: T0 + 5,
        sealedRefreshToken: 'sealed',
      });
      const second = put(store, identityOf(acme.id, ada.id, { subject: 'another' }));
      await expect(second).rejects.toMatchObject({ code: 'conflict' });
    });

    it('are due for a check only with a refresh token, oldest check first, and one server claims each', async () => {
      const { store, acme, other, ada, bob } = await world();
      const eve = await insertAccount(store, 'eve');
      const [late, later] = [
        identityOf(acme.id, ada.id, { sealedRefreshToken: 'a', checkedAt: T0 + 2 }),
        identityOf(acme.id, bob.id, { sealedRefreshToken: 'b', checkedAt: T0 + 1 }),
      ];
      await put(
        store,
        late,
        later,
        identityOf(acme.id, eve.id),
        identityOf(other.id, ada.id, { sealedRefreshToken: 'c' }),
      );
      const due = (before: number, limit = 10) => store.read.identities.toCheck(acme.id, before, limit);
      expect(await due(T0 + 3)).toEqual([later, late]);
      expect(await due(T0 + 3, 1)).toEqual([later]);
      expect(await due(T0 + 1)).toEqual([]);
      const claim = () => store.transaction(({ identities }) => identities.claimCheck(later, T0 + 9));
      const claimed = await Promise.all(Array.from({ length: 10 }, claim));
      expect(claimed.filter(Boolean)).toHaveLength(1);
      expect(await due(T0 + 3)).toEqual([late]);
    });

    it('are deleted once', async () => {
      const { store, acme, ada } = await world();
      await put(store, identityOf(acme.id, ada.id));
      const remove = () => change(store, ({ identities }) => identities.delete(acme.id, ada.id));
      expect([await remove(), await remove()]).toEqual([true, false]);
    });
  });

  it('the sign-in times of a member survive a new role and are deleted with the membership', async () => {
    const { store, acme, ada } = await world();
    const { organizations } = store.read;
    expect(await organizations.singleSignOn(acme.id, ada.id)).toBeUndefined();
    await change(store, async (records) => {
      await records.organizations.putMember(acme.id, ada.id, 'member', T0);
      await records.organizations.setSingleSignOn(acme.id, ada.id, { provenAt: T0 + 1, endedAt: T0 + 2 });
      await records.organizations.putMember(acme.id, ada.id, 'owner', T0);
    });
    expect(await organizations.singleSignOn(acme.id, ada.id)).toEqual({ provenAt: T0 + 1, endedAt: T0 + 2 });
    const standing = await store.read.access.standing(
      { type: 'account', id: ada.id },
      { namespace: 'acme', name: 'app' },
    );
    expect(standing?.singleSignOn).toEqual({ provenAt: T0 + 1, endedAt: T0 + 2 });
    await change(store, async (records) => {
      await records.organizations.removeMember(acme.id, ada.id);
      await records.organizations.putMember(acme.id, ada.id, 'member', T0);
    });
    expect(await organizations.singleSignOn(acme.id, ada.id)).toEqual({ provenAt: null, endedAt: null });
  });
});
