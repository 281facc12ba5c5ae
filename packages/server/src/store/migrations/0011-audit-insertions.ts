import { type Kysely, sql } from 'kysely';

/**
 * On SQLite, `insert or replace` removes the row that is in its way without asking the triggers that guard deletions.
 * PostgreSQL's `on conflict do update` asks the one that guards updates.
 */
export async function auditInsertions(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect === 'postgres') return;
  const trigger = `create trigger audit_events_no_replacement before insert on audit_events
    when exists (select 1 from audit_events where sequence = new.sequence or id = new.id)
    begin select raise(abort, 'the audit log has this event already'); end`;
  await sql.raw(trigger).execute(database);
}
