import { type Kysely, sql } from 'kysely';

/** The name of a browser's session at the SAML provider that began it, so that either side can end both. */
export async function providerSessions(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const type = dialect === 'sqlite' ? 'text' : 'text collate "C"';
  await sql.raw(`alter table sessions add column provider_session ${type}`).execute(database);
}
