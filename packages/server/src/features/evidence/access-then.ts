import type { AccessAt } from '@lanyard/core/evidence/access-at';
import {
  type AccessEvent,
  type ConcernedHolders,
  concernedHolders,
  MEMBER_ACTIONS,
  REPOSITORY_ACTIONS,
  TEAM_ACTIONS,
  TEAM_MEMBER_ACTIONS,
} from '@lanyard/core/evidence/access-events';
import { AccessFold } from '@lanyard/core/evidence/access-fold';
import type { HistoryPart, PlacedEvent } from '../../store/records/evidence/access-history.ts';
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
  const own = await ownEvents(reads, scope, before);
  const concerned = concernedHolders(own);
  const inTeams = isPublicAfter(own, scope) ? undefined : await teamEvents(reads, scope, concerned, before);
  const people = inTeams && peopleOf(inTeams, concerned);
  const known = inTeams ? [...own, ...inTeams].sort((one, other) => one.sequence - other.sequence) : own;
  const parts = [...ofMembers(scope, people), ...(inTeams ? [] : ofTeams(scope, concerned))];
  const fold = new AccessFold(scope);
  await walkHistory(reads, { parts, before, known }, (event) => fold.add(event));
  const access = fold.access();
  const asked = new Set([...access.holders.map(({ name }) => name), ...access.members]);
  const names = scope.namespaceType === 'organization' ? [...asked] : [];
  return { ...access, disabled: await disabledThen(reads, names, before) };
}

/** The teams and accounts that had a right to the repository before this time. */
export async function holdersBefore(
  reads: HistoryReads,
  scope: EvidenceScope,
  before: number,
): Promise<ConcernedHolders> {
  return concernedHolders(await ownEvents(reads, scope, before));
}

/** About the repository itself and the teams of the organization. */
async function ownEvents(reads: HistoryReads, scope: EvidenceScope, before: number): Promise<readonly PlacedEvent[]> {
  const events: PlacedEvent[] = [];
  const { namespace, namespaceType, repositoryIds } = scope;
  const ofRepository = repositoryIds.map((subjectId) => ({ subjectId, actions: REPOSITORY_ACTIONS }));
  const ofTeams = namespaceType === 'account' ? [] : TEAM_ACTIONS.map((action) => ({ namespace, action }));
  await walkHistory(reads, { parts: [...ofRepository, ...ofTeams], before }, (event) => events.push(event));
  return events;
}

function isPublicAfter(events: readonly AccessEvent[], scope: EvidenceScope): boolean {
  const fold = new AccessFold(scope);
  for (const event of events) fold.add(event);
  return fold.access().visibility === 'public';
}

const EVENTS_AT_MOST = 5_000;
const PEOPLE_AT_MOST = 1_000;

/** Who came into the concerned teams and left them; undefined where that is too much to keep in memory. */
async function teamEvents(
  reads: HistoryReads,
  scope: EvidenceScope,
  concerned: ConcernedHolders,
  before: number,
): Promise<readonly PlacedEvent[] | undefined> {
  const events: PlacedEvent[] = [];
  const parts = ofTeams(scope, concerned);
  await walkHistory(reads, { parts, before }, (event) => {
    if (events.length <= EVENTS_AT_MOST) events.push(event);
  });
  return events.length > EVENTS_AT_MOST ? undefined : events;
}

/** Whom memberships can give a right, apart from owners; undefined where there are too many to name in a query. */
function peopleOf(inTeams: readonly PlacedEvent[], { accounts }: ConcernedHolders): readonly string[] | undefined {
  const people = new Set([...accounts, ...inTeams.map(({ subject }) => subject.name)]);
  return people.size > PEOPLE_AT_MOST ? undefined : [...people];
}

/** Of a private repository, only the owners and the people who can have a right: see `concernsPeople` of core. */
function ofMembers({ namespace, namespaceType }: EvidenceScope, people: readonly string[] | undefined) {
  if (namespaceType === 'account') return [];
  return MEMBER_ACTIONS.map((action): HistoryPart => {
    const isFiltered = people !== undefined && (action === 'member.added' || action === 'member.role-changed');
    return isFiltered ? { namespace, action, people } : { namespace, action };
  });
}

function ofTeams({ namespace }: EvidenceScope, { names }: ConcernedHolders): readonly HistoryPart[] {
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
