import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { aSession, change, digestOf, insertAccount, T0 } from './sample-records.ts';

describeStores('the sessions table', (fresh) => {
  it('finds a session with its account, by digest and id', async () => {
    const store = await (await fresh()).openStore();
    const account = await insertAccount(store, 'ada');
    const session = aSession(account.id, { authenticatedAt: T0 + 1, lastSeenAt: T0 + 2 });
    await change(store, (records) => records.sessions.insert(session, digestOf('one')));
    expect(await store.read.sessions.byDigest(digestOf('one'))).toEqual({ session, account });
    expect(await store.read.sessions.byId(session.id)).toEqual({ session, account });
    expect(await store.read.sessions.byDigest(digestOf('two'))).toBeUndefined();
  });

  it('lists sessions, last seen first', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const bob = await insertAccount(store, 'bob');
    const sessions = [aSession(ada.id), aSession(ada.id, { lastSeenAt: T0 + 9 }), aSession(bob.id)] as const;
    await change(store, async (records) => {
      for (const session of sessions) await records.sessions.insert(session, digestOf(session.id));
    });
    expect(await store.read.sessions.ofAccount(ada.id)).toEqual([sessions[1], sessions[0]]);
  });

  it('moves the time that a session was last seen forward, never back', async () => {
    const store = await (await fresh()).openStore();
    const session = aSession((await insertAccount(store, 'ada')).id);
    await change(store, (records) => records.sessions.insert(session, digestOf('one')));
    await store.transaction((records) => records.sessions.touch(session.id, T0 + 10));
    await store.transaction((records) => records.sessions.touch(session.id, T0 + 4));
    expect((await store.read.sessions.byId(session.id))?.session.lastSeenAt).toBe(T0 + 10);
  });

  it('R34: gives a session a new secret together with its new times', async () => {
    const store = await (await fresh()).openStore();
    const account = await insertAccount(store, 'ada');
    const [session, other] = [aSession(account.id), aSession(account.id)];
    const renewed = aSession(account.id, {
      id: session.id,
      createdAt: T0 + 9,
      authenticatedAt: T0 + 9,
      endsAt: T0 + 99,
    });
    await change(store, async ({ sessions }) => {
      await sessions.insert(session, digestOf('one'));
      await sessions.insert(other, digestOf('other'));
      await sessions.renew(renewed, digestOf('two'));
    });
    expect(await store.read.sessions.byDigest(digestOf('one'))).toBeUndefined();
    expect((await store.read.sessions.byDigest(digestOf('two')))?.session).toEqual(renewed);
    expect((await store.read.sessions.byDigest(digestOf('other')))?.session).toEqual(other);
  });

  it('R3: deletes one session, or all of an account', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const bob = await insertAccount(store, 'bob');
    const [one, two, other] = [aSession(ada.id), aSession(ada.id), aSession(bob.id)];
    await change(store, async (records) => {
      for (const session of [one, two, other]) await records.sessions.insert(session, digestOf(session.id));
      await records.sessions.delete(one.id);
    });
    expect(await store.read.sessions.ofAccount(ada.id)).toEqual([two]);
    await change(store, (records) => records.sessions.deleteOfAccount(ada.id));
    expect(await store.read.sessions.ofAccount(ada.id)).toEqual([]);
    expect(await store.read.sessions.ofAccount(bob.id)).toEqual([other]);
  });

  it('R34: deletes sessions that are too old, idle for too long, or past their own end', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const old = aSession(ada.id, { createdAt: T0 - 1, lastSeenAt: T0 + 100 });
    const idle = aSession(ada.id, { createdAt: T0, lastSeenAt: T0 + 49 });
    const ended = aSession(ada.id, { createdAt: T0, lastSeenAt: T0 + 50, endsAt: T0 + 60 });
    const alive = aSession(ada.id, { createdAt: T0, lastSeenAt: T0 + 50, endsAt: T0 + 61 });
    await change(store, async (records) => {
      for (const session of [old, idle, ended, alive]) await records.sessions.insert(session, digestOf(session.id));
      await records.sessions.deleteStale({ now: T0 + 60, createdBefore: T0, lastSeenBefore: T0 + 50, limit: 10 });
    });
    expect(await store.read.sessions.ofAccount(ada.id)).toEqual([alive]);
  });
});
