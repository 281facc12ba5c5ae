import { type Kysely, sql } from 'kysely';

/** Teams that an organization's directory manages over SCIM. */
export async function scimGroups(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table scim_groups (team_id ${text} primary key references teams (id) on delete cascade,
    organization_id ${text} not null references organizations (id) on delete cascade,
    display_name ${text} not null, display_name_key ${text} not null, external_id ${text},
    created_at bigint not null, unique (organization_id, display_name_key))`,
];
