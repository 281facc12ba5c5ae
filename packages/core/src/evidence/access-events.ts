import type { AuditAction, AuditEvent } from '../audit/audit-event.ts';
import { MEMBER_ROLES } from '../organizations/member-role.ts';
import { governsRepositories } from '../repositories/repository.ts';

/** What an event says, of what decides who had a right. */
export type AccessEvent = Pick<AuditEvent, 'action' | 'actor' | 'subject' | 'data'>;

/** Who is in the organization. */
export const MEMBER_ACTIONS = [
  'organization.created',
  'member.added',
  'member.role-changed',
  'member.removed',
] as const satisfies readonly AuditAction[];

/** Which teams there are. */
export const TEAM_ACTIONS = ['team.created', 'team.changed', 'team.deleted'] as const satisfies readonly AuditAction[];

/** Who is in which team: the facts name the team as it was called then. */
export const TEAM_MEMBER_ACTIONS = [
  'team.member-added',
  'team.member-removed',
] as const satisfies readonly AuditAction[];

/** About one repository. */
export const REPOSITORY_ACTIONS = [
  'repository.created',
  'repository.changed',
  'repository.deleted',
  'repository.right-set',
  'repository.right-removed',
] as const satisfies readonly AuditAction[];

/** Who had a right to one repository at some time. */
export interface ConcernedHolders {
  /** The teams, and all the names that they had. */
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** The accounts that were given a right, and those that created a repository of this name. */
  readonly accounts: ReadonlySet<string>;
}

/**
 * Which teams and accounts matter for a repository: of a large organization, a few. `events` are those about its teams and
 * about the repository, in the order of the log. A name that another team had before or later is among the names, and
 * `AccessFold` keeps the two apart.
 */
export function concernedHolders(events: readonly AccessEvent[]): ConcernedHolders {
  const made = events.filter(({ action }) => action === 'repository.created').map(({ actor }) => actor.name);
  const given = events.filter(({ action }) => action === 'repository.right-set').map(({ data }) => data.account);
  const accounts = new Set([...made, ...given.filter((name) => typeof name === 'string')]);
  return { ...concernedTeams(events), accounts };
}

function concernedTeams(events: readonly AccessEvent[]): Pick<ConcernedHolders, 'ids' | 'names'> {
  const idOf = new Map<string, string>();
  const namesOf = new Map<string, string[]>();
  const ids = new Set<string>();
  for (const { action, subject, data } of events) {
    if (action === 'team.created' || action === 'team.changed') {
      // The old name of a team has no meaning until another team gets it.
      idOf.set(subject.name, subject.id);
      namesOf.set(subject.id, [...(namesOf.get(subject.id) ?? []), subject.name]);
    }
    const id = action === 'repository.right-set' ? idOf.get(String(data.team)) : undefined;
    if (id !== undefined) ids.add(id);
  }
  return { ids, names: new Set([...ids].flatMap((id) => namesOf.get(id) ?? [])) };
}

/** The roles that reach every repository. */
const GOVERNING: ReadonlySet<unknown> = new Set(MEMBER_ROLES.filter(governsRepositories));

/** Of the events about members, whether this one can matter for a private repository that these people may reach. */
export function concernsPeople({ action, subject, data }: AccessEvent, people: ReadonlySet<string>): boolean {
  if (action !== 'member.added' && action !== 'member.role-changed') return true;
  return GOVERNING.has(data.role) || GOVERNING.has(data.before) || people.has(subject.name);
}

/** What somebody with a say decided about a repository, and about who reaches it: the third question of the evidence. */
export const DECISION_ACTIONS = [
  ...REPOSITORY_ACTIONS,
  'repository.immutable-tags-set',
  'image.quarantined',
  'image.released',
  'finding.accepted',
  'finding.acceptance-ended',
  ...MEMBER_ACTIONS,
  ...TEAM_ACTIONS,
  ...TEAM_MEMBER_ACTIONS,
  'organization.policy-changed',
  'token.blocked-here',
  'token.block-lifted',
  'token.approved-here',
  'token.refused-here',
  'member.tokens-trusted',
  'member.tokens-trust-ended',
  'review.started',
  'review.decided',
  'review.finished',
  'review.cancelled',
  'review.series-ended',
  'review.closed',
] as const satisfies readonly AuditAction[];
