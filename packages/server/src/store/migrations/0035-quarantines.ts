import { type Kysely, sql } from 'kysely';

/**
 * Images that the gate refuses to everybody, by the name of their repository, so that the quarantine survives a deleted
 * and recreated record. Also the address at which this server reaches a registry behind its gate.
 */
export async function quarantines(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table quarantines (registry_id ${text} not null references registries (id) on delete cascade,
    repository ${text} not null, digest ${text} not null, reason ${text} not null, source ${text} not null,
    made_by ${text}, created_at bigint not null, primary key (registry_id, repository, digest))`,
  'create index quarantines_by_repository on quarantines (repository, created_at)',
  `alter table registries add column internal_url ${text}`,
];
