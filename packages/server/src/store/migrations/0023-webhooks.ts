import { type Kysely, sql } from 'kysely';

/** The addresses to which an organization's events are sent. Waiting and finished deliveries are in the outbox. */
export async function webhooks(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `create table webhooks (id ${text} primary key, organization_id ${text} not null references organizations (id) on delete cascade,
    description ${text} not null, sealed_target ${text} not null, origin ${text} not null, actions ${text} not null,
    form ${text} not null, state ${text} not null, created_at bigint not null, failures_in_row integer not null,
    rests_until bigint not null)`,
  'create index webhooks_by_organization on webhooks (organization_id)',
  `alter table notices add column outcome ${text}`,
  'alter table notices add column status integer',
  `alter table notices add column fault ${text}`,
  'alter table notices add column attempted_at bigint',
  'create index notices_by_type_and_due on notices (recipient_type, due_at)',
];
