import { type Kysely, sql } from 'kysely';

/** The requests that passed the gate, and the daily counts that remain of them after some time. */
export async function passages(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table passages (id ${text} primary key, at bigint not null, registry ${text} not null,
    repository ${text} not null, action ${text} not null, reference ${text} not null, digest ${text},
    token_id ${text}, holder_id ${text}, holder ${text}, address ${text} not null, client ${text} not null,
    status integer, bytes bigint, count integer not null)`,
  'create index passages_by_repository on passages (repository, at)',
  'create index passages_by_token on passages (token_id, at)',
  'create index passages_by_time on passages (at)',
  `create table passage_days (day bigint not null, registry ${text} not null, repository ${text} not null,
    action ${text} not null, reference ${text} not null, digest ${text} not null, token_id ${text} not null,
    holder_id ${text} not null, holder ${text} not null, count integer not null,
    primary key (day, registry, repository, action, reference, digest, token_id, holder_id))`,
  'create index passage_days_by_repository on passage_days (repository, day)',
  'create index passage_days_by_token on passage_days (token_id, day)',
];
