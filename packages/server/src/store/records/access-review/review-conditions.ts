import { REQUESTS_PER_HOLDER } from '@lanyard/core/access-review/approval';
import {
  EXPIRES_SOON_DAYS,
  type FindingKind,
  NEVER_USED_DAYS,
  UNUSED_DAYS,
} from '@lanyard/core/access-review/findings';
import { formatRepositoryName } from '@lanyard/core/repositories/repository';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { likePattern, type Page } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import type { Organization } from '../organizations/organizations.ts';
import { grantsIn, holds, holdsPatternIn, holdsPatternOf, isOnlyHere, namesRepository } from './grants-in-sql.ts';
import { hasState, isFromBefore, type OwnersSaid, SINCE } from './said-in-sql.ts';

/** The findings that a long list can filter by. */
export type FindingToFilter = Extract<
  FindingKind,
  | 'never-used'
  | 'unused'
  | 'no-expiry'
  | 'expires-soon'
  | 'no-second-factor'
  | 'holder-disabled'
  | 'maker-left'
  | 'not-approved'
  | 'against-policy'
>;

export type ReviewSort = 'created' | 'lastUsed' | 'holder' | 'expires';

/** A place in the order in which tokens were created. */
export interface TokenPlace {
  readonly createdAt: number;
  readonly id: string;
}

export interface ReviewFilter extends Page {
  readonly organization: Pick<Organization, 'id' | 'name' | 'policy' | 'termsStricterSince'>;
  readonly now: number;
  readonly ids?: readonly string[] | undefined;
  /** A part of the holder's name, or of a description that this organization may see. */
  readonly search?: string | undefined;
  readonly kind?: AccessToken['kind'] | undefined;
  readonly status?: 'active' | 'inactive' | undefined;
  /** The name of the holder. */
  readonly holder?: string | undefined;
  /**
   * Tokens that name this repository of the organization (without the namespace), and whose holder has a right to it.
   */
  readonly repository?: string | undefined;
  /** Tokens of the members of this team. */
  readonly team?: string | undefined;
  /** Not used here since this time. */
  readonly unusedSince?: number | undefined;
  readonly expiry?: 'none' | undefined;
  readonly finding?: FindingToFilter | undefined;
  /**
   * The owners' decision: blocked, refused, waiting for an approval, or none. Of the waiting ones, the oldest of each
   * holder.
   */
  readonly state?: OwnersSaid | undefined;
  /** Created or widened after this time. */
  readonly newerThan?: number | undefined;
  /** Created at this time or before. */
  readonly createdUntil?: number | undefined;
  /** Created after this one. */
  readonly after?: TokenPlace | undefined;
  /** Default: `created`. */
  readonly sort?: ReviewSort | undefined;
  /** Default: `desc`. */
  readonly order?: 'asc' | 'desc' | undefined;
}

export const TABLES = ({ organization }: Pick<ReviewFilter, 'organization'>) => sql`access_tokens t
  left join accounts a on a.id = t.owner_id
  left join memberships m on m.organization_id = ${organization.id} and m.account_id = t.owner_id
  left join namespace_uses u on u.namespace = ${organization.name} and u.token_id = t.id`;

/** The same rule as core's `tokenStatus`, in SQL. */
export const isEnded = (now: number) => sql<SqlBool>`((t.expires_at is not null and t.expires_at <= ${now}) or
  (t.idle_seconds is not null and coalesce(t.last_used_at, t.created_at) + t.idle_seconds * 1000 <= ${now}))`;

export function conditionsOf(
  connection: Connection,
  filter: Omit<ReviewFilter, keyof Page>,
  repository: AskedRepository | undefined,
  isRanking = false,
): RawBuilder<SqlBool> {
  const { organization, now, ids, state, finding, search, kind, status, holder, team, unusedSince, expiry } = filter;
  const { id: ours, name: namespace } = organization;
  const conditions = [
    sql<SqlBool>`t.owner_id in (select ${ours} union select account_id from memberships where organization_id = ${ours}
      union select rr.subject_id from repository_rights rr join repositories r on r.id = rr.repository_id
        where r.namespace = ${namespace} and rr.subject_type = 'account')`,
    sql<SqlBool>`t.deleted_at is null`,
    sql<SqlBool>`not ${isEnded(now)}`,
    holdsPatternIn(connection, namespace),
  ];
  if (ids !== undefined) conditions.push(sql`t.id in (${sql.join(ids)})`);
  if (finding !== undefined) conditions.push(isNoticed(organization, finding, now));
  // Those that are asked about wait, and what the owners said of 10,000 tokens is not looked up twice.
  if (state === 'waiting' && !isRanking) conditions.push(isAskedAbout(connection, organization, now));
  else if (state !== undefined) conditions.push(hasState(organization, state));
  conditions.push(...conditionsOfAge(filter));
  if (kind !== undefined) conditions.push(sql`t.kind = ${kind}`);
  if (status === 'active') conditions.push(sql`t.deactivated_at is null`);
  if (status === 'inactive') conditions.push(sql`t.deactivated_at is not null`);
  if (holder !== undefined) conditions.push(sql`${HOLDER(namespace)} = ${holder}`);
  if (expiry === 'none') conditions.push(sql`t.expires_at is null`);
  if (unusedSince !== undefined) {
    conditions.push(sql`t.id not in (select token_id from namespace_uses
      where namespace = ${namespace} and last_at >= ${unusedSince})`);
  }
  if (search !== undefined) {
    const byName = sql`case when a.id is null then ${likeIn(namespace, search)} else ${likePattern('a.name', search)} end`;
    const shown = isOnlyHere(connection, namespace);
    conditions.push(sql`(${byName} or (${likePattern('t.search_text', search)} and ${shown}))`);
  }
  if (team !== undefined) {
    conditions.push(sql`t.owner_id in (select tm.account_id from team_members tm join teams on teams.id = tm.team_id
      where teams.organization_id = ${ours} and teams.name = ${team})`);
  }
  if (filter.repository !== undefined) conditions.push(reaches(connection, organization, repository));
  return sql`${sql.join(conditions, sql` and `)}`;
}

