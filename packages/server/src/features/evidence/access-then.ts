import type { AccessAt } from '@lanyard/core/evidence/access-at';
import {
  type AccessEvent,
  type ConcernedTeams,
  concernedTeams,
  PEOPLE_ACTIONS,
  REPOSITORY_ACTIONS,
  TEAM_MEMBER_ACTIONS,
} from '@lanyard/core/evidence/access-events';
import { AccessFold } from '@lanyard/core/evidence/access-fold';
import type { HistoryPart } from '../../store/records/evidence/access-history.ts';
import type { Reads } from '../../store/store.ts';
import type { EvidenceScope } from './require-evidence.ts';
import { walkHistory } from './walk-history.ts';

type HistoryReads = Pick<Reads, 'accessHistory'>;

export interface AccessOfAccounts extends AccessAt {
  /** Those whose account was disabled. Empty for an account's namespace, whose owner is not told (R25). */
  readonly disabled: ReadonlySet<string>;
}

const NAMES_AT_ONCE = 500;

/** Who could reach the repository just before this time, out of the audit log. */
export async function accessThen(reads: HistoryReads, scope: EvidenceScope, before: number): Promise<AccessOfAccounts> {
  const teams = await teamsOf(reads, scope, before);
  const parts = [...ofRepository(scope), ...ofPeople(scope), ...ofTeams(scope, teams.names)];
  const fold = new AccessFold(scope);
  await walkHistory(reads, { parts, before }, (event) => fold.add(event));
  const access = fold.access();
  const people = access.visibility === 'public' ? access.members : [];
  const names = new Set([...access.holders.map(({ name }) => name), ...people]);
  const asked = scope.namespaceType === 'organization' ? [...names] : [];
  return { ...access, disabled: await disabledThen(reads, asked, before) };
}

/** The teams that had a right to the repository before this time. */
export async function teamsOf(reads: HistoryReads, scope: EvidenceScope, before: number): Promise<ConcernedTeams> {
  const events: AccessEvent[] = [];
  const teams = ofPeople(scope).filter((part) => 'action' in part && part.action.startsWith('team.'));
  await walkHistory(reads, { parts: [...ofRepository(scope), ...teams], before }, (event) => events.push(event));
  return concernedTeams(events);
}

function ofRepository({ repositoryIds }: EvidenceScope): readonly HistoryPart[] {
  return repositoryIds.map((subjectId) => ({ subjectId, actions: REPOSITORY_ACTIONS }));
}

function ofPeople({ namespace, namespaceType }: EvidenceScope): readonly HistoryPart[] {
  return namespaceType === 'account' ? [] : PEOPLE_ACTIONS.map((action) => ({ namespace, action }));
}

function ofTeams({ namespace }: EvidenceScope, names: ReadonlySet<string>): readonly HistoryPart[] {
  return names.size === 0 ? [] : TEAM_MEMBER_ACTIONS.map((action) => ({ namespace, action, teams: [...names] }));
}

async function disabledThen(
  { accessHistory }: HistoryReads,
  names: readonly string[],
  before: number,
): Promise<ReadonlySet<string>> {
  const disabled = new Set<string>();
  for (let from = 0; from < names.length; from += NAMES_AT_ONCE) {
    const last = await accessHistory.lastSwitch(names.slice(from, from + NAMES_AT_ONCE), before);
    for (const [name, action] of last) if (action === 'account.disabled') disabled.add(name);
  }
  return disabled;
}
