import { randomUUID } from 'node:crypto';
import type { Records, Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import {
  anAccount,
  anEvent,
  aRegistry,
  aSession,
  aSigningKey,
  aUse,
  change,
  digestOf,
  insertAccount,
  insertOrganization,
  insertToken,
  T0,
} from './sample-records.ts';

describeStores('R10: a change of the records', (fresh) => {
  const open = async () => (await fresh()).openStore();

  it.each([
    ['accounts', ({ accounts }: Records) => accounts.insert(anAccount('bob'))],
    ['accounts', ({ accounts }: Records) => accounts.setDisabledAt('ada', T0)],
    ['access_tokens', ({ tokens }: Records) => tokens.update('token-1', { deactivatedAt: T0 })],
    ['sessions', ({ sessions }: Records) => sessions.deleteOfAccount('ada')],
    ['recovery_codes', ({ secondFactors }: Records) => secondFactors.putRecoveryCodes('ada', ['digest'])],
  ] as const)('is refused without an audit event and changes nothing: %s', async (table, work) => {
    const store = await open();
    await insertAccount(store, 'ada', { id: 'ada' });
    await insertToken(store, 'ada', { id: 'token-1' });
    await change(store, ({ sessions }) => sessions.insert(aSession('ada', { id: 'session-1' }), digestOf('one')));
    const before = await stateOf(store);
    const silent = store.transaction(work);
    await expect(silent).rejects.toThrow(new RegExp(`changed .*${table}.* and appended no audit event`));
    expect(await stateOf(store)).toEqual(before);
  });

  async function stateOf({ read }: Store) {
    return {
      accounts: await read.accounts.list({ page: 1, pageSize: 10 }),
      token: await read.tokens.byId('token-1'),
      sessions: await read.sessions.ofAccount('ada'),
      codes: await read.secondFactors.countRecoveryCodes('ada'),
      head: await read.audit.head(),
    };
  }

  it('is accepted with an event before or after it', async () => {
    const store = await open();
    await store.transaction(async ({ accounts, audit }) => {
      await audit.append(anEvent());
      await accounts.insert(anAccount('ada'));
    });
    await store.transaction(async ({ accounts, audit }) => {
      await accounts.insert(anAccount('bob'));
      await audit.append(anEvent());
    });
    expect((await store.read.accounts.list({ page: 1, pageSize: 10 })).total).toBe(2);
  });

  it('is refused if only another transaction appended an event', async () => {
    const store = await open();
    await change(store, async () => undefined);
    await expect(store.transaction(({ accounts }) => accounts.insert(anAccount('ada')))).rejects.toThrow(
      'no audit event',
    );
  });

  it('needs no event if it changes no row', async () => {
    const store = await open();
    await store.transaction(async ({ accounts, tokens, scimTokens, repositories }) => {
      await accounts.setDisabledAt('nobody', T0);
      await tokens.update('nothing', { deactivatedAt: T0 });
      expect(await scimTokens.delete('nobody')).toBe(false);
      await repositories.delete('nothing');
    });
    expect((await store.read.audit.head()).sequence).toBe(0);
  });

  it('needs no event if it is bookkeeping', async () => {
    const store = await open();
    const { id: accountId } = await insertAccount(store, 'ada');
    const { id: organizationId } = await insertOrganization(store, 'acme');
    const { id: tokenId } = await insertToken(store, accountId);
    const session = aSession(accountId);
    const login = {
      id: 'login',
      accountId,
      clientId: 'cli',
      client: 'cli',
      address: '192.0.2.1',
      tokenId: null,
      organizationId: null,
    };
    const approved = { scopes: [], registryHost: null };
    const times = { createdAt: T0, lastUsedAt: T0, idleSeconds: 60, expiresAt: T0 + 60, generation: 1 };
    const person = {
      organizationId,
      issuer: 'https://idp.example.org',
      subject: 'ada',
      accountId,
      voidedAt: null,
      failure: null,
    };
    const identity = { ...person, createdAt: T0, provenAt: T0, checkedAt: T0, sealedRefreshToken: null };
    await change(store, async ({ sessions, commandLines, identities }) => {
      await sessions.insert(session, digestOf('session'));
      await commandLines.insert({ ...login, ...times, ...approved, previousGeneration: null });
      await identities.put(identity);
    });
    const { sequence } = await store.read.audit.head();
    const flow = { purpose: 'login', digest: digestOf('flow'), accountId, sealedData: '', wrongCodes: 0 } as const;
    await store.transaction(async (records) => {
      await records.sessions.touch(session.id, T0 + 1);
      await records.commandLines.advance('login', { generation: 2, previousGeneration: 1 }, T0 + 1);
      await records.identities.claimCheck(identity, T0 + 1);
      await records.identities.setRefreshToken(identity, 'sealed');
      await records.usage.record([aUse(tokenId)]);
      await records.registries.insertOwn(aRegistry('main'));
      await records.signingKeys.insert(aSigningKey('api'));
      await records.setupCodes.put(digestOf('setup'), T0);
      await records.passwordResets.insert(accountId, digestOf('reset'), T0);
      await records.deviceCodes.recordGuess({ accountId, at: T0, network: 'n', wideNetwork: 'w' }, T0);
      await records.flowStates.put({ ...flow, expiresAt: T0 + 1 });
      await records.sessions.deleteStale({ now: T0 + 5, createdBefore: T0 + 5, lastSeenBefore: T0 + 5, limit: 10 });
    });
    expect((await store.read.tokens.byId(tokenId))?.lastUsedAt).toBe(T0);
    expect((await store.read.commandLines.byId('login'))?.generation).toBe(2);
    expect((await store.read.identities.ofAccount(organizationId, accountId))?.sealedRefreshToken).toBe('sealed');
    expect(await store.read.sessions.ofAccount(accountId)).toEqual([]);
    expect((await store.read.audit.head()).sequence).toBe(sequence);
  });

  it('creates the registry of a new server once, even if several do it at the same time', async () => {
    const store = await open();
    const own = () => store.transaction(({ registries }) => registries.insertOwn(aRegistry('main')));
    await Promise.all([own(), own(), own()]);
    expect(await store.read.registries.list()).toHaveLength(1);
  });

  it('does not bring back an identity that was removed during a recheck', async () => {
    const store = await open();
    const { id: accountId } = await insertAccount(store, 'ada');
    const { id: organizationId } = await insertOrganization(store, 'acme');
    const person = { organizationId, issuer: 'https://idp.example.org', subject: randomUUID(), accountId };
    const identity = {
      ...person,
      voidedAt: null,
      failure: null,
      createdAt: T0,
      provenAt: T0,
      checkedAt: T0,
      sealedRefreshToken: 'sealed',
    };
    await change(store, ({ identities }) => identities.put(identity));
    await change(store, ({ identities }) => identities.delete(organizationId, accountId));
    const kept = await store.transaction(({ identities }) => identities.setRefreshToken(identity, 'newer'));
    expect(kept).toBe(false);
    expect(await store.read.identities.ofAccount(organizationId, accountId)).toBeUndefined();
  });
});
