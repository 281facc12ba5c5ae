import { Counter, Gauge, type Registry } from 'prom-client';
import type { GateWatch } from '../services.ts';

/** `unchecked` counts reads that passed while the database did not answer. */
export function measureGate(registry: Registry, watch: GateWatch): void {
  const decisions: Counter<'outcome'> = new Counter({
    name: 'lanyard_gate_decisions_total',
    help: 'What the gate decided: allowed, refused, unavailable, or unchecked because the database did not answer',
    labelNames: ['outcome'],
    registers: [registry],
    collect: () => {
      decisions.reset();
      for (const [outcome, count] of Object.entries(watch.counts)) decisions.inc({ outcome }, count);
    },
  });
  const down: Gauge = new Gauge({
    name: 'lanyard_gate_database_down',
    help: 'Whether the gate could not ask the database at its last try',
    registers: [registry],
    aggregator: 'max',
    collect: () => {
      down.set(watch.isDown() ? 1 : 0);
    },
  });
}
