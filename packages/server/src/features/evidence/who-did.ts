import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { RepositoryUse, UseCounts } from '../../store/records/evidence/repository-uses.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireEvidence } from './require-evidence.ts';

/** Times are milliseconds since the epoch; `to` is not itself included. */
export interface AskedPeriod {
  readonly repository: string;
  readonly from: number;
  readonly to: number;
}

export interface UsesInPeriod extends Paged<RepositoryUse> {
  readonly counts: UseCounts;
}

/**
 * What was done with the repository, newest first: the gate's record, and what the token endpoint gave on days of which no
 * gate recorded anything. Errors: those of `requireEvidence`.
 */
export async function listUses(
  services: Services,
  caller: AccountCaller,
  { repository, from, to, ...page }: AskedPeriod & Page,
): Promise<UsesInPeriod> {
  const asked = look(services, caller);
  const { fullName, namespace } = await requireEvidence(asked, repository);
  return asked.records.repositoryUses.list({ repository: fullName, namespace, from, to }, page);
}
