import { type Kysely, sql } from 'kysely';

/** Membership by consent: what members accepted, who is invited, and who left or was removed. */
export async function invitations(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table organizations add column terms_stricter_since ${text}`,
  `alter table memberships add column accepted_terms ${text}`,
  `create table invitations (id ${text} primary key,
    organization_id ${text} references organizations (id) on delete cascade,
    invited ${text} not null, account_id ${text} references accounts (id) on delete cascade, email ${text},
    role ${text}, makes_account integer not null, code_digest ${text} unique,
    inviter_id ${text} references accounts (id) on delete cascade, inviter_name ${text} not null,
    created_at bigint not null, sent_at bigint not null, times_sent integer not null, expires_at bigint not null,
    answer ${text}, answered_at bigint)`,
  'create index invitations_by_organization on invitations (organization_id, invited)',
  'create index invitations_by_account on invitations (account_id)',
  'create index invitations_by_email on invitations (email)',
  'create index invitations_by_inviter on invitations (inviter_id, sent_at)',
  'create index invitations_by_expiry on invitations (expires_at)',
  `create table removed_members (organization_id ${text} not null references organizations (id) on delete cascade,
    account_id ${text} not null references accounts (id) on delete cascade,
    removed_at bigint not null, primary key (organization_id, account_id))`,
];
