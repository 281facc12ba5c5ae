import { type Kysely, sql } from 'kysely';

/** All tables of the first release, for both databases. The order of text and the audit triggers differ. */
export async function foundation(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const statements = [...tables(TEXT[dialect]), ...INDEXES, FIRST_HEAD, ...AUDIT_TRIGGERS[dialect]];
  for (const statement of statements) await sql.raw(statement).execute(database);
}

/** Both compare byte by byte. With its locale, PostgreSQL would sort names differently on every machine. */
const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const tables = (text: string) => [
  `create table namespaces (name ${text} primary key, owner_type ${text} not null, owner_id ${text} not null unique)`,
  `create table accounts (id ${text} primary key, name ${text} not null unique, email ${text} not null unique,
    password_hash ${text}, is_administrator integer not null, disabled_at bigint, created_at bigint not null)`,
  `create table sessions (id ${text} primary key, digest ${text} not null unique,
    account_id ${text} not null references accounts (id) on delete cascade, created_at bigint not null,
    authenticated_at bigint not null, last_seen_at bigint not null, address ${text} not null, client ${text} not null)`,
  `create table organizations (id ${text} primary key, name ${text} not null unique, policy ${text} not null,
    created_at bigint not null)`,
  `create table memberships (organization_id ${text} not null references organizations (id) on delete cascade,
    account_id ${text} not null references accounts (id) on delete cascade, role ${text} not null,
    created_at bigint not null, primary key (organization_id, account_id))`,
  `create table teams (id ${text} primary key,
    organization_id ${text} not null references organizations (id) on delete cascade, name ${text} not null,
    created_at bigint not null, unique (organization_id, name))`,
  `create table team_members (team_id ${text} not null references teams (id) on delete cascade,
    account_id ${text} not null references accounts (id) on delete cascade, primary key (team_id, account_id))`,
  `create table repositories (id ${text} primary key, namespace ${text} not null references namespaces (name),
    name ${text} not null, visibility ${text} not null, created_at bigint not null, unique (namespace, name))`,
  `create table repository_rights (repository_id ${text} not null references repositories (id) on delete cascade,
    subject_type ${text} not null, subject_id ${text} not null, rank integer not null,
    primary key (repository_id, subject_type, subject_id))`,
  `create table access_tokens (id ${text} primary key, digest ${text} not null unique, kind ${text} not null,
    origin ${text} not null, owner_id ${text} not null references namespaces (owner_id), description ${text} not null,
    search_text ${text} not null, grants ${text} not null, hub_scopes ${text}, created_at bigint not null,
    created_address ${text} not null, created_client ${text} not null, expires_at bigint, expires_at_text ${text},
    deactivated_at bigint, deleted_at bigint, deleted_because ${text}, last_used_at bigint, last_used_address ${text},
    last_used_client ${text})`,
  `create table token_usage (token_id ${text} not null references access_tokens (id), day bigint not null,
    registry ${text} not null, repository ${text} not null, actions ${text} not null, address ${text} not null,
    client ${text} not null, count bigint not null, last_at bigint not null,
    primary key (token_id, day, registry, repository, actions, address, client))`,
  `create table registries (id ${text} primary key, name ${text} not null unique, service ${text} not null unique,
    kind ${text} not null, token_ttl_seconds integer not null, leaf_not_before bigint not null,
    created_at bigint not null)`,
  `create table signing_keys (id ${text} primary key, purpose ${text} not null unique, algorithm ${text} not null,
    certificate_pem ${text}, public_key_pem ${text} not null, sealed_private_key ${text} not null,
    created_at bigint not null)`,
  `create table setup_codes (id integer primary key check (id = 1), digest ${text} not null, expires_at bigint not null)`,
  `create table audit_events (sequence bigint primary key, id ${text} not null unique, at bigint not null,
    action ${text} not null, actor_type ${text} not null, actor_id ${text} not null, actor_name ${text} not null,
    subject_type ${text} not null, subject_id ${text} not null, subject_name ${text} not null, namespace ${text},
    address ${text} not null, client ${text} not null, data ${text} not null, previous_digest ${text} not null,
    digest ${text} not null)`,
  `create table audit_head (id integer primary key check (id = 1), sequence bigint not null, digest ${text} not null)`,
];

const INDEXES = [
  `create index sessions_of_account on sessions (account_id)`,
  `create index memberships_of_account on memberships (account_id)`,
  `create index team_members_of_account on team_members (account_id)`,
  `create index rights_of_subject on repository_rights (subject_type, subject_id)`,
  // Includes all columns by which the list filters and counts, so that only the rows of the page are read.
  `create index tokens_of_owner on access_tokens (owner_id, created_at, id, origin, expires_at, deactivated_at)
    where deleted_at is null`,
  `create index audit_of_namespace on audit_events (namespace, sequence)`,
  `create index audit_of_actor on audit_events (actor_name, sequence)`,
  `create index audit_of_subject on audit_events (subject_id, sequence)`,
  `create index audit_of_time on audit_events (at)`,
];

/** The start of the chain. It does not use core's `EMPTY_HEAD`, because a released step never changes. */
const FIRST_HEAD = `insert into audit_head (id, sequence, digest) values (1, 0, '${'0'.repeat(64)}')`;

/** Evidence is never edited, not even by a bug of ours. */
const AUDIT_TRIGGERS = {
  sqlite: ['update', 'delete'].map(
    (verb) => `create trigger audit_events_no_${verb} before ${verb} on audit_events
      begin select raise(abort, 'audit events are never changed'); end`,
  ),
  postgres: [
    `create function refuse_audit_change() returns trigger language plpgsql as
      $$ begin raise exception 'audit events are never changed'; end $$`,
    `create trigger audit_events_unchanged before update or delete or truncate on audit_events
      for each statement execute function refuse_audit_change()`,
  ],
};
