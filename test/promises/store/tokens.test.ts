import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { CredentialToken } from '@lanyard/server/store/records/access/access';
import type { TokenFilter, TokenSort } from '@lanyard/server/store/records/tokens/tokens';

import { describe, expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import {
  aToken,
  change,
  digestOf,
  HOUR,
  insertAccount,
  insertOrganization,
  insertToken,
  T0,
} from './sample-records.ts';

const ALL = { page: 1, pageSize: 100 };

/** The fields of a token that its look-up returns. */
function credentialOf(token: AccessToken): CredentialToken {
  const { id, description, origin, grants, createdAt, expiresAt, idleSeconds, lastUsedAt } = token;
  const { deactivatedAt, deletedAt, deletedBecause, keptThen, commandLineId, widenedAt } = token;
  const life = { createdAt, expiresAt, idleSeconds, lastUsedAt };
  return {
    id,
    description,
    origin,
    grants,
    ...life,
    deactivatedAt,
    deletedAt,
    deletedBecause,
    keptThen,
    commandLineId,
    widenedAt,
  };
}

describeStores('the access tokens table', (fresh) => {
  it('R17: finds a token with its owner by digest, and the whole token by id', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada', { isAdministrator: true, disabledAt: T0 + 3, hasSecondFactor: true });
    const token = await insertToken(store, ada.id, {
      hubScopes: ['repo:write', 'repo:read'],
      expiresAt: T0 + HOUR,
      expiresAtText: '2026-03-01T01:00:00Z',
    });
    const standing = { isAdministrator: true, disabledAt: T0 + 3, hasSecondFactor: true };
    const owner = { type: 'account', id: ada.id, name: 'ada', ...standing };
    expect(await store.read.access.credential(digestOf(token.id))).toEqual({ token: credentialOf(token), owner });
    expect(await store.read.access.credential(digestOf('another'))).toBeUndefined();
    expect(await store.read.tokens.byId(token.id)).toEqual(token);
  });

  it('finds a token of an organization with the organization as its owner', async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const token = await insertToken(store, acme.id, { kind: 'oat' });
    const standing = { isAdministrator: false, disabledAt: null, hasSecondFactor: false };
    const owner = { type: 'organization', id: acme.id, name: 'acme', ...standing };
    expect(await store.read.access.credential(digestOf(token.id))).toEqual({ token: credentialOf(token), owner });
  });

  it('keeps a deleted token only for look-ups by digest', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const token = await insertToken(store, ada.id);
    const deletion = { deletedAt: T0 + 1, deletedBecause: 'evicted' } as const;
    await change(store, ({ tokens }) => tokens.update(token.id, deletion));
    const credential = await store.read.access.credential(digestOf(token.id));
    expect(credential?.token).toEqual(credentialOf({ ...token, ...deletion }));
    expect(await store.read.tokens.byId(token.id)).toBeUndefined();
    expect(await store.read.tokens.list({ ownerId: ada.id, now: T0, ...ALL })).toEqual({ total: 0, items: [] });
    expect(await store.read.tokens.counts({ ownerId: ada.id, now: T0 })).toEqual({
      active: 0,
      inactive: 0,
      expired: 0,
      pushWithoutPull: 0,
    });
  });

  it('R1: shows a deactivation to every process at once', async () => {
    const database = await fresh();
    const [one, two] = [await database.openStore(), await database.openStore()];
    const token = await insertToken(one, (await insertAccount(one, 'ada')).id);
    const deactivatedAt = async () => (await two.read.access.credential(digestOf(token.id)))?.token.deactivatedAt;
    expect(await deactivatedAt()).toBeNull();
    await change(one, ({ tokens }) => tokens.update(token.id, { deactivatedAt: T0 + 1 }));
    expect(await deactivatedAt()).toBe(T0 + 1);
  });

  it('changes only the named columns', async () => {
    const store = await (await fresh()).openStore();
    const token = await insertToken(store, (await insertAccount(store, 'ada')).id, { deactivatedAt: T0 });
    await change(store, ({ tokens }) => tokens.update(token.id, { description: 'Desk' }));
    await change(store, ({ tokens }) => tokens.update(token.id, {}));
    expect(await store.read.tokens.byId(token.id)).toEqual({ ...token, description: 'Desk' });
    await change(store, ({ tokens }) => tokens.update(token.id, { deactivatedAt: null }));
    expect(await store.read.tokens.byId(token.id)).toEqual({ ...token, description: 'Desk', deactivatedAt: null });
  });

  it("stores Hub's fields and the creator of an organization's token, and can change its grants", async () => {
    const store = await (await fresh()).openStore();
    const acme = await insertOrganization(store, 'acme');
    const resources = [{ type: 'TYPE_REPO', path: 'acme/*', scopes: ['scope-image-push', 'scope-image-pull'] }];
    const hub = { hubResources: resources, hubDescription: 'for the farm', createdBy: 'bob' };
    const token = await insertToken(store, acme.id, { kind: 'oat', ...hub });
    expect(await store.read.tokens.byId(token.id)).toEqual({ ...token, ...hub });
    const changes = {
      grants: [{ type: 'repository', pattern: 'acme/app', actions: ['pull'], visibility: 'public' }],
      hubResources: [{ type: 'TYPE_REPO', path: 'acme/app', scopes: ['scope-image-pull'] }],
      hubDescription: '',
    } as const;
    await change(store, ({ tokens }) => tokens.update(token.id, changes));
    expect(await store.read.tokens.byId(token.id)).toEqual({ ...token, ...changes });
    expect((await store.read.access.credential(digestOf(token.id)))?.token.grants).toEqual(changes.grants);
    await change(store, ({ tokens }) => tokens.update(token.id, { hubResources: null }));
    expect(await store.read.tokens.byId(token.id)).toEqual({ ...token, ...changes, hubResources: null });
  });

  it('refuses a second token with the same id or digest', async () => {
    const store = await (await fresh()).openStore();
    const { id } = await insertAccount(store, 'ada');
    await insertToken(store, id, { id: 'token-1' });
    const again = change(store, ({ tokens }) => tokens.insert(aToken(id), digestOf('token-1')));
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses a token whose owner does not exist', async () => {
    const store = await (await fresh()).openStore();
    const making = change(store, ({ tokens }) => tokens.insert(aToken('nobody'), digestOf('one')));
    await expect(making).rejects.toMatchObject({ code: 'conflict', data: { reason: 'what it refers to is gone' } });
  });
});

