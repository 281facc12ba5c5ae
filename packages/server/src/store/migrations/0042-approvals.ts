import { type Kysely, sql } from 'kysely';

/** The members whose tokens owners always approve, and when owners were told which tokens wait. */
export async function approvals(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table trusted_holders (organization_id ${text} not null, holder_id ${text} not null, at bigint not null,
    made_by ${text} not null, primary key (organization_id, holder_id),
    foreign key (organization_id, holder_id) references memberships (organization_id, account_id) on delete cascade)`,
  `create table told_approvals (organization_id ${text} primary key references organizations (id) on delete cascade,
    at bigint not null)`,
];
