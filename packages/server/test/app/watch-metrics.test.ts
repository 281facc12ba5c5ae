import { AggregatorRegistry, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { measureWatched } from '../../src/app/watch-metrics.ts';

const PERSONAL = { kind: 'pat', origin: 'manual', status: 'active' };

/** The metrics of one worker, whose database answers or does not. */
function metricsOf(answers: boolean) {
  const registry = new Registry();
  const tree = () => (answers ? Promise.resolve({ size: 7, signedAt: 0 }) : Promise.reject(new Error('no database')));
  const read = {
    audit: { tree, waitingSince: async () => undefined },
    notices: { oldestDue: async () => undefined },
    signingKeys: { list: async () => [] },
    deliveries: { dueSince: async () => undefined },
    tokens: { population: async () => ({ counts: [{ ...PERSONAL, tokens: 3 }], last: undefined }) },
  };
  const connections = () => [{ pool: 'reads', busy: 1, idle: 5, waiting: 2 }];
  const services = {
    store: { read, connections, whenAuditEventsWait: () => undefined, isAuditLogDamaged: () => false },
    clock: { now: () => 5000 },
    usage: { waitingSince: () => 2000, lost: () => 4 },
  };
  measureWatched(registry, { services, sequencer: { fault: () => undefined } } as never);
  return registry.getMetricsAsJSON();
}

it('says for several workers that the database is down if it is down for one of them, and adds up no ages', async () => {
  const told = async (...all: readonly boolean[]) =>
    AggregatorRegistry.aggregate(await Promise.all(all.map(metricsOf))).metrics();
  expect(await told(true, false)).toContain('lanyard_database_up 0\n');
  const both = await told(true, true);
  expect(both).toContain('lanyard_database_up 1\n');
  expect(both).toContain('lanyard_audit_checkpoint_age_seconds 5\n');
  expect(both).toContain('lanyard_usage_oldest_seconds 3\n');
  expect(both).toContain('lanyard_tokens{kind="pat",origin="manual",status="active"} 3\n');
});

it('adds up what each worker lost, and its connections', async () => {
  const both = await AggregatorRegistry.aggregate(await Promise.all([true, true].map(metricsOf))).metrics();
  expect(both).toContain('lanyard_usage_lost 8\n');
  expect(both).toContain('lanyard_database_connections{pool="reads",state="waiting"} 4\n');
});
