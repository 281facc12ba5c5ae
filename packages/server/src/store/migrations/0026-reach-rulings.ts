import { type Kysely, sql } from 'kysely';

/** The decisions of owners about tokens in their organization. */
export async function reachRulings(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table reach_rulings (organization_id ${text} not null references organizations (id) on delete cascade,
    token_id ${text} not null references access_tokens (id), holder_id ${text} not null, command_line_id ${text},
    kind ${text} not null, reason ${text} not null, at bigint not null, made_by ${text} not null,
    primary key (organization_id, token_id))`,
  'create index reach_rulings_by_holder on reach_rulings (organization_id, holder_id)',
];
