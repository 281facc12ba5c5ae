import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { type AuditHead, type ChainedAuditEvent, chainEvent } from '@lanyard/core/audit/audit-chain';
import type { Lanyard } from './start-lanyard.ts';

type Database = Pick<DatabaseSync, 'exec' | 'prepare'>;

/**
 * Writes directly to the database, as anyone with the SQLite file can. The file also contains the triggers that protect
 * the log.
 */
export function tamper({ dataFolder }: Pick<Lanyard, 'dataFolder'>, work: (database: Database) => void): void {
  const database = new DatabaseSync(`${dataFolder}/lanyard.db`, { timeout: 5000 });
  const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`drop trigger ${name}`);
  work(database);
  database.close();
}

/** Computes every event from this one on again, and the head, without the key, as it was done before there was one. */
export async function chainAgainWithoutKey(lanyard: Lanyard, from: number): Promise<void> {
  const { audit } = lanyard.services.store.read;
  const [before] = await audit.after(from - 2, 1);
  let head: AuditHead = from === 1 || !before ? { sequence: 0, digest: '0'.repeat(64) } : before;
  const events = await audit.after(from - 1, 1000);
  tamper(lanyard, (database) => {
    const update = database.prepare('update audit_events set previous_digest = ?, digest = ? where sequence = ?');
    for (const event of events) {
      const digest = unkeyedDigest(head, event);
      update.run(head.digest, digest, event.sequence);
      head = { sequence: event.sequence, digest };
    }
    database.prepare('update audit_head set sequence = ?, digest = ?').run(head.sequence, head.digest);
    // At that time there was no tree either.
    database.exec("update audit_tree set size = 0, peaks = '', mac = '', checkpoint = null, checkpoint_size = 0");
    database.exec('delete from audit_tiles');
  });
}

function unkeyedDigest(head: AuditHead, { sequence: _, digest: __, previousDigest: ___, ...event }: ChainedAuditEvent) {
  const hash = (record: string) => createHash('sha256').update(record).digest('hex');
  return chainEvent(hash, head, event).digest.replace('hmac-', '');
}
