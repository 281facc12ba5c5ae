import type { ReviewedToken } from '../../store/records/access-review/reviewed-token.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';

interface Asked {
  readonly records: Pick<Reads, 'accessReview'>;
  readonly now: number;
}

/**
 * Returns those of these tokens that are still in the organization's inventory. The others ended, or can reach nothing
 * here.
 */
export async function tokensHere(
  { records, now }: Asked,
  organization: Organization,
  ids: readonly string[],
): Promise<readonly ReviewedToken[]> {
  if (ids.length === 0) return [];
  return (await records.accessReview.list({ organization, now, ids, page: 1, pageSize: ids.length })).items;
}
