import { type Kysely, sql } from 'kysely';

/**
 * On SQLite, `insert or replace` removes the existing row without running the triggers that prevent deletions. On
 * PostgreSQL, `on conflict do update` runs the trigger that prevents updates.
 */
export async function auditInsertions(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect === 'postgres') return;
  const trigger = `create trigger audit_events_no_replacement before insert on audit_events
    when exists (select 1 from audit_events where sequence = new.sequence or id = new.id)
    begin select raise(abort, 'the audit log has this event already'); end`;
  await sql.raw(trigger).execute(database);
}
