import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type AuditSequencer, createAuditSequencer } from '../features/audit/audit-sequencer.ts';
import { createRefusalRecorder } from '../features/audit/refusal-recorder.ts';
import { createRevocationRecorder } from '../features/audit/revocation-recorder.ts';
import { createGateWatch } from '../features/gate/gate-watch.ts';
import { createPassageRecorder } from '../features/gate/passage-recorder.ts';
import { createNoticeDelivery } from '../features/notices/deliver-notices.ts';
import { createUsageRecorder } from '../features/registry-tokens/usage-recorder.ts';
import { createWebhookDelivery } from '../features/webhooks/deliver-webhooks.ts';
import type { Around } from '../http/register-routes.ts';
import { createLimiters } from '../identity/limiters.ts';
import { createChangeLimit, createFlowLimit, createMailLimit, createRowLimit } from '../identity/limits.ts';
import { createOidc } from '../identity/oidc.ts';
import { siteName } from '../identity/passkey-site.ts';
import { createPasskeys } from '../identity/passkeys.ts';
import { createPasswordHasher } from '../identity/password-hasher.ts';
import { createSaml } from '../identity/saml.ts';
import { createThrottle } from '../identity/throttle.ts';
import { createTotp } from '../identity/totp.ts';
import { createKeys, masterKeyOf } from '../keys/create-keys.ts';
import { createMac } from '../keys/secret-digester.ts';
import { readCataloguePage } from '../outbound/catalogue-page.ts';
import { createDnsResolver } from '../outbound/dns-resolver.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import type { Traces } from '../outbound/otlp-traces.ts';
import { REGISTRY_PROBING } from '../outbound/probe-registry.ts';
import { createRegistryContent } from '../outbound/registry-content.ts';
import { createRegistryManifests } from '../outbound/registry-manifests.ts';
import { createSmtpMailer } from '../outbound/smtp-mailer.ts';
import { createWebhookSender } from '../outbound/webhook-sender.ts';
import type { Services } from '../services.ts';
import { checkpointFile } from '../store/checkpoint-file.ts';
import { openStore, type StoreLocation } from '../store/open-store.ts';
import { openRevocationsFile, type RevocationsFile } from '../store/revocations-file.ts';
import { watchedStore } from '../store/watched-store.ts';
import type { Clock, Random } from '../world.ts';
import type { Config } from './config.ts';

/** The same as in package.json. */
const VERSION = '0.1.0';

export interface Composed {
  readonly services: Services;
  /** Undefined if none is configured. */
  readonly revocationsFile: RevocationsFile | undefined;
  readonly sequencer: AuditSequencer;
  /** Undefined if no traces are sent. */
  readonly traces: Traces | undefined;
  /** Makes `isStopping` true. */
  announceStop(): void;
  /** Writes everything that waits, and closes the database. */
  close(): Promise<void>;
}

/** The parts of the outside world that tests can replace. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly watch?: ServerWatch;
}

/** Observes every request. */
export interface ServerWatch {
  readonly around: Around;
  /** The services that the routes use. */
  services(services: Services): Services;
}

const REAL_WORLD: World = {
  clock: { now: Date.now },
  random: { bytes: randomBytes, uuid: randomUUID },
};

