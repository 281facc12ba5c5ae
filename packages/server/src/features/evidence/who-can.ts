import { type RightHolder, rightHolders } from '@lanyard/core/evidence/access-at';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Reads } from '../../store/store.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { otherRequests } from '../access-review/in-turns.ts';
import { type AccessOfAccounts, accessThen } from './access-then.ts';
import { type EvidenceScope, requireEvidence } from './require-evidence.ts';

export interface HolderOfRight extends RightHolder {
  readonly isDisabled: boolean;
}

export interface AccountsThatCan extends Paged<HolderOfRight> {
  /** Anyone can pull what is public. Null where there is no repository of that name. */
  readonly visibility: AccessOfAccounts['visibility'];
}

interface AskedAccess {
  readonly repository: string;
  /** Just before this time; now where it is left out. */
  readonly before?: number | undefined;
}

/** The accounts that have a right to the repository, by name. Errors: those of `requireEvidence`. */
export async function listAccountsThatCan(
  services: Services,
  caller: AccountCaller,
  { repository, before, page, pageSize }: AskedAccess & Page,
): Promise<AccountsThatCan> {
  const asked = look(services, caller);
  const scope = await requireEvidence(asked, repository);
  const access = await accessOf(asked.records, scope, before);
  const from = (page - 1) * pageSize;
  const items = holdersOf(access, from, pageSize);
  return { visibility: access.visibility, total: access.holders.length, items };
}

export function holdersOf(
  { holders, disabled }: AccessOfAccounts,
  from: number,
  count: number,
): readonly HolderOfRight[] {
  return holders.slice(from, from + count).map((holder) => ({ ...holder, isDisabled: disabled.has(holder.name) }));
}

/** Now by the tables that decide, earlier by the audit log. */
export function accessOf(reads: Reads, scope: EvidenceScope, before: number | undefined): Promise<AccessOfAccounts> {
  return before === undefined ? accessNow(reads, scope) : accessThen(reads, scope, before);
}

async function accessNow({ accessNow: now }: Reads, scope: EvidenceScope): Promise<AccessOfAccounts> {
  const { repository, organization, namespace } = scope;
  if (!repository) return { visibility: null, holders: [], members: [], disabled: new Set() };
  const ids = { repositoryId: repository.id, organizationId: organization?.id ?? null };
  const held = await now.sources(ids);
  // An organization can have 10,000 members: reading them and sorting them are two turns.
  await otherRequests();
  const owner = organization ? [] : ([[namespace, { type: 'owner', right: 'admin' }]] as const);
  const holders = rightHolders([...owner, ...held.map(({ name, source }) => [name, source] as const)]);
  const disabled = organization ? held.filter(({ isDisabled }) => isDisabled).map(({ name }) => name) : [];
  return { visibility: repository.visibility, holders, members: [], disabled: new Set(disabled) };
}
