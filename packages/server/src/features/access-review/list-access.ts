import { policyAt } from '@lanyard/core/lifetimes/announced-rules';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { ReviewFilter } from '../../store/records/access-review/review-conditions.ts';
import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { type FindingHere, findInPage } from './find-in-page.ts';
import { type ReachHere, type ReachReads, reachHere } from './reach-here.ts';

/** How many tokens are in memory at once, however many there are. */
const CHUNK = 100;

type ReviewReads = ReachReads & Pick<Reads, 'namespaceHistory'>;

export type AccessCriteria = Omit<
  ReviewFilter,
  'organization' | 'now' | 'page' | 'pageSize' | 'ids' | 'createdUntil' | 'after'
>;

/** A token that names repositories of an organization, and what it may do there. */
export interface ListedAccess extends ReachHere {
  readonly token: ReviewedToken;
  readonly findings: readonly FindingHere[];
}

/**
 * Every token that can reach a repository of the organization, no matter who holds it. Errors: `not-found` to strangers,
 * `forbidden` to members.
 */
export async function listAccess(
  services: Services,
  caller: Caller,
  name: string,
  filter: AccessCriteria & { readonly page: number; readonly pageSize: number },
): Promise<Paged<ListedAccess>> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return pageOfAccess(records, organization, { ...filter, now });
}

export interface AccessExport {
  readonly organization: string;
  readonly chunks: AsyncIterable<readonly ListedAccess[]>;
}

/** All that the list would show on its pages, oldest first. Errors: those of `listAccess`. */
export async function exportAccess(
  services: Services,
  caller: Caller,
  name: string,
  criteria: Omit<AccessCriteria, 'sort' | 'order'>,
): Promise<AccessExport> {
  const { records, now } = look(services, caller);
  const { organization } = await requireOwnership({ records, caller }, name);
  return { organization: organization.name, chunks: chunksOf(records, organization, { ...criteria, now }) };
}

/** By creation: what is made meanwhile comes behind, and moves nothing. */
async function* chunksOf(
  records: ReviewReads,
  organization: Organization,
  criteria: AccessCriteria & { readonly now: number },
): AsyncGenerator<readonly ListedAccess[]> {
  for (let page = 1; ; page += 1) {
    const order = { sort: 'created', order: 'asc', page, pageSize: CHUNK } as const;
    const { items } = await pageOfAccess(records, organization, { ...criteria, ...order });
    if (items.length > 0) yield items;
    if (items.length < CHUNK) return;
  }
}

/** In the order of the ids, at most as many as a page has. */
export async function listedByIds(
  records: ReviewReads,
  organization: Organization,
  ids: readonly string[],
  now: number,
): Promise<readonly ListedAccess[]> {
  if (ids.length === 0) return [];
  const { items } = await pageOfAccess(records, organization, { ids, now, page: 1, pageSize: ids.length });
  const byId = new Map(items.map((item) => [item.token.id, item]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** What the organization's owners see, whoever asks: the caller has proven to be one, or is the server. */
export async function pageOfAccess(
  records: ReviewReads,
  organization: Organization,
  filter: Omit<ReviewFilter, 'organization'>,
): Promise<Paged<ListedAccess>> {
  const policy = policyAt(organization.policy, organization.pendingRules, filter.now);
  const { total, items } = await records.accessReview.list({ ...filter, organization: { ...organization, policy } });
  const reaches = await reachHere(records, organization, items, filter.now);
  const reached = items.map((token, index) => ({ token, ...(reaches[index] as ReachHere) }));
  const findings = await findInPage(records, organization, reached, filter.now);
  return { total, items: reached.map((one, index) => ({ ...one, findings: findings[index] ?? [] })) };
}
