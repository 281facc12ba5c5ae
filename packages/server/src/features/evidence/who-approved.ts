import type { ChainedAuditEvent } from '@lanyard/core/audit/audit-chain';
import { DECISION_ACTIONS } from '@lanyard/core/evidence/access-events';
import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { DecisionCriteria } from '../../store/records/evidence/access-history.ts';
import type { Reads } from '../../store/store.ts';
import type { AccountCaller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { holdersBefore } from './access-then.ts';
import { type EvidenceScope, requireEvidence } from './require-evidence.ts';
import type { AskedPeriod } from './who-did.ts';

/** What somebody decided about the repository and about who reaches it, newest first. Errors: those of `requireEvidence`. */
export async function listDecisions(
  services: Services,
  caller: AccountCaller,
  { repository, from, to, ...page }: AskedPeriod & Page,
): Promise<Paged<ChainedAuditEvent>> {
  const { records, ...asked } = look(services, caller);
  const scope = await requireEvidence({ records, ...asked }, repository);
  const criteria = await decisionsAsked(records, scope, { from, to });
  return records.accessHistory.decisions({ ...criteria, ...page });
}

/** Of other repositories and of teams without a right to this one, nothing matters here. */
export async function decisionsAsked(
  reads: Pick<Reads, 'accessHistory'>,
  scope: EvidenceScope,
  { from, to }: Pick<AskedPeriod, 'from' | 'to'>,
): Promise<DecisionCriteria> {
  const { namespace, repositoryIds } = scope;
  const teams = await holdersBefore(reads, scope, to);
  const ofTeams = { teamIds: [...teams.ids], teamNames: [...teams.names] };
  return { namespace, actions: DECISION_ACTIONS, repositoryIds, ...ofTeams, from, to };
}
