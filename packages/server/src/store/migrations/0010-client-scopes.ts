import { type Kysely, sql } from 'kysely';

/**
 * What a command line was approved for, at which registry, and which tokens it created. Also the hosts of registries.
 * Earlier logins were approved for an auto-generated token, and keep only that.
 */
export async function clientScopes(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table device_codes add column scopes ${text} not null default '[]'`,
  `alter table device_codes add column registry_host ${text}`,
  `alter table sign_ins add column scopes ${text} not null default '[]'`,
  `alter table sign_ins add column registry_host ${text}`,
  `alter table access_tokens add column command_line_id ${text}`,
  `create index access_tokens_of_command_line on access_tokens (command_line_id)
    where command_line_id is not null and deleted_at is null`,
  `alter table registries add column hosts ${text} not null default '[]'`,
];
