import { type Kysely, sql } from 'kysely';

/**
 * Rules that wait for their date, what they do not bind, tokens that were let in again, whose password was used where, and
 * who was told of what stops.
 */
export async function lifetimeRules(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table organizations add column pending_rules ${text}`,
  `create table rule_exemptions (organization_id ${text} not null references organizations (id) on delete cascade,
    rule ${text} not null, subject_id ${text} not null, token_id ${text} references access_tokens (id),
    account_id ${text}, reason ${text} not null, at bigint not null, ends_at bigint not null, made_by ${text} not null,
    primary key (organization_id, rule, subject_id),
    foreign key (organization_id, account_id) references memberships (organization_id, account_id) on delete cascade)`,
  'create index rule_exemptions_by_end on rule_exemptions (ends_at)',
  `create table let_in_tokens (organization_id ${text} not null references organizations (id) on delete cascade,
    token_id ${text} not null references access_tokens (id), at bigint not null, primary key (organization_id, token_id))`,
  `create table password_uses (namespace ${text} not null,
    account_id ${text} not null references accounts (id) on delete cascade, last_at bigint not null,
    primary key (namespace, account_id))`,
  'create index password_uses_by_age on password_uses (last_at)',
  `create table told_stops (organization_id ${text} not null references organizations (id) on delete cascade,
    rule ${text} not null, subject_id ${text} not null, stops_at bigint not null, days bigint not null,
    told_at bigint not null, primary key (organization_id, rule, subject_id))`,
  'create index told_stops_by_stop on told_stops (stops_at)',
  `create table told_stop_rounds (organization_id ${text} primary key references organizations (id) on delete cascade,
    looked_at bigint not null, digest_at bigint not null)`,
];
