import { formatRepositoryName, LIBRARY, type RepositoryRight } from '@lanyard/core/repositories/repository';
import { approvalAsked, REQUESTS_PER_HOLDER } from '@lanyard/core/reviews/approval';
import { EXPIRES_SOON_DAYS, type FindingKind, NEVER_USED_DAYS, UNUSED_DAYS } from '@lanyard/core/reviews/findings';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { likePattern, limitsOf, type Page, type Paged, rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { rightOfRank } from '../access/access.ts';
import { type MemberRole, readTerms, type SingleSignOnStanding } from '../organizations/members.ts';
import type { Organization } from '../organizations/organizations.ts';

/** A token whose grants name repositories of one organization, and that the organization or one of its people holds. */
export interface ReviewedToken
  extends Pick<
    AccessToken,
    | 'id'
    | 'kind'
    | 'origin'
    | 'ownerId'
    | 'description'
    | 'grants'
    | 'createdAt'
    | 'createdBy'
    | 'createdClient'
    | 'commandLineId'
    | 'expiresAt'
    | 'idleSeconds'
    | 'deactivatedAt'
    | 'widenedAt'
  > {
  /** When it was last used anywhere: it decides whether it is idle for too long, and is for nobody else's eyes. */
  readonly lastUsedAt: number | null;
  /** Whether it names nothing but this organization's repositories. */
  readonly isOnlyHere: boolean;
  readonly holder: ReviewedHolder;
  /** Null where it was never used in this organization. */
  readonly lastUse: LastUse | null;
}

export interface ReviewedHolder {
  readonly type: 'account' | 'organization';
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  readonly hasSecondFactor: boolean;
  /** Null for the organization itself, and for somebody with a right who is no member. */
  readonly role: MemberRole | null;
  readonly memberSince: number | null;
  readonly singleSignOn: SingleSignOnStanding;
  readonly acceptedTerms: ReturnType<typeof readTerms>;
}

/** In this organization. */
export interface LastUse {
  readonly firstAt: number;
  readonly at: number;
  readonly repository: string;
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

/** What can be noticed about each token of a long list at once. */
export type FindingToFilter = Extract<
  FindingKind,
  'never-used' | 'unused' | 'no-expiry' | 'expires-soon' | 'no-second-factor' | 'holder-disabled' | 'not-approved'
>;

export type ReviewSort = 'created' | 'lastUsed' | 'holder' | 'expires';

export interface ReviewFilter extends Page {
  readonly organization: Pick<Organization, 'id' | 'name' | 'policy' | 'termsStricterSince'>;
  readonly now: number;
  readonly ids?: readonly string[] | undefined;
  /** Part of the holder's name, or of a description that this organization may see. */
  readonly search?: string | undefined;
  readonly kind?: AccessToken['kind'] | undefined;
  readonly status?: 'active' | 'inactive' | undefined;
  /** The name of who holds it. */
  readonly holder?: string | undefined;
  /** Those that name this repository of the organization, and whose holder has a right to it; without the namespace. */
  readonly repository?: string | undefined;
  /** Those of the members of this team. */
  readonly team?: string | undefined;
  /** Not used here at this time or later. */
  readonly unusedSince?: number | undefined;
  readonly expiry?: 'none' | undefined;
  readonly finding?: FindingToFilter | undefined;
  /** What the owners said: blocked, refused, waiting for an approval, or nothing. Of those that wait, the oldest of each holder. */
  readonly state?: 'blocked' | 'refused' | 'waiting' | 'free' | undefined;
  /** Made or widened after this time. */
  readonly newerThan?: number | undefined;
  /** `created` where it is left out. */
  readonly sort?: ReviewSort | undefined;
  /** `desc` where it is left out. */
  readonly order?: 'asc' | 'desc' | undefined;
}

/** Whose rights count; null for one whose right does not differ from one repository to another. */
export interface AlikeAsked {
  readonly namespace: string;
  readonly accountId: string | null;
  readonly patterns: readonly string[];
}

/** Repositories of equal visibility, to which somebody has equal rights, and that the same patterns name. */
export interface AlikeRow {
  /** Without the namespace. */
  readonly name: string;
  readonly count: number;
  readonly visibility: 'public' | 'private';
  readonly accountRight: RepositoryRight | null;
  readonly teamRight: RepositoryRight | null;
}

export function accessReviewReads(connection: Connection) {
  const { lists } = connection;
  return {
    /** What has not ended; ties by id. In either order, tokens without the time that they are sorted by come last. */
    list: async (filter: ReviewFilter): Promise<Paged<ReviewedToken>> => {
      const repository = await askedRepository(connection, filter);
      const found = sql`${TABLES(filter)} where ${conditionsOf(connection, filter, repository)}`;
      const { limit, offset } = limitsOf(filter);
      const order = orderOf(filter);
      // The ids first: a sort of whole rows would carry each of 10,000 along for the 25 that are shown.
      const ids = await rowsOf<{ id: string; total: number; place: number }>(
        lists,
        sql`select t.id, count(*) over () as total, row_number() over (order by ${order}) as place
          from ${found} order by place limit ${limit} offset ${offset}`,
      );
      if (ids.length === 0) {
        const [counted] = await rowsOf<{ total: number }>(lists, sql`select count(*) as total from ${found}`);
        return { total: Number(counted?.total ?? 0), items: [] };
      }
      const tokens = await rowsOf<Row>(
        lists,
        sql`select ${columnsOf(connection, filter.organization.name)} from ${TABLES(filter)}
          where t.id in (${sql.join(ids.map(({ id }) => id))})`,
      );
      const byId = new Map(tokens.map((row) => [row.id, row]));
      const inOrder = ids.toSorted((one, other) => Number(one.place) - Number(other.place));
      return {
        total: Number(ids[0]?.total ?? 0),
        items: inOrder.flatMap(({ id }) => byId.get(id) ?? []).map(tokenOf),
      };
    },
    /** Only repositories that one of the patterns names. */
    alike: async ({ namespace, accountId, patterns }: AlikeAsked): Promise<readonly AlikeRow[]> => {
      if (patterns.length === 0) return [];
      const names = patterns.map((pattern) => sql`case when ${isNamed(pattern)} then '1' else '0' end`);
      const right = accountId === null ? NO_RIGHTS : rightsOf(accountId);
      const rows = await rowsOf<RankedRow>(
        lists,
        sql`
        select min(name) as name, count(*) as count, visibility, account_rank, team_rank from (
          select r.name, r.visibility, account_rank, team_rank, ${sql.join(names, sql` || `)} as named
          from repositories r left join (${right}) held on held.repository_id = r.id
          where r.namespace = ${namespace}) each_one
        where named like '%1%' group by visibility, account_rank, team_rank, named
        order by visibility, account_rank, team_rank, named`,
      );
      return rows.map(({ name, count, visibility, accountRank, teamRank }) => {
        const rights = { accountRight: rightOfRank(accountRank), teamRight: rightOfRank(teamRank) };
        return { name, count: Number(count), visibility, ...rights };
      });
    },
  };
}

type RankedRow = Omit<AlikeRow, 'accountRight' | 'teamRight'> & {
  readonly accountRank: number | null;
  readonly teamRank: number | null;
};

const FULL_NAME = sql`case when substr(r.name, 1, 1) = '/' then substr(r.name, 2) else r.namespace || '/' || r.name end`;
const NO_RIGHTS = sql`
  select '' as repository_id, cast(null as integer) as account_rank, cast(null as integer) as team_rank where 1 = 0`;

const rightsOf = (accountId: string) => sql`
  select repository_id, max(case when subject_type = 'account' then rank end) as account_rank,
    max(case when subject_type = 'team' then rank end) as team_rank
  from repository_rights where (subject_type = 'account' and subject_id = ${accountId})
    or (subject_type = 'team' and subject_id in (select team_id from team_members where account_id = ${accountId}))
  group by repository_id`;

function isNamed(pattern: string): RawBuilder<SqlBool> {
  if (pattern === '*') return sql`1 = 1`;
  if (!pattern.endsWith('*')) return sql`${FULL_NAME} = ${pattern}`;
  const start = pattern.slice(0, -1);
  return sql`substr(${FULL_NAME}, 1, ${sql.lit(start.length)}) = ${start}`;
}

/** Grants are an array of JSON in text; each database opens it in its own way. */
function grantsIn({ locksRows }: Connection, condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> {
  const all = locksRows ? sql`json_array_elements(t.grants::json) as g(value)` : sql`json_each(t.grants) as g`;
  return sql`exists (select 1 from ${all} where ${condition})`;
}

/**
 * Whether the text of the grants holds this. A pattern has no letter that JSON writes in another way, and no other value
 * has this name, so it takes the place of opening the JSON of each of 10,000 tokens.
 */
function holds({ locksRows }: Connection, text: string): RawBuilder<SqlBool> {
  return locksRows ? sql`strpos(t.grants, ${text}) > 0` : sql`instr(t.grants, ${text}) > 0`;
}

/** Whether a pattern names this repository. */
function holdsPatternOf(connection: Connection, fullName: string): RawBuilder<SqlBool> {
  const firstStar = fullName.indexOf('/') + 1;
  const starts = Array.from({ length: firstStar === 0 ? 0 : fullName.length - firstStar + 1 }, (_, index) => {
    return `${fullName.slice(0, firstStar + index)}*`;
  });
  const patterns = ['*', fullName, ...starts].map((pattern) => holds(connection, `"pattern":"${pattern}"`));
  return sql`(${sql.join(patterns, sql` or `)})`;
}

/** Whether a pattern can name a repository of the namespace. */
function holdsPatternIn(connection: Connection, namespace: string): RawBuilder<SqlBool> {
  // Names of one segment begin in no common way.
  if (namespace === LIBRARY) return grantsIn(connection, sql`(${PATTERN} = '*' or ${isOfNamespace(namespace)})`);
  return sql`(${holds(connection, '"pattern":"*"')} or ${holds(connection, `"pattern":"${namespace}/`)})`;
}

const PATTERN = sql`(g.value ->> 'pattern')`;

/** As core's `isPatternOfOwner`. */
function isOfNamespace(namespace: string): RawBuilder<SqlBool> {
  const own = sql<SqlBool>`substr(${PATTERN}, 1, ${sql.lit(namespace.length + 1)}) = ${`${namespace}/`}`;
  return namespace === LIBRARY ? sql`(${own} or (${PATTERN} <> '*' and ${PATTERN} not like '%/%'))` : own;
}

/** As core's `matchesPattern`. */
function namesRepository(name: string): RawBuilder<SqlBool> {
  const start = sql`substr(${PATTERN}, 1, length(${PATTERN}) - 1)`;
  return sql`(${PATTERN} = ${name} or (${PATTERN} like '%*' and substr(${name}, 1, length(${PATTERN}) - 1) = ${start}))`;
}

const TABLES = ({ organization }: Pick<ReviewFilter, 'organization'>) => sql`access_tokens t
  left join accounts a on a.id = t.owner_id
  left join memberships m on m.organization_id = ${organization.id} and m.account_id = t.owner_id
  left join namespace_uses u on u.namespace = ${organization.name} and u.token_id = t.id`;

/** Whether every grant is a pattern of the namespace: as many of them begin so as there are. */
function isOnlyHere(connection: Connection, namespace: string): RawBuilder<SqlBool> {
  if (namespace === LIBRARY) {
    return sql`not ${grantsIn(connection, sql`(${PATTERN} is null or not ${isOfNamespace(namespace)})`)}`;
  }
  const count = (text: string) =>
    sql`(length(t.grants) - length(replace(t.grants, ${text}, ''))) / ${sql.lit(text.length)}`;
  return sql`(${count('"type":')} = ${count(`"pattern":"${namespace}/`)})`;
}

/** The same rule as core's `tokenStatus`, in the database's words. */
const isEnded = (now: number) => sql<SqlBool>`((t.expires_at is not null and t.expires_at <= ${now}) or
  (t.idle_seconds is not null and coalesce(t.last_used_at, t.created_at) + t.idle_seconds * 1000 <= ${now}))`;

function conditionsOf(
  connection: Connection,
  filter: Omit<ReviewFilter, keyof Page>,
  repository: AskedRepository | undefined,
  isRanking = false,
): RawBuilder<SqlBool> {
  const { newerThan, organization, now, ids, state, finding, search, kind, status, holder, team, unusedSince, expiry } =
    filter;
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
  if (state !== undefined) conditions.push(hasState(organization, state));
  if (state === 'waiting' && !isRanking) conditions.push(isAskedAbout(connection, organization, now));
  if (newerThan !== undefined) conditions.push(sql`${SINCE} > ${newerThan}`);
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

/** The same rules as core's `findingsOf`, in the database's words. */
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
    'not-approved': isFromBefore(organization),
  };
  return conditions[finding];
}

/** When it was made, or last became wider. */
const SINCE = sql`coalesce(t.widened_at, t.created_at)`;

/** The same rule as core's `holdOn`, in the database's words. */
function hasState(
  organization: ReviewFilter['organization'],
  state: NonNullable<ReviewFilter['state']>,
): RawBuilder<SqlBool> {
  const said = saidIn(organization);
  const isBlocked = sql`exists (${said} and k.kind = 'blocked'
    and (k.token_id = t.id or k.command_line_id = t.command_line_id))`;
  const isRefused = sql`exists (${said} and k.kind = 'refused' and k.token_id = t.id)`;
  const isNewer = sql`exists (${said} and k.kind = 'blocked' and k.holder_id = t.owner_id and k.at <= ${SINCE})`;
  const isNew = sql`(${isNewHere(organization)} and t.owner_id not in
    (select holder_id from trusted_holders where organization_id = ${organization.id}))`;
  const isApproved = isApprovedIn(organization);
  if (state === 'blocked') return sql`(not ${isApproved} and ${isBlocked})`;
  if (state === 'refused') return sql`(not ${isApproved} and not ${isBlocked} and ${isRefused})`;
  const isOpen = sql`not ${isBlocked} and not ${isRefused}`;
  if (state === 'waiting') return sql`(not ${isApproved} and ${isOpen} and (${isNewer} or ${isNew}))`;
  return sql`(${isApproved} or (${isOpen} and not ${isNewer} and not ${isNew}))`;
}

const saidIn = ({ id }: ReviewFilter['organization']) =>
  sql`select 1 from reach_rulings k where k.organization_id = ${id}`;

const isApprovedIn = (organization: ReviewFilter['organization']) =>
  sql`exists (${saidIn(organization)} and k.token_id = t.id and k.kind = 'approved' and k.at >= ${SINCE})`;

/** The same rule as core's `isNewForApproval`; tokens of the organization itself are made by its owners. */
function isNewHere({ id, policy, termsStricterSince }: ReviewFilter['organization']): RawBuilder<SqlBool> {
  const asked = approvalAsked(policy, termsStricterSince);
  if (!asked) return sql`1 = 0`;
  const isSince = (from: number) => sql`(m.created_at is null or m.created_at >= ${from} or ${SINCE} >= ${from})`;
  const auto = asked.autoSince === null ? sql`1 = 0` : isSince(asked.autoSince);
  return sql`(t.owner_id <> ${id} and case when t.origin = 'manual' then ${isSince(asked.manualSince)} else ${auto} end)`;
}

/** Made by hand before owners had to approve such tokens, and not approved. */
function isFromBefore(organization: ReviewFilter['organization']): RawBuilder<SqlBool> {
  const { id, policy } = organization;
  if (!policy.tokenApproval) return sql`1 = 0`;
  const isAsked = policy.autoTokenApproval ? sql`1 = 1` : sql`t.origin = 'manual'`;
  return sql`(t.owner_id <> ${id} and ${isAsked} and not ${isNewHere(organization)} and not ${isApprovedIn(organization)})`;
}

/** The oldest that wait of each holder, whatever else is asked for: a flood of one member's tokens hides no other's. */
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

async function askedRepository({ lists }: Connection, { repository, organization }: ReviewFilter) {
  if (repository === undefined) return undefined;
  const query = lists.selectFrom('repositories').select(['id', 'name', 'visibility']);
  return query.where('namespace', '=', organization.name).where('name', '=', repository).executeTakeFirst();
}

/** Without what the policy takes away, which the row itself says. */
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
    and (t.owner_id = ${ours} or m.role = 'owner'
      or t.owner_id in (select subject_id from repository_rights where repository_id = ${id} and subject_type = 'account')
      or (m.role is not null and t.owner_id in (select tm.account_id from team_members tm
        join repository_rights rr on rr.subject_id = tm.team_id and rr.subject_type = 'team'
        where rr.repository_id = ${id})))`;
}

const HOLDER = (organization: string) => sql`coalesce(a.name, ${organization})`;

function likeIn(namespace: string, search: string): RawBuilder<SqlBool> {
  return namespace.includes(search.toLowerCase()) ? sql`1 = 1` : sql`1 = 0`;
}

/** Never by a description: the order would tell of those that are not shown. */
function orderOf({ sort = 'created', order = 'desc', organization }: ReviewFilter) {
  const direction = order === 'asc' ? sql`asc` : sql`desc`;
  const column = {
    created: sql`t.created_at`,
    lastUsed: sql`u.last_at`,
    holder: HOLDER(organization.name),
    expires: sql`t.expires_at`,
  }[sort];
  const nulls = sort === 'lastUsed' || sort === 'expires' ? sql`${direction} nulls last` : direction;
  return sql`${column} ${nulls}, t.id ${direction}`;
}

interface Row {
  readonly id: string;
  readonly kind: AccessToken['kind'];
  readonly origin: AccessToken['origin'];
  readonly ownerId: string;
  readonly description: string;
  readonly grants: string;
  readonly createdAt: number;
  readonly createdBy: string | null;
  readonly createdClient: string;
  readonly commandLineId: string | null;
  readonly expiresAt: number | null;
  readonly idleSeconds: number | null;
  readonly deactivatedAt: number | null;
  readonly widenedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly isOnlyHere: number;
  readonly accountId: string | null;
  readonly holderName: string;
  readonly isAdministrator: number | null;
  readonly disabledAt: number | null;
  readonly hasSecondFactor: number | null;
  readonly role: MemberRole | null;
  readonly memberSince: number | null;
  readonly provenAt: number | null;
  readonly endedAt: number | null;
  readonly acceptedTerms: string | null;
  readonly firstAt: number | null;
  readonly usedAt: number | null;
  readonly usedRepository: string | null;
  readonly usedActions: string | null;
  readonly usedAddress: string | null;
  readonly usedClient: string | null;
}

const columnsOf = (connection: Connection, namespace: string) => sql`
  t.id, t.kind, t.origin, t.owner_id, t.description, t.grants, t.created_at, t.created_by, t.created_client,
  t.command_line_id, t.expires_at, t.idle_seconds, t.deactivated_at, t.widened_at, t.last_used_at,
  case when ${isOnlyHere(connection, namespace)} then 1 else 0 end as is_only_here,
  a.id as account_id, ${HOLDER(namespace)} as holder_name, a.is_administrator, a.disabled_at, a.has_second_factor,
  m.role, m.created_at as member_since, m.sso_proven_at as proven_at, m.sso_ended_at as ended_at, m.accepted_terms,
  u.first_at, u.last_at as used_at, u.repository as used_repository, u.actions as used_actions,
  u.address as used_address, u.client as used_client`;

function tokenOf(row: Row): ReviewedToken {
  const { grants, isOnlyHere: onlyHere, accountId, holderName, isAdministrator, disabledAt, hasSecondFactor } = row;
  const { role, memberSince, provenAt, endedAt, acceptedTerms } = row;
  const { firstAt, usedAt, usedRepository, usedActions, usedAddress, usedClient, ...token } = row;
  return {
    id: token.id,
    kind: token.kind,
    origin: token.origin,
    ownerId: token.ownerId,
    description: token.description,
    grants: JSON.parse(grants) as readonly Grant[],
    createdAt: token.createdAt,
    createdBy: token.createdBy,
    createdClient: token.createdClient,
    commandLineId: token.commandLineId,
    expiresAt: token.expiresAt,
    idleSeconds: token.idleSeconds,
    deactivatedAt: token.deactivatedAt,
    widenedAt: token.widenedAt,
    lastUsedAt: token.lastUsedAt,
    isOnlyHere: onlyHere === 1,
    holder: {
      type: accountId === null ? 'organization' : 'account',
      name: holderName,
      isAdministrator: isAdministrator === 1,
      disabledAt,
      hasSecondFactor: hasSecondFactor === 1,
      role,
      memberSince,
      singleSignOn: { provenAt, endedAt },
      acceptedTerms: readTerms(acceptedTerms),
    },
    lastUse:
      firstAt === null || usedAt === null
        ? null
        : {
            firstAt,
            at: usedAt,
            repository: usedRepository ?? '',
            actions: usedActions ?? '',
            address: usedAddress ?? '',
            client: usedClient ?? '',
          },
  };
}
