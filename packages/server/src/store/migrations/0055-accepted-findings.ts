import { type Kysely, sql } from 'kysely';

/**
 * What owners accepted in the images of a repository, what the policy did about each image, and the repositories whose
 * images are looked at again because a rule or an acceptance changed.
 */
export async function acceptedFindings(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table accepted_findings (id ${text} primary key,
    repository_id ${text} not null references repositories (id) on delete cascade, kind ${text} not null,
    name ${text} not null, place ${text} not null, reason ${text} not null, made_by ${text} not null, at bigint not null,
    ends_at bigint not null, unique (repository_id, kind, name, place))`,
  'create index accepted_findings_by_end on accepted_findings (ends_at)',
  `alter table images add column measured ${text}`,
  'create index images_of_namespace on images (namespace, id)',
  `create table image_rechecks (namespace ${text} not null, repository ${text} not null, after_id ${text} not null,
    primary key (namespace, repository))`,
];
