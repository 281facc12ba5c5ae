import { type Kysely, sql } from 'kysely';

/** Who created a token, and what Docker Hub's interface stores for an organization's token besides its grants. */
export async function organizationTokens(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table access_tokens add column created_by ${text}`,
  `alter table access_tokens add column hub_resources ${text}`,
  `alter table access_tokens add column hub_description ${text}`,
];
