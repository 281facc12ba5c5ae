import { AggregatorRegistry, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { measureWatched } from '../../src/app/watch-metrics.ts';

/** The metrics of one worker, whose database answers or does not. */
function metricsOf(answers: boolean) {
  const registry = new Registry();
  const tree = () => (answers ? Promise.resolve({ size: 7, signedAt: 0 }) : Promise.reject(new Error('no database')));
  const read = {
    audit: { tree, waitingSince: async () => undefined },
    notices: { oldestDue: async () => undefined },
    signingKeys: { list: async () => [] },
  };
  const services = { store: { read, whenAuditEventsWait: () => undefined }, clock: { now: () => 5000 } };
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
});
