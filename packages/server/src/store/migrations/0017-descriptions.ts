import { type Kysely, sql } from 'kysely';

/** Descriptions of teams and repositories, and when a repository's record was changed. */
export async function descriptions(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table teams add column description ${text} not null default ''`,
  `alter table repositories add column description ${text} not null default ''`,
  `alter table repositories add column full_description ${text} not null default ''`,
  'alter table repositories add column changed_at bigint',
];
