import { type Kysely, sql } from 'kysely';

/** Immutable tags that are being pushed, so that of two first pushes one wins. Also when a gate was last tested. */
export async function tagClaims(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table tag_claims (registry_id ${text} not null references registries (id) on delete cascade,
    repository ${text} not null, tag ${text} not null, push_id ${text} not null, expires_at bigint not null,
    primary key (registry_id, repository, tag))`,
  'create index tag_claims_by_expiry on tag_claims (expires_at)',
  'alter table registries add column gate_tested_at bigint',
];
