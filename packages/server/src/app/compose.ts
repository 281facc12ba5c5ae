import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { createUsageRecorder } from '../features/registry-tokens/usage-recorder.ts';
import type { Around } from '../http/register-routes.ts';
import { createLimiters } from '../identity/limiters.ts';
import { createMailLimit } from '../identity/mail-limit.ts';
import { createOidc } from '../identity/oidc.ts';
import { siteName } from '../identity/passkey-site.ts';
import { createPasskeys } from '../identity/passkeys.ts';
import { createPasswordHasher } from '../identity/password-hasher.ts';
import { createSaml } from '../identity/saml.ts';
import { createThrottle } from '../identity/throttle.ts';
import { createTotp } from '../identity/totp.ts';
import { createKeys } from '../keys/create-keys.ts';
import { createDnsResolver } from '../outbound/dns-resolver.ts';
import { createGuardedFetch } from '../outbound/guarded-fetch.ts';
import { createSmtpMailer } from '../outbound/smtp-mailer.ts';
import type { Services } from '../services.ts';
import { openStore } from '../store/open-store.ts';
import type { Clock, Random } from '../world.ts';
import type { Config } from './config.ts';

export interface Composed {
  readonly services: Services;
  /** Writes what waits and lets go of the database. */
  close(): Promise<void>;
}

/** What tests put in the place of the world. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly watch?: ServerWatch;
}

/** Sees what every request does. */
export interface ServerWatch {
  readonly around: Around;
  /** The services that the routes get. */
  services(services: Services): Services;
}

const REAL_WORLD: World = {
  clock: { now: Date.now },
  random: { bytes: randomBytes, uuid: randomUUID },
};

/** Puts the parts together; the only place that knows all of them. */
export async function composeServices(config: Config, logger: Logger, world: World = REAL_WORLD): Promise<Composed> {
  const store = await openStore(config);
  const keys = await createKeys({ ...config, ...world, store });
  const limiters = createLimiters(config.databaseUrl);
  const [throttle, mailLimit] = [await createThrottle(limiters), await createMailLimit(limiters)];
  const mailer = config.mail && createSmtpMailer(config.mail, logger);
  const dns = createDnsResolver(config.dnsServers);
  const usage = createUsageRecorder(store, logger);
  const passwords = await createPasswordHasher(config.passwordConcurrency);
  return {
    services: {
      ...world,
      ...keys,
      store,
      throttle,
      usage,
      passwords,
      mailLimit,
      mailer,
      dns,
      totp: createTotp({ ...world, issuerName: siteName(config.publicUrl) }),
      passkeys: createPasskeys({ ...world, publicUrl: config.publicUrl }),
      saml: createSaml(world),
      oidc: createOidc({ ...world, fetch: createGuardedFetch({ allowedHosts: config.outboundHosts }) }),
      publicUrl: config.publicUrl,
    },
    close: async () => {
      await mailer?.stop();
      keys.stop();
      await usage.stop();
      await limiters.close();
      await store.close();
    },
  };
}
