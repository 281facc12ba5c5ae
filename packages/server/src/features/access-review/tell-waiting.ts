import type { Services } from '../../services.ts';
import type { ReviewFilter } from '../../store/records/access-review/review-conditions.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import { OPERATOR } from '../access/caller.ts';
import { transact } from '../access/change.ts';

const DAY_MILLISECONDS = 86_400_000;
/** In one mail. */
const HOLDERS_NAMED = 20;

/**
 * Tells owners of the tokens that wait for their approval: once a day, and only if one is new since they were told. Of
 * several servers one does it.
 */
export async function tellWaiting(services: Services): Promise<void> {
  const { read } = services.store;
  const before = services.clock.now() - DAY_MILLISECONDS;
  for (const { organizationId, toldAt } of await read.toldApprovals.due(before)) {
    const organization = await read.organizations.byId(organizationId);
    if (organization) await tellOwners(services, organization, toldAt);
  }
}

async function tellOwners(services: Services, organization: Organization, toldAt: number | null): Promise<void> {
  const { id, name } = organization;
  const now = services.clock.now();
  const { accessReview } = services.store.read;
  const waiting = { organization, now, state: 'waiting', sort: 'holder', order: 'asc', page: 1 } as const;
  const fresh = await accessReview.list({ ...waiting, newerThan: toldAt ?? undefined, pageSize: 1 });
  if (fresh.total === 0) return;
  const { total } = await accessReview.list({ ...waiting, pageSize: 1 });
  const holders = await holdersIn(services, waiting);
  await transact(services, OPERATOR, async ({ records, notify }) => {
    await records.organizations.lock(id);
    if ((await records.toldApprovals.at(id)) !== toldAt) return;
    const accounts = (await records.organizations.owners(id)).map((owner) => owner.id);
    await notify('tokens-wait-here', { accounts }, { organization: name, count: total, holders });
    await records.toldApprovals.put(id, now);
  });
}

/** By name, as lines; the list is by holder, so a page of it has the first ones whole, but for the last of it. */
async function holdersIn({ store }: Services, waiting: Omit<ReviewFilter, 'pageSize'>): Promise<readonly string[]> {
  const { items } = await store.read.accessReview.list({ ...waiting, pageSize: 100 });
  const counted = [...Map.groupBy(items, ({ holder }) => holder.name)].map(([holder, { length }]) => {
    return `${holder}: ${length === 1 ? 'one token' : `${length} tokens`}`;
  });
  const named = counted.slice(0, HOLDERS_NAMED);
  return counted.length > named.length || items.length === 100 ? [...named, 'and more'] : named;
}
