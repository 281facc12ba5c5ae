import type { AuditAction, AuditData } from '@lanyard/core/audit/audit-event';
import type { AccessEvent } from '@lanyard/core/evidence/access-events';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { countOf, limitsOf, type Page, rowsOf } from '../../paged.ts';
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
      /** Only events about these accounts, and those that make or unmake an owner. */
      readonly people?: readonly string[];
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
  const countOfDecisions = (criteria: DecisionCriteria) =>
    countOf(lists.selectFrom('auditEvents').where(isDecision(connection, criteria)));
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
        .select(['sequence', 'namespace', 'action'])
        .where('namespace', 'in', names)
        .where('action', 'in', ['account.disabled', 'account.enabled'])
        .where('at', '<', before);
      const rows = (await query.execute()).toSorted(inOrder);
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
      const rows = await query.where('action', 'in', actions).where('at', '>=', from).execute();
      return rows.toSorted(inOrder).map(eventOf);
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
        .select(['sequence', 'subjectId', 'action'])
        .where('subjectId', 'in', subjectIds)
        .where('namespace', '=', namespace);
      const rows = await query.where('action', 'in', actions).where('at', '<', before).execute();
      return new Map(rows.toSorted(inOrder).map(({ subjectId, action }) => [subjectId, action]));
    },
    /** Newest first. */
    decisions: async ({ page, pageSize, ...criteria }: DecisionCriteria & Page) => {
      const { limit, offset } = limitsOf({ page, pageSize });
      // The places first: a sort of whole events would carry each of 100,000 along for the 25 that are shown.
      const places = await rowsOf<{ sequence: number; total: number }>(
        lists,
        sql`select sequence, count(*) over () as total from audit_events where ${isDecision(connection, criteria)}
          order by sequence desc limit ${limit} offset ${offset}`,
      );
      const items = places.map(({ sequence }) => sequence);
      const total = Number(places[0]?.total ?? (page === 1 ? 0 : await countOfDecisions(criteria)));
      if (items.length === 0) return { total, items: [] };
      const rows = await lists.selectFrom('auditEvents').selectAll().where('sequence', 'in', items).execute();
      return { total, items: rows.toSorted((one, other) => inOrder(other, one)).map(eventOf) };
    },
    /** In the order of the log. */
    decisionsAfter: async (criteria: DecisionCriteria, afterSequence: number, limit: number) => {
      const query = lists.selectFrom('auditEvents').selectAll().where(isDecision(connection, criteria));
      const rows = await query.where('sequence', '>', afterSequence).orderBy('sequence').limit(limit).execute();
      return rows.map(eventOf);
    },
  };
}

/** Asked of the database, the order of a few events would lead it through all of them. */
function inOrder({ sequence: one }: { readonly sequence: number }, { sequence: other }: { readonly sequence: number }) {
  return one - other;
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
  const { namespace, action, teams, people } = part;
  const named = teams === undefined ? sql`1 = 1` : namesTeam(connection, teams);
  const isOfOwner = sql`${holdsText(connection, '"owner"')}`;
  const isOfPeople = people?.length ? sql`(subject_name in (${sql.join(people)}) or ${isOfOwner})` : isOfOwner;
  return sql`(namespace = ${namespace} and action = ${action} and ${named} and ${people ? isOfPeople : sql`1 = 1`})`;
}

/**
 * The name of a team has no letter that JSON writes in another way, so its text takes the place of opening the JSON of
 * every event.
 */
function namesTeam(connection: Connection, teams: readonly string[]): RawBuilder<SqlBool> {
  if (teams.length === 0) return sql`1 = 0`;
  const found = teams.map((name) => holdsText(connection, `"team":${JSON.stringify(name)}`));
  return sql`(${sql.join(found, sql` or `)})`;
}

function holdsText({ locksRows }: Connection, text: string): RawBuilder<SqlBool> {
  return locksRows ? sql`strpos(data, ${text}) > 0` : sql`instr(data, ${text}) > 0`;
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
