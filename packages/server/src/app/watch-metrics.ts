import { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { AuditSequencer } from '../features/audit/audit-sequencer.ts';
import type { Services } from '../services.ts';
import { measureTokens } from './measure-tokens.ts';
import { SILENT_WORKERS } from './sum-of-workers.ts';

/** A database that does not answer within this time counts as down. */
const ANSWER_MILLISECONDS = 3000;

type Aggregator = 'max' | 'min' | 'sum';

interface Watched {
  readonly services: Pick<Services, 'store' | 'clock' | 'usage'>;
  readonly sequencer: Pick<AuditSequencer, 'fault'>;
}

/**
 * Metrics that warn an operator before people notice a problem. deploy/prometheus/alerts.yaml has the alerts, and
 * docs/operate.md says what to do. With several workers, each gauge shows the worst value.
 */
export function measureWatched(registry: Registry, { services, sequencer }: Watched): void {
  countEvents(registry, services);
  const { read } = services.store;
  const ageOf = (since: number | undefined) => (since === undefined ? 0 : (services.clock.now() - since) / 1000);
  const gauge = (name: string, help: string, value: () => Promise<number>, aggregator: Aggregator = 'max') => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      aggregator,
      collect: async () => {
        made.set(await inTime(value()));
      },
    });
  };
  gauge(
    'lanyard_database_up',
    'Whether the database answers within 3 s',
    async () => (Number.isNaN(await inTime(read.audit.tree().then(({ size }) => size))) ? 0 : 1),
    'min',
  );
  gauge(
    'lanyard_audit_oldest_waiting_seconds',
    'How long the oldest event has waited for its place in the audit log',
    async () => ageOf(await read.audit.waitingSince()),
  );
  // A server that noticed it before a change refuses all changes, so no event waits.
  gauge(
    'lanyard_audit_damaged',
    'Whether changes are refused because events get no place in the audit log',
    async () => (services.store.isAuditLogDamaged() ? 1 : 0),
  );
  gauge('lanyard_audit_checkpoint_age_seconds', 'When the audit log was signed last', async () =>
    ageOf((await read.audit.tree()).signedAt),
  );
  gauge(
    'lanyard_audit_checkpoint_fault',
    'Whether the newest checkpoint could not be written to LANYARD_CHECKPOINT_FILE',
    async () => (sequencer.fault() === undefined ? 0 : 1),
  );
  gauge('lanyard_outbox_oldest_mail_seconds', 'How long the oldest mail that is due has waited', async () =>
    ageOf(await read.notices.oldestDue(services.clock.now())),
  );
  gauge(
    'lanyard_outbox_oldest_webhook_seconds',
    'How long the oldest webhook delivery that is due has waited',
    async () => ageOf(await read.deliveries.dueSince(services.clock.now())),
  );
  gauge('lanyard_usage_oldest_seconds', 'How long the oldest use of a token has waited to be written', async () =>
    ageOf(services.usage.waitingSince()),
  );
  countLostUses(registry, services);
  new Gauge({ ...SILENT_WORKERS, registers: [registry] });
  measureConnections(registry, services);
  measureTokens(registry, services);
  measureCertificates(registry, services);
}

/** A counter, so that the sum over all workers does not fall when one of them ends. */
function countLostUses(registry: Registry, { usage }: Pick<Services, 'usage'>): void {
  const counter: Counter = new Counter({
    name: 'lanyard_usage_lost',
    help: 'Different uses that were lost since the start, because the database did not take them',
    registers: [registry],
    collect: () => {
      counter.reset();
      counter.inc(usage.lost());
    },
  });
}

/** On SQLite there are none, and no such line. */
function measureConnections(registry: Registry, { store }: Pick<Services, 'store'>): void {
  const gauge = new Gauge({
    name: 'lanyard_database_connections',
    help: 'Connections to PostgreSQL, and requests that wait for one',
    labelNames: ['pool', 'state'] as const,
    registers: [registry],
    collect: () => {
      for (const { pool, ...counts } of store.connections())
        for (const [state, count] of Object.entries(counts)) gauge.set({ pool, state }, count);
    },
  });
}

/** Counts sign-ins, refusals, tokens, evictions and revocations by the names of the audit log. */
function countEvents(registry: Registry, { store }: Pick<Services, 'store'>): void {
  const counter = new Counter({
    name: 'lanyard_audit_events_total',
    help: 'Audit events that this server wrote, by action',
    labelNames: ['action'] as const,
    registers: [registry],
  });
  // Starts all counters at zero, because Prometheus sees no increase when a counter first appears with one.
  for (const action of AUDIT_ACTION_NAMES) counter.inc({ action }, 0);
  store.whenAuditEventsWait((actions) => {
    for (const action of actions) counter.inc({ action });
  });
}

/** Keys and their certificates by their purpose. A private root is named by the id of its registry. */
function measureCertificates(registry: Registry, { store, clock }: Pick<Services, 'store' | 'clock'>): void {
  const ages = new Gauge({
    name: 'lanyard_signing_key_age_seconds',
    help: 'How long ago a signing key was made',
    labelNames: ['key'] as const,
    registers: [registry],
    aggregator: 'max',
  });
  const gauge = new Gauge({
    name: 'lanyard_certificate_ends_seconds',
    help: 'How long the certificate of a signing key is still valid',
    labelNames: ['key'] as const,
    registers: [registry],
    aggregator: 'min',
    collect: async () => {
      gauge.reset();
      ages.reset();
      for (const { purpose, certificatePem, createdAt } of await store.read.signingKeys.list().catch(() => [])) {
        ages.set({ key: purpose }, (clock.now() - createdAt) / 1000);
        if (certificatePem === null) continue;
        const end = new X509Certificate(certificatePem).validToDate.getTime();
        gauge.set({ key: purpose }, (end - clock.now()) / 1000);
      }
    },
  });
}

/** NaN if the database fails, so that the other metrics are still reported. */
function inTime(value: Promise<number>): Promise<number> {
  const late = delay(ANSWER_MILLISECONDS, Number.NaN, { ref: false });
  return Promise.race([value.catch(() => Number.NaN), late]);
}
