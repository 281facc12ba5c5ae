import type { OrganizationDomain } from '@lanyard/server/store/records/single-sign-on/domains';

import type { Store } from '@lanyard/server/store/store';
import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, insertOrganization, T0 } from './sample-records.ts';

describeStores('e-mail domains', (fresh) => {
  async function world() {
    const store = await (await fresh()).openStore();
    return { store, acme: await insertOrganization(store, 'acme'), other: await insertOrganization(store, 'other') };
  }

  async function insert(store: Store, organizationId: string, name: string): Promise<OrganizationDomain> {
    const domain = { organizationId, name, challenge: `challenge of ${name}`, createdAt: T0, verifiedAt: null };
    await change(store, ({ domains }) => domains.insert(domain));
    return domain;
  }

  const verify = (store: Store, { organizationId, name, challenge }: OrganizationDomain) =>
    change(store, ({ domains }) => domains.setVerifiedAt(organizationId, name, challenge, T0 + 5));

  it('come back as they were stored, and only for their own organization', async () => {
    const { store, acme, other } = await world();
    const [second, first] = [await insert(store, acme.id, 'b.example'), await insert(store, acme.id, 'a.example')];
    expect(await store.read.domains.ofOrganization(acme.id)).toEqual([first, second]);
    expect(await store.read.domains.byName(acme.id, 'b.example')).toEqual(second);
    expect(await store.read.domains.byName(other.id, 'b.example')).toBeUndefined();
    expect(await store.read.domains.ofOrganization(other.id)).toEqual([]);
  });

  it('can be added once by each organization, and by several organizations that want to prove them', async () => {
    const { store, acme, other } = await world();
    await insert(store, acme.id, 'a.example');
    await expect(insert(store, acme.id, 'a.example')).rejects.toMatchObject({ code: 'conflict' });
    await insert(store, other.id, 'a.example');
    expect(await store.read.domains.holder('a.example')).toBeUndefined();
  });

  it('can be proven by one organization at a time, until it removes them', async () => {
    const { store, acme, other } = await world();
    const [own, foreign] = [await insert(store, acme.id, 'a.example'), await insert(store, other.id, 'a.example')];
    expect(await verify(store, own)).toBe(true);
    expect(await store.read.domains.holder('a.example')).toBe(acme.id);
    expect(await store.read.domains.byName(acme.id, 'a.example')).toEqual({ ...own, verifiedAt: T0 + 5 });
    const taken = { code: 'conflict', data: { reason: 'another organization has proven this domain', field: 'name' } };
    await expect(verify(store, foreign)).rejects.toMatchObject(taken);
    const remove = () => change(store, ({ domains }) => domains.delete(acme.id, 'a.example'));
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect(await store.read.domains.holder('a.example')).toBeUndefined();
    expect(await verify(store, foreign)).toBe(true);
  });

  it('cannot be proven with an old challenge, or after they were removed', async () => {
    const { store, acme } = await world();
    const domain = await insert(store, acme.id, 'a.example');
    expect(await verify(store, { ...domain, challenge: 'an older one' })).toBe(false);
    expect(await verify(store, { ...domain, name: 'b.example' })).toBe(false);
    expect(await store.read.domains.holder('a.example')).toBeUndefined();
  });
});
