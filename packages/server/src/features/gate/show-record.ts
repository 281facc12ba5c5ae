import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { Services } from '../../services.ts';
import type { Paged } from '../../store/paged.ts';
import type { Passage, PassageDay, PassageFilter } from '../../store/records/gate/passages.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdminRight } from '../access/repository-access.ts';
import { requireToken, type WhichToken } from '../tokens/show-tokens.ts';

export type RecordOf = { readonly repository: string } | { readonly token: WhichToken };
type Filter = Omit<PassageFilter, 'of'>;

/**
 * The requests that passed the gate, newest first: those of a repository for those who govern it, or those of a token
 * for its owner. Errors: those of `requireAdminRight` or `requireToken`.
 */
export async function showPassages(
  services: Services,
  caller: AccountCaller,
  of: RecordOf,
  filter: Filter,
): Promise<Paged<Passage>> {
  return services.store.read.passages.list({ ...filter, of: await requireRecordOf(services, caller, of) });
}

/** The daily counts that remain after 90 days. Errors: as for `showPassages`. */
export async function showPassageDays(
  services: Services,
  caller: AccountCaller,
  of: RecordOf,
  filter: Filter,
): Promise<Paged<PassageDay>> {
  return services.store.read.passages.days({ ...filter, of: await requireRecordOf(services, caller, of) });
}

async function requireRecordOf(services: Services, caller: AccountCaller, of: RecordOf): Promise<PassageFilter['of']> {
  const asked = look(services, caller);
  if ('token' in of) return { tokenId: (await requireToken(asked, of.token)).token.id };
  const { repository } = await requireAdminRight(asked, of.repository);
  return { repository: formatRepositoryName(repository) };
}
