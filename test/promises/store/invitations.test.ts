import { randomUUID } from 'node:crypto';
import type { Invitation } from '@lanyard/server/store/records/invitations/invitations';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, DAY, digestOf, insertAccount, insertOrganization, T0 } from './sample-records.ts';

function anInvitation(changes: Partial<Invitation>): Invitation {
  return {
    id: randomUUID(),
    organizationId: null,
    invited: 'ada',
    accountId: null,
    email: null,
    role: null,
    makesAccount: false,
    inviterId: null,
    inviterName: 'operator',
    createdAt: T0,
    sentAt: T0,
    timesSent: 1,
    expiresAt: T0 + 7 * DAY,
    answer: null,
    answeredAt: null,
    ...changes,
  };
}

describeStores('invitations', (fresh) => {
  it('are found unchanged by ID, and by the digest of their code until they are answered', async () => {
    const store = await (await fresh()).openStore();
    const [acme, ada] = [await insertOrganization(store, 'acme'), await insertAccount(store, 'ada')];
    const invitation = anInvitation({ organizationId: acme.id, accountId: ada.id, role: 'owner', makesAccount: true });
    const digest = digestOf('code');
    await change(store, (records) => records.invitations.insert(invitation, digest));
    const { invitations } = store.read;
    expect(await invitations.byId(invitation.id)).toEqual(invitation);
    expect(await invitations.byDigest(digest)).toEqual(invitation);
    const answer = (at: number) =>
      change(store, (records) => records.invitations.answer(invitation.id, 'accepted', at));
    expect([await answer(T0 + 7 * DAY), await answer(T0 + 1), await answer(T0 + 2)]).toEqual([false, true, false]);
    expect(await invitations.byDigest(digest)).toBeUndefined();
    expect(await invitations.byId(invitation.id)).toMatchObject({ answer: 'accepted', answeredAt: T0 + 1 });
  });

  it('are found by the ID or address of an account until they expire', async () => {
    const store = await (await fresh()).openStore();
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    const byName = anInvitation({ accountId: ada.id });
    const byAddress = anInvitation({ invited: ada.email, email: ada.email, createdAt: T0 + 1, expiresAt: T0 + DAY });
    for (const one of [byName, byAddress, anInvitation({ answer: 'declined', accountId: ada.id })]) {
      await change(store, (records) => records.invitations.insert(one, digestOf(one.id)));
    }
    const waiting = async (who: typeof ada, now: number) =>
      (await store.read.invitations.waitingFor(who, now)).map(({ id }) => id);
    expect(await waiting(ada, T0)).toEqual([byAddress.id, byName.id]);
    expect(await waiting(ada, T0 + DAY)).toEqual([byName.id]);
    expect(await waiting(bob, T0)).toEqual([]);
    expect(await store.read.invitations.countWaiting(null, T0)).toBe(2);
    expect(await store.read.invitations.countWaitingFor('ada', T0)).toBe(1);
  });

  it('are deleted by their time of expiry, without an audit event', async () => {
    const store = await (await fresh()).openStore();
    const [old, young] = [anInvitation({ expiresAt: T0 }), anInvitation({ expiresAt: T0 + 1 })];
    for (const one of [old, young]) await change(store, (records) => records.invitations.insert(one, digestOf(one.id)));
    await store.transaction((records) => records.invitations.deleteExpired(T0, 10));
    expect(await store.read.invitations.byId(old.id)).toBeUndefined();
    expect(await store.read.invitations.byId(young.id)).toEqual(young);
  });
});
