import type { AuditAction, AuditData } from '@lanyard/core/audit/audit-event';
import type { AccessEvent } from '@lanyard/core/evidence/access-events';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Page, paged } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { type EventRow, eventOf } from '../audit/audit-rows.ts';

/** An event with its place in the log. */
export type PlacedEvent = AccessEvent & { readonly sequence: number };

/** A part of the log that an index finds, in the order of the log. */
export type HistoryPart =
  | {
      readonly namespace: string;
      readonly action: AuditAction;
      /** Only events whose facts name one of these teams. */
      readonly teams?: readonly string[];
    }
  | { readonly subjectId: string; readonly actions: readonly AuditAction[] };

interface HistoryPage {
  readonly afterSequence: number;
  /** Not itself included. */
  readonly before: number;
  readonly limit: number;
}

/** What was decided about one repository and the people and tokens that reach it. */
export interface DecisionCriteria {
  readonly namespace: string;
  readonly actions: readonly AuditAction[];
  /** Of all repositories that had the name. */
  readonly repositoryIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly teamNames: readonly string[];
  readonly from: number;
  /** Not itself included. */
  readonly to: number;
}

export function accessHistoryReads(connection: Connection) {
  const { lists } = connection;
  return {
    /** The ids of all repositories that ever had this full name: a name is used again after it was deleted. */
    repositoryIds: async (namespace: string, fullName: string): Promise<readonly string[]> => {
      const query = lists.selectFrom('auditEvents').select('subjectId').where('namespace', '=', namespace);
      const made = query.where('action', '=', 'repository.created').where('subjectName', '=', fullName);
      return [...new Set((await made.execute()).map(({ subjectId }) => subjectId))];
    },
    part: async (part: HistoryPart, { afterSequence, before, limit }: HistoryPage): Promise<readonly PlacedEvent[]> => {
      const query = lists
        .selectFrom('auditEvents')
        .select(['sequence', 'action', 'data'])
        .select(['actorType', 'actorId', 'actorName', 'subjectType', 'subjectId', 'subjectName'])
        .where('sequence', '>', afterSequence)
        .where('at', '<', before)
        .where(isPart(connection, part));
      return (await query.orderBy('sequence').limit(limit).execute()).map(partEvent);
    },
    /** Of these accounts, what disabled or enabled them last before that time. */
    lastSwitch: async (names: readonly string[], before: number): Promise<ReadonlyMap<string, AuditAction>> => {
      if (names.length === 0) return new Map();
      const query = lists
        .selectFrom('auditEvents')
        .select(['namespace', 'action'])
        .where('namespace', 'in', names)
        .where('action', 'in', ['account.disabled', 'account.enabled'])
        .where('at', '<', before);
      const rows = await query.orderBy('sequence').execute();
      return new Map(rows.map(({ namespace, action }) => [namespace ?? '', action]));
    },
    /** About these subjects from that time on, in the order of the log. */
    since: async (
      subjectIds: readonly string[],
      actions: readonly AuditAction[],
      from: number,
    ): Promise<readonly PlacedEvent[]> => {
      if (subjectIds.length === 0) return [];
      const query = lists.selectFrom('auditEvents').selectAll().where('subjectId', 'in', subjectIds);
      const rows = await query.where('action', 'in', actions).where('at', '>=', from).orderBy('sequence').execute();
      return rows.map(eventOf);
    },
    /** The last such event about each of these subjects in a namespace before that time. */
    lastAbout: async (
      namespace: string,
      subjectIds: readonly string[],
      actions: readonly AuditAction[],
      before: number,
    ): Promise<ReadonlyMap<string, AuditAction>> => {
      if (subjectIds.length === 0) return new Map();
      const query = lists
        .selectFrom('auditEvents')
        .select(['subjectId', 'action'])
        .where('subjectId', 'in', subjectIds)
        .where('namespace', '=', namespace);
      const rows = await query.where('action', 'in', actions).where('at', '<', before).orderBy('sequence').execute();
      return new Map(rows.map(({ subjectId, action }) => [subjectId, action]));
    },
    /** Newest first. */
    decisions: ({ page, pageSize, ...criteria }: DecisionCriteria & Page) => {
      const query = lists.selectFrom('auditEvents').where(isDecision(connection, criteria));
      return paged(query.selectAll().orderBy('sequence', 'desc'), query, { page, pageSize }, eventOf);
    },
    /** In the order of the log. */
    decisionsAfter: async (criteria: DecisionCriteria, afterSequence: number, limit: number) => {
      const query = lists.selectFrom('auditEvents').selectAll().where(isDecision(connection, criteria));
      const rows = await query.where('sequence', '>', afterSequence).orderBy('sequence').limit(limit).execute();
      return rows.map(eventOf);
    },
  };
}

type PartRow = Pick<EventRow, 'sequence' | 'action' | 'data' | 'actorType' | 'actorId' | 'actorName'> &
  Pick<EventRow, 'subjectType' | 'subjectId' | 'subjectName'>;

function partEvent(row: PartRow): PlacedEvent {
  const { sequence, action, data } = row;
  return {
    ...{ sequence, action },
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    subject: { type: row.subjectType, id: row.subjectId, name: row.subjectName },
    data: JSON.parse(data) as AuditData,
  };
}

function isPart(connection: Connection, part: HistoryPart): RawBuilder<SqlBool> {
  if ('subjectId' in part) return sql`(subject_id = ${part.subjectId} and action in (${sql.join(part.actions)}))`;
  const { namespace, action, teams } = part;
  const named = teams === undefined ? sql`1 = 1` : namesTeam(connection, teams);
  return sql`(namespace = ${namespace} and action = ${action} and ${named})`;
}

/**
 * The name of a team has no letter that JSON writes in another way, so its text takes the place of opening the JSON of
 * every event.
 */
function namesTeam({ locksRows }: Connection, teams: readonly string[]): RawBuilder<SqlBool> {
  if (teams.length === 0) return sql`1 = 0`;
  const facts = teams.map((name) => `"team":${JSON.stringify(name)}`);
  const found = facts.map((fact) => (locksRows ? sql`strpos(data, ${fact}) > 0` : sql`instr(data, ${fact}) > 0`));
  return sql`(${sql.join(found, sql` or `)})`;
}

/** Of repositories and teams, only those that matter here. */
function isDecision(connection: Connection, criteria: DecisionCriteria): RawBuilder<SqlBool> {
  const { namespace, actions, repositoryIds, teamIds, teamNames, from, to } = criteria;
  const among = (column: string, ids: readonly string[]) =>
    ids.length === 0 ? sql`1 = 0` : sql`${sql.ref(column)} in (${sql.join(ids)})`;
  return sql`(namespace = ${namespace} and action in (${sql.join(actions)}) and at >= ${from} and at < ${to}
    and (case when subject_type = 'repository' then ${among('subject_id', repositoryIds)}
      when subject_type = 'team' then ${among('subject_id', teamIds)}
      when action in ('team.member-added', 'team.member-removed') then ${namesTeam(connection, teamNames)}
      else 1 = 1 end))`;
}
