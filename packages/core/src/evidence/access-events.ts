import type { AuditAction, AuditEvent } from '../audit/audit-event.ts';

/** What an event says, of what decides who had a right. */
export type AccessEvent = Pick<AuditEvent, 'action' | 'actor' | 'subject' | 'data'>;

/** Who is in the organization, and which teams there are. */
export const PEOPLE_ACTIONS = [
  'organization.created',
  'member.added',
  'member.role-changed',
  'member.removed',
  'team.created',
  'team.changed',
  'team.deleted',
] as const satisfies readonly AuditAction[];

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

/** The teams that had a right to one repository at some time, and all the names that they had. */
export interface ConcernedTeams {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/**
 * Which teams matter for a repository: of a large organization, a few. `events` are those about its teams and about the
 * repository, in the order of the log. A name that another team had before or later is among the names, and `AccessFold`
 * keeps the two apart.
 */
export function concernedTeams(events: Iterable<AccessEvent>): ConcernedTeams {
  const idOf = new Map<string, string>();
  const nameOf = new Map<string, string>();
  const namesOf = new Map<string, string[]>();
  const ids = new Set<string>();
  for (const { action, subject, data } of events) {
    if (action === 'team.created' || action === 'team.changed') {
      const before = nameOf.get(subject.id);
      if (before !== undefined && idOf.get(before) === subject.id) idOf.delete(before);
      idOf.set(subject.name, subject.id);
      nameOf.set(subject.id, subject.name);
      namesOf.set(subject.id, [...(namesOf.get(subject.id) ?? []), subject.name]);
    }
    if (action === 'repository.right-set' && typeof data.team === 'string') {
      const id = idOf.get(data.team);
      if (id !== undefined) ids.add(id);
    }
  }
  return { ids, names: new Set([...ids].flatMap((id) => namesOf.get(id) ?? [])) };
}

/** What somebody with a say decided about a repository, and about who reaches it: the third question of the evidence. */
export const DECISION_ACTIONS = [
  ...REPOSITORY_ACTIONS,
  'repository.immutable-tags-set',
  'image.quarantined',
  'image.released',
  ...PEOPLE_ACTIONS,
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
  'review.closed',
] as const satisfies readonly AuditAction[];
