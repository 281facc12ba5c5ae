import type { MailLimit } from './identity/mail-limit.ts';
import type { Oidc } from './identity/oidc.ts';
import type { Passkeys } from './identity/passkey-key.ts';
import type { PasswordHasher } from './identity/password-hasher.ts';
import type { Saml } from './identity/saml.ts';
import type { Throttle } from './identity/throttle.ts';
import type { Totp } from './identity/totp.ts';
import type { ApiTokens } from './keys/api-tokens.ts';
import type { RefreshTokens } from './keys/refresh-tokens.ts';
import type { RegistryTokens } from './keys/registry-tokens.ts';
import type { Sealer } from './keys/seal.ts';
import type { SecretDigester } from './keys/secret-digester.ts';
import type { Dns } from './outbound/dns-resolver.ts';
import type { Mailer } from './outbound/mail.ts';
import type { Use } from './store/records/usage.ts';
import type { Store } from './store/store.ts';
import type { Clock, Random } from './world.ts';

/** Batched, at most 1 s behind. */
export interface UsageRecorder {
  record(use: Use): void;
  flush(): Promise<void>;
}

/** All that use cases work with. */
export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly digester: SecretDigester;
  readonly passwords: PasswordHasher;
  readonly throttle: Throttle;
  readonly registryTokens: RegistryTokens;
  readonly apiTokens: ApiTokens;
  readonly refreshTokens: RefreshTokens;
  readonly usage: UsageRecorder;
  readonly mailLimit: MailLimit;
  readonly dns: Dns;
  readonly sealer: Sealer;
  readonly totp: Totp;
  readonly passkeys: Passkeys;
  readonly oidc: Oidc;
  readonly saml: Saml;
  /** Undefined where no mail server is set. */
  readonly mailer: Mailer | undefined;
  /** The server's address as users type it: issuer, realm and links come from here, never from a request (R37). */
  readonly publicUrl: string;
}
