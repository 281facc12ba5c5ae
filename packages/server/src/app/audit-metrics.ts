import { Gauge, type Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

/** A head that went back, or that stands still under use, shows that the log was tampered with. */
export function measureAuditLog(registry: Registry, { read }: Store): void {
  const gauge = new Gauge({
    name: 'lanyard_audit_head_sequence',
    help: 'The sequence number of the last event of the audit log',
    registers: [registry],
    // Each worker reads the same in the database.
    aggregator: 'first',
    collect: async () => {
      const head = await read.audit.head().catch(() => undefined);
      gauge.set(head?.sequence ?? Number.NaN);
    },
  });
}
