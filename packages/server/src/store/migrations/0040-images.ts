import { type Kysely, sql } from 'kysely';

/** The images in registries, as far as this server looked them up, and the results of their scans. */
export async function images(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table registry_connections (registry_id ${text} primary key references registries (id) on delete cascade, secret_made_at bigint not null, walk_at bigint not null, walk_after ${text} not null,
    fault ${text})`,
  `create table image_hints (registry_id ${text} not null references registries (id) on delete cascade,
    repository ${text} not null, reference ${text} not null, due_at bigint not null, attempts integer not null,
    primary key (registry_id, repository, reference))`,
  'create index image_hints_by_due on image_hints (due_at)',
  `create table images (id ${text} primary key, registry_id ${text} not null references registries (id) on delete cascade,
    namespace ${text} not null, repository ${text} not null, digest ${text} not null, kind ${text} not null,
    media_type ${text} not null, artifact_type ${text}, subject ${text}, size bigint not null, platform ${text},
    seen_at bigint not null, verdict integer not null, acted integer not null,
    unique (registry_id, repository, digest))`,
  'create index images_by_repository on images (repository, seen_at)',
  'create index images_by_namespace on images (namespace, verdict)',
  'create index images_by_verdict on images (verdict, acted)',
  `create table image_tags (registry_id ${text} not null, repository ${text} not null, tag ${text} not null,
    image_id ${text} not null references images (id) on delete cascade, seen_at bigint not null,
    primary key (registry_id, repository, tag))`,
  'create index image_tags_by_image on image_tags (image_id)',
  'create index image_tags_by_repository on image_tags (repository, seen_at)',
  `create table image_children (image_id ${text} not null references images (id) on delete cascade,
    digest ${text} not null, position integer not null, platform ${text}, primary key (image_id, digest))`,
  'create index image_children_by_digest on image_children (digest)',
  `create table image_layers (image_id ${text} not null references images (id) on delete cascade,
    digest ${text} not null, position integer not null, primary key (image_id, digest))`,
  'create index image_layers_by_digest on image_layers (digest)',
  `create table layers (digest ${text} primary key, media_type ${text} not null, size bigint not null,
    verdict integer not null, report ${text}, engine ${text}, scanned_at bigint, due_at bigint,
    attempts integer not null)`,
  'create index layers_by_due on layers (due_at)',
  'create index layers_by_verdict on layers (verdict)',
  'create index layers_by_scan on layers (scanned_at)',
  'create index passages_by_reference on passages (repository, reference, at)',
  'create index passages_by_digest on passages (repository, digest, at)',
];
