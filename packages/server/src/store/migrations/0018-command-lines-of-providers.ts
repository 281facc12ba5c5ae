import { type Kysely, sql } from 'kysely';

/**
 * The command lines that were approved in a session from an organization's provider. They end when that provider's
 * permission ends. For earlier ones this is unknown, and they last as before.
 */
export async function commandLinesOfProviders(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table device_codes add column organization_id ${text}`,
  `alter table sign_ins add column organization_id ${text}`,
  `create index sign_ins_by_organization on sign_ins (organization_id)
    where organization_id is not null and ended_at is null`,
];
