import { type Kysely, sql } from 'kysely';

/**
 * Events wait in their own table until they get their place in the log, so that no two changes wait for each other. The
 * tree of the log starts empty. The existing events become its leaves in batches.
 */
export async function auditTree(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(dialect)) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };
/** Counts up in the order in which events are written. On PostgreSQL, it does so for all nodes without waiting. */
const PLACE = { sqlite: 'integer primary key', postgres: 'bigint generated always as identity primary key' };

const statements = (dialect: 'sqlite' | 'postgres') => [
  `create table audit_waiting (place ${PLACE[dialect]}, event ${TEXT[dialect]} not null, mac ${TEXT[dialect]} not null)`,
  `create table audit_tree (id integer primary key check (id = 1), size bigint not null, peaks ${TEXT[dialect]} not null,
    mac ${TEXT[dialect]} not null, checkpoint ${TEXT[dialect]}, checkpoint_size bigint not null,
    signed_at bigint not null)`,
  `insert into audit_tree (id, size, peaks, mac, checkpoint_size, signed_at) values (1, 0, '', '', 0, 0)`,
  `create table audit_tiles (position bigint primary key, root ${TEXT[dialect]} not null,
    hashes ${TEXT[dialect]} not null)`,
];