describeStores('the list of access tokens', (fresh) => {
  async function listed(filters: readonly Partial<TokenFilter>[]) {
    const store = await (await fresh()).openStore();
    const [ada, bob] = [await insertAccount(store, 'ada'), await insertAccount(store, 'bob')];
    const tokens = [
      { description: 'CI 100%', createdAt: T0 },
      { description: 'ci_build', createdAt: T0 + 1, origin: 'auto', deactivatedAt: T0 + 5 },
      { description: 'Équipe', createdAt: T0 + 2, expiresAt: T0 + 10 },
      { description: 'cixbuild', createdAt: T0 + 3, expiresAt: T0 + HOUR },
      { description: 'off and expired', createdAt: T0 + 4, expiresAt: T0 + 10, deactivatedAt: T0 + 5 },
    ] as const;
    for (const token of tokens) await insertToken(store, ada.id, token);
    await insertToken(store, bob.id, { description: 'not hers' });
    const found: (readonly string[])[] = [];
    for (const filter of filters) {
      const { total, items } = await store.read.tokens.list({ ownerId: ada.id, now: T0 + 10, ...ALL, ...filter });
      expect(total).toBe(items.length);
      found.push(items.map(({ description }) => description));
    }
    expect(await store.read.tokens.counts({ ownerId: ada.id, now: T0 + 10 })).toEqual({
      active: 2,
      inactive: 1,
      expired: 2,
      pushWithoutPull: 0,
    });
    return found;
  }

  it('has the newest first, and only tokens of one owner', async () => {
    const [all] = await listed([{}]);
    expect(all).toEqual(['off and expired', 'cixbuild', 'Équipe', 'ci_build', 'CI 100%']);
  });

  it('can be filtered by origin and status, and counts what it finds', async () => {
    const found = await listed([
      { origin: 'auto' },
      { status: 'active' },
      { status: 'inactive' },
      { status: 'expired' },
      { origin: 'manual', status: 'inactive' },
    ]);
    expect(found).toEqual([['ci_build'], ['cixbuild', 'CI 100%'], ['ci_build'], ['off and expired', 'Équipe'], []]);
  });

  it('can be searched in any case of any letter, and takes wildcards literally', async () => {
    const found = await listed([
      { search: 'cI' },
      { search: '%' },
      { search: 'ci_' },
      { search: 'ÉQUIPE' },
      { search: '\\' },
      { search: "'; drop table access_tokens; --" },
    ]);
    expect(found).toEqual([['cixbuild', 'ci_build', 'CI 100%'], ['CI 100%'], ['ci_build'], ['Équipe'], [], []]);
  });

  it('can be searched by a repository of its grants, and by the program that made or last used it', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const grant = (pattern: string) => ({ type: 'repository', pattern, actions: ['pull'], visibility: 'any' }) as const;
    const tokens = [
      { description: 'farm', grants: [grant('acme/app'), grant('acme/pull_tools')], lastUsedClient: 'Skopeo/1.18' },
      { description: 'docs', grants: [grant('acme/*')], createdClient: 'Firefox/140' },
      { description: 'desk', origin: 'auto', grants: [grant('*')], createdClient: 'DockerDesktop/4.50' },
      { description: 'late', grants: [{ type: 'catalog' }], expiresAt: T0 },
    ] as const;
    for (const token of tokens) await insertToken(store, ada.id, { ...token });
    const found = async (search: string) => {
      const { items } = await store.read.tokens.list({ ownerId: ada.id, now: T0, ...ALL, search });
      return items.map(({ description }) => description).sort();
    };
    expect(await found('ACME/')).toEqual(['docs', 'farm']);
    expect(await found('skopeo')).toEqual(['farm']);
    expect(await found('dockerdesktop')).toEqual(['desk']);
    // Words of the stored JSON and of the browser that created a token must find nothing.
    for (const word of ['pattern', 'visibility', 'catalog', 'firefox', 'l_tools","actions']) {
      expect(await found(word)).toEqual([]);
    }
    const counts = { active: 0, inactive: 0, expired: 0, pushWithoutPull: 0 };
    expect(await store.read.tokens.counts({ ownerId: ada.id, now: T0, search: 'acme/' })).toEqual({
      ...counts,
      active: 2,
    });
    expect(await store.read.tokens.counts({ ownerId: ada.id, now: T0, search: 'late', status: 'active' })).toEqual({
      ...counts,
      expired: 1,
    });
  });

  it('has no gaps and no repeats between pages when times are equal', async () => {
    const store = await (await fresh()).openStore();
    const { id } = await insertAccount(store, 'ada');
    for (let made = 0; made < 7; made += 1) await insertToken(store, id);
    const pages = await Promise.all(
      [1, 2, 3].map((page) => store.read.tokens.list({ ownerId: id, now: T0, page, pageSize: 3 })),
    );
    expect(pages.map(({ total, items }) => [total, items.length])).toEqual([
      [7, 3],
      [7, 3],
      [7, 1],
    ]);
    expect(new Set(pages.flatMap(({ items }) => items.map((token) => token.id))).size).toBe(7);
  });

  describe('when sorted', () => {
    const times = [T0 + 5, T0 + 1, null, T0 + 3, null, T0 + 3];
    const names = ['beta', 'Alpha', 'Écran', 'alpha 2', 'b', 'zulu'];

    /** Ids are numbered, so that tokens that are otherwise equal have a known order. */
    async function sortedBy(sort: TokenSort, order: 'asc' | 'desc') {
      const store = await (await fresh()).openStore();
      const { id: ownerId } = await insertAccount(store, 'ada');
      for (const [index, at] of times.entries()) {
        const token = { description: names[index] ?? '', lastUsedAt: at, expiresAt: at, createdAt: at ?? T0 };
        await insertToken(store, ownerId, { id: `token-${index}`, ...token });
      }
      const filter = { ownerId, now: T0, sort, order };
      const { items } = await store.read.tokens.list({ ...filter, ...ALL });
      const paged: string[] = [];
      for (let page = 1; page <= 3; page += 1) {
        const found = await store.read.tokens.list({ ...filter, page, pageSize: 2 });
        expect(found.total).toBe(6);
        paged.push(...found.items.map(({ id }) => id));
      }
      expect(paged).toEqual(items.map(({ id }) => id));
      return paged.map((id) => Number(id.slice('token-'.length)));
    }

    it.each([
      ['created', 'asc', [2, 4, 1, 3, 5, 0]],
      ['created', 'desc', [0, 5, 3, 1, 4, 2]],
      ['lastUsed', 'asc', [1, 3, 5, 0, 2, 4]],
      ['lastUsed', 'desc', [0, 5, 3, 1, 4, 2]],
      ['expires', 'asc', [1, 3, 5, 0, 2, 4]],
      ['expires', 'desc', [0, 5, 3, 1, 4, 2]],
      ['description', 'asc', [1, 3, 4, 0, 5, 2]],
      ['description', 'desc', [2, 5, 0, 4, 3, 1]],
    ] as const)(
      'by %s, %s, has equal values by id, missing values last, and the same order on every page',
      async (sort, order, expected) => {
        expect(await sortedBy(sort, order)).toEqual(expected);
      },
    );
  });
});
