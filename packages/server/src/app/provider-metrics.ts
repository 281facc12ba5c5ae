import { Gauge, type Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

/** Organizations whose provider confirms nobody: who leaves them is not noticed. */
export function measureProviders(registry: Registry, { read }: Store): void {
  const gauge = new Gauge({
    name: 'lanyard_identity_provider_outages',
    help: 'Organizations whose identity provider confirms nobody at re-checks',
    registers: [registry],
    // Each worker reads the same in the database.
    aggregator: 'first',
    collect: async () => {
      const outages = await read.singleSignOnConnections.countOutages().catch(() => undefined);
      gauge.set(outages ?? Number.NaN);
    },
  });
}
