import { type Kysely, sql } from 'kysely';

/**
 * Images that the gate gives to nobody, by the name of their repository: it holds on where the record of the repository is
 * deleted and made again. And where this server reaches a registry itself, past the gate.
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