/** Creates all parts and connects them. Only this function knows all of them. */
export async function composeServices(
  config: Config & Pick<StoreLocation, 'purpose'>,
  logger: Logger,
  world: World = REAL_WORLD,
): Promise<Composed> {
  const opened = await openStore({ ...config, databaseUrl: config.databaseUrl?.reveal() }, async (read) =>
    createMac(await masterKeyOf(read, config.masterKeyFile), 'audit log'),
  );
  const traces = await startTraces(config, logger);
  const store = traces ? watchedStore(opened, traces.around) : opened;
  const { revocationMac, ...keys } = await createKeys({ ...config, ...world, store });
  const { revocationsFile: path } = config;
  const revocationsFile = path === undefined ? undefined : await openRevocationsFile(path, revocationMac);
  const revocations = createRevocationRecorder(revocationsFile, logger);
  const limiters = createLimiters({ ...world, ...keys, store });
  const limits = {
    throttle: createThrottle(limiters),
    mailLimit: createMailLimit(limiters),
    rowLimit: createRowLimit(limiters),
    changeLimit: createChangeLimit(limiters),
  };
  const mailer = config.mail && createSmtpMailer(config.mail);
  const dns = createDnsResolver(config.dnsServers);
  const usage = createUsageRecorder(store, logger);
  const passages = createPassageRecorder({ ...world, store, logger });
  const refusals = createRefusalRecorder({ ...world, store, logger });
  const passwords = await createPasswordHasher(Math.ceil(config.passwordConcurrency / config.workers));
  let isStopping = false;
  const services: Services = {
    ...world,
    ...keys,
    store,
    ...limits,
    usage,
    passages,
    gateWatch: createGateWatch({ readsWhenDownSeconds: config.gateReadsWhenDownSeconds, logger }),
    refusals,
    revocations,
    passwords,
    flowLimit: createFlowLimit(limiters),
    mailer,
    webhookSender: createWebhookSender({ hosts: config.webhookHosts }),
    registryContent: createRegistryContent({ storageHosts: config.registryStorageHosts }),
    registryProbe: REGISTRY_PROBING,
    outbox: {
      wake: () => {
        mails?.wake();
        webhooks.wake();
      },
      afterAnswer: (work) => mails?.afterAnswer(work),
      idle: async () => {
        // Webhooks come before mail, because a paused webhook sends a mail.
        await webhooks.idle();
        await mails?.idle();
      },
    },
    dns,
    manifests: createRegistryManifests(),
    cataloguePage: readCataloguePage,
    totp: createTotp({ ...world, issuerName: siteName(config.publicUrl) }),
    passkeys: createPasskeys({ ...world, publicUrl: config.publicUrl }),
    saml: createSaml({ ...world, keys: keys.samlKeys }),
    oidc: createOidc({ ...world, fetch: createGuardedFetch({ allowedHosts: config.outboundHosts }) }),
    serverFacts: {
      version: VERSION,
      nodeVersion: process.versions.node,
      database: config.databaseUrl === undefined ? 'SQLite' : 'PostgreSQL',
      startedAt: world.clock.now(),
      settings: config.inForce,
    },
    providerGraceSeconds: config.providerGraceSeconds,
    ownersInviteNewPeople: config.ownersInviteNewPeople,
    publicUrl: config.publicUrl,
    isStopping: () => isStopping,
  };
  const mails = mailer && createNoticeDelivery({ services, mailer, logger });
  const webhooks = createWebhookDelivery(services, logger);
  const sequencer = createAuditSequencer({
    ...services,
    logger,
    checkpointFile: config.checkpointFile === undefined ? undefined : checkpointFile(config.checkpointFile),
  });
  return {
    services,
    revocationsFile,
    sequencer,
    traces,
    announceStop: () => {
      isStopping = true;
    },
    close: async () => {
      await Promise.all([mails?.stop(), webhooks.stop()]);
      mailer?.close();
      keys.stop();
      await usage.stop();
      await passages.stop();
      await refusals.stop();
      await sequencer.stop();
      // Running transactions end first, because their revocations must be written to the file too.
      await store.close();
      await revocations.stop();
      await traces?.stop();
    },
  };
}

/** The libraries are loaded only if they are used. */
async function startTraces(
  { tracesUrl: url, tracesPercent: percent }: Config,
  logger: Logger,
): Promise<Traces | undefined> {
  if (url === undefined) return undefined;
  const { createTraces } = await import('../outbound/otlp-traces.ts');
  return createTraces({ url, percent, version: VERSION, logger });
}