const DAY_MILLISECONDS = 86_400_000;

/** The same rules as core's `findingsOf`, in SQL. */
function isNoticed(
  organization: ReviewFilter['organization'],
  finding: FindingToFilter,
  now: number,
): RawBuilder<SqlBool> {
  const before = (days: number) => sql.lit(now - days * DAY_MILLISECONDS);
  const conditions: Readonly<Record<FindingToFilter, RawBuilder<SqlBool>>> = {
    'never-used': sql`(u.last_at is null and t.created_at <= ${before(NEVER_USED_DAYS)})`,
    unused: sql`u.last_at <= ${before(UNUSED_DAYS)}`,
    'no-expiry': sql`t.expires_at is null`,
    'expires-soon': sql`t.expires_at <= ${before(-EXPIRES_SOON_DAYS)}`,
    'no-second-factor': sql`a.has_second_factor = 0`,
    'holder-disabled': sql`a.disabled_at is not null`,
    'maker-left': sql`(t.owner_id = ${organization.id} and t.created_by is not null and t.created_by not in
      (select maker.name from memberships mm join accounts maker on maker.id = mm.account_id
        where mm.organization_id = ${organization.id} and maker.disabled_at is null))`,
    'not-approved': isFromBefore(organization),
    'against-policy': livesTooLong(organization, now),
  };
  return conditions[finding];
}

/** The same rule as core's `tokenStop` about the maximum lifetime, in SQL. The policy is the one that binds now. */
function livesTooLong({ id, policy }: ReviewFilter['organization'], now: number): RawBuilder<SqlBool> {
  const { maximumTokenLifetimeSeconds: maximum } = policy;
  if (maximum === null) return sql`1 = 0`;
  return sql`((t.expires_at is null or t.expires_at - t.created_at > ${sql.lit(maximum * 1000)})
    and (t.origin <> 'auto' or t.created_at + ${sql.lit(maximum * 1000)} <= ${now})
    and not exists (select 1 from rule_exemptions e where e.organization_id = ${id}
      and e.rule = 'maximumTokenLifetimeSeconds' and e.subject_id in (t.id, t.owner_id) and e.ends_at > ${now}))`;
}

function conditionsOfAge({
  newerThan,
  createdUntil,
  after,
}: Omit<ReviewFilter, keyof Page>): readonly RawBuilder<SqlBool>[] {
  return [
    ...(createdUntil === undefined ? [] : [sql<SqlBool>`t.created_at <= ${createdUntil}`]),
    ...(after === undefined
      ? []
      : [
          sql<SqlBool>`(t.created_at > ${after.createdAt} or (t.created_at = ${after.createdAt} and t.id > ${after.id}))`,
        ]),
    ...(newerThan === undefined ? [] : [sql<SqlBool>`${SINCE} > ${newerThan}`]),
  ];
}

/**
 * The oldest waiting tokens of each holder, whatever else the filter is. So one member's many tokens cannot hide those
 * of others.
 */
function isAskedAbout(
  connection: Connection,
  organization: ReviewFilter['organization'],
  now: number,
): RawBuilder<SqlBool> {
  const waits = conditionsOf(connection, { organization, now, state: 'waiting' }, undefined, true);
  return sql`t.id in (select id from (
    select t.id, row_number() over (partition by t.owner_id order by ${SINCE}, t.id) as nth
    from ${TABLES({ organization })} where ${waits}) ranked where nth <= ${sql.lit(REQUESTS_PER_HOLDER)})`;
}

interface AskedRepository {
  readonly id: string;
  readonly name: string;
  readonly visibility: 'public' | 'private';
}

export async function askedRepository(
  { lists }: Connection,
  { repository, organization }: Pick<ReviewFilter, 'repository' | 'organization'>,
) {
  if (repository === undefined) return undefined;
  const query = lists.selectFrom('repositories').select(['id', 'name', 'visibility']);
  return query.where('namespace', '=', organization.name).where('name', '=', repository).executeTakeFirst();
}

/** Without the limits of the policy, which the row itself shows. */
function reaches(
  connection: Connection,
  { id: ours, name: namespace }: ReviewFilter['organization'],
  repository: AskedRepository | undefined,
): RawBuilder<SqlBool> {
  if (!repository) return sql`1 = 0`;
  const { id, name, visibility } = repository;
  const fullName = formatRepositoryName({ namespace, name });
  const isHeld = holdsPatternOf(connection, fullName);
  if (visibility === 'public') return isHeld;
  const any = sql<SqlBool>`(g.value ->> 'visibility') = 'any' and ${namesRepository(fullName)}`;
  return sql`${isHeld} and (not ${holds(connection, '"visibility":"public"')} or ${grantsIn(connection, any)})
    and (t.owner_id = ${ours} or m.role in ('owner', 'editor')
      or t.owner_id in (select subject_id from repository_rights where repository_id = ${id} and subject_type = 'account')
      or (m.role is not null and t.owner_id in (select tm.account_id from team_members tm
        join repository_rights rr on rr.subject_id = tm.team_id and rr.subject_type = 'team'
        where rr.repository_id = ${id})))`;
}

export const HOLDER = (organization: string) => sql`coalesce(a.name, ${organization})`;

function likeIn(namespace: string, search: string): RawBuilder<SqlBool> {
  return namespace.includes(search.toLowerCase()) ? sql`1 = 1` : sql`1 = 0`;
}
