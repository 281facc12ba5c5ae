import { type Kysely, sql } from 'kysely';

/** The malware scanner and what its self-test found, for every process of every server. */
export async function scanEngines(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const text = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  const table = `create table scan_engines (name ${text} primary key, version ${text}, maximum_file_bytes bigint not null,
    tells_limits integer not null, tells_encrypted integer not null, tested_at bigint not null,
    version_since bigint not null, fault ${text})`;
  await sql.raw(table).execute(database);
}
