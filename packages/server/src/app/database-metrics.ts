import { SEVERITIES } from '@lanyard/core/scans/vulnerability';
import { Gauge, type Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

/** Organizations whose provider confirms nobody. While that lasts, the server does not notice members who leave. */
export function measureProviders(registry: Registry, { read }: Store): void {
  const gauge = new Gauge({
    name: 'lanyard_identity_provider_outages',
    help: 'Organizations whose identity provider confirms nobody at re-checks',
    registers: [registry],
    // Every worker reads the same number from the database.
    aggregator: 'first',
    collect: async () => {
      const outages = await read.singleSignOnConnections.countOutages().catch(() => undefined);
      gauge.set(outages ?? Number.NaN);
    },
  });
}

/** A head that goes back, or that does not grow while the server is used, shows that somebody tampered with the log. */
export function measureAuditLog(registry: Registry, { read }: Store): void {
  const gauge = new Gauge({
    name: 'lanyard_audit_head_sequence',
    help: 'The sequence number of the last event of the audit log',
    registers: [registry],
    // Every worker reads the same number from the database.
    aggregator: 'first',
    collect: async () => {
      const head = await read.audit.head().catch(() => undefined);
      gauge.set(head?.sequence ?? Number.NaN);
    },
  });
}

/** What is revoked at these still works until a registry token expires. */
export function measureBypassedGates(registry: Registry, { read }: Store): void {
  const gauge = new Gauge({
    name: 'lanyard_gates_bypassed',
    help: 'Registries whose gate clients can bypass, as the last test found',
    registers: [registry],
    // Every worker reads the same number from the database.
    aggregator: 'first',
    collect: async () => {
      const registries = await read.registries.list().catch(() => undefined);
      const bypassed = registries?.filter((one) => one.gateSecretMadeAt !== null && one.pastGateSeenAt !== null);
      gauge.set(bypassed?.length ?? Number.NaN);
    },
  });
}

/** The progress of the scans of images. Every worker reads the same numbers from the database. */
export function measureScans(registry: Registry, { read }: Store): void {
  const common = { registers: [registry], aggregator: 'first' as const };
  new Gauge({
    ...common,
    name: 'lanyard_scan_layers',
    help: 'Layers by the verdict of their last scan',
    labelNames: ['verdict'],
    async collect() {
      const counts = await read.layers.countsByVerdict().catch(() => undefined);
      for (const [verdict, count] of counts ?? []) this.set({ verdict }, count);
    },
  });
  new Gauge({
    ...common,
    name: 'lanyard_scan_queue_layers',
    help: 'Layers that wait for their first scan, or for one with the current signature database',
    async collect() {
      const engine = await read.scanEngines.clamd().catch(() => undefined);
      const progress = await read.layers.progress(engine?.version ?? '', 0).catch(() => undefined);
      this.set(progress ? progress.waiting + progress.outdated : Number.NaN);
    },
  });
  new Gauge({
    ...common,
    name: 'lanyard_scan_oldest_timestamp_seconds',
    help: 'When the oldest scan of a layer was',
    async collect() {
      const progress = await read.layers.progress('', 0).catch(() => undefined);
      const at = progress?.oldestScanAt ?? null;
      this.set(at === null ? Number.NaN : at / 1000);
    },
  });
  new Gauge({
    ...common,
    name: 'lanyard_scan_database_timestamp_seconds',
    help: 'When this signature database was first seen',
    async collect() {
      const engine = await read.scanEngines.clamd().catch(() => undefined);
      this.set(engine ? engine.versionSince / 1000 : Number.NaN);
    },
  });
}

/** The progress of the scans for vulnerabilities, and what they found. */
export function measureVulnerabilities(registry: Registry, { read }: Store): void {
  const common = { registers: [registry], aggregator: 'first' as const };
  new Gauge({
    ...common,
    name: 'lanyard_vulnerable_images',
    help: 'Scanned images by their most severe vulnerability',
    labelNames: ['severity'],
    async collect() {
      const counts = await read.vulnerabilityScans.countsIn(undefined).catch(() => undefined);
      if (!counts) return;
      for (const severity of [...SEVERITIES, null])
        this.set({ severity: severity ?? 'none' }, counts.get(severity) ?? 0);
    },
  });
  new Gauge({
    ...common,
    name: 'lanyard_vulnerability_queue_images',
    help: 'Images that wait for a scan of vulnerabilities, or for one with the current database',
    async collect() {
      const engine = await read.scanEngines.adapter().catch(() => undefined);
      const progress = await read.vulnerabilityScans.progress(engine?.version ?? '', 0).catch(() => undefined);
      this.set(progress ? progress.waiting + progress.outdated : Number.NaN);
    },
  });
  new Gauge({
    ...common,
    name: 'lanyard_vulnerability_database_timestamp_seconds',
    help: 'When this database of vulnerabilities was first seen',
    async collect() {
      const engine = await read.scanEngines.adapter().catch(() => undefined);
      this.set(engine ? engine.versionSince / 1000 : Number.NaN);
    },
  });
}
