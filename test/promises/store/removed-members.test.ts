import { expect, it } from 'vitest';
import { describeStores } from './open-stores.ts';
import { change, insertAccount, insertOrganization, T0 } from './sample-records.ts';

describeStores('removed members', (fresh) => {
  it('R47: are known for each organization until they are forgotten', async () => {
    const store = await (await fresh()).openStore();
    const ada = await insertAccount(store, 'ada');
    const [acme, other] = [await insertOrganization(store, 'acme'), await insertOrganization(store, 'other')];
    const removed = { organizationId: acme.id, accountId: ada.id, removedAt: T0 } as const;
    await change(store, ({ removedMembers }) => removedMembers.put(removed));
    const { removedMembers } = store.read;
    expect(await removedMembers.find(acme.id, ada.id)).toEqual(removed);
    expect(await removedMembers.find(other.id, ada.id)).toBeUndefined();
    const left = { ...removed, removedAt: T0 + 1 } as const;
    await change(store, (records) => records.removedMembers.put(left));
    expect(await removedMembers.find(acme.id, ada.id)).toEqual(left);
    await change(store, (records) => records.removedMembers.forget(acme.id, ada.id));
    expect(await removedMembers.find(acme.id, ada.id)).toBeUndefined();
  });
});
