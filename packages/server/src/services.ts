import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditParty } from '@lanyard/core/audit/audit-event';
import type { Revocation } from '@lanyard/core/audit/revocations';
import type { RegistryRequest } from '@lanyard/core/gate/registry-request';
import type { Source } from './features/access/caller.ts';
import type { ChangeLimit, FlowLimit, MailLimit, RowLimit } from './identity/limits.ts';
import type { Oidc } from './identity/oidc.ts';
import type { Passkeys } from './identity/passkey-key.ts';
import type { PasswordHasher } from './identity/password-hasher.ts';
import type { Saml } from './identity/saml.ts';
import type { Throttle } from './identity/throttle.ts';
import type { Totp } from './identity/totp.ts';
import type { ApiTokens } from './keys/api-tokens.ts';
import type { AuditSigner } from './keys/audit-signer.ts';
import type { RefreshTokens } from './keys/refresh-tokens.ts';
import type { EventSecrets, GateSecrets } from './keys/registry-secrets.ts';
import type { RegistryTokens } from './keys/registry-tokens.ts';
import type { SamlKeys } from './keys/saml-keys.ts';
import type { Sealer } from './keys/seal.ts';
import type { SecretDigester } from './keys/secret-digester.ts';
import type { ReadCataloguePage } from './outbound/catalogue-page.ts';
import type { Dns } from './outbound/dns-resolver.ts';
import type { Mailer } from './outbound/mail.ts';
import type { RegistryProbing } from './outbound/probe-registry.ts';
import type { RegistryContent } from './outbound/registry-content.ts';
import type { RegistryManifests } from './outbound/registry-manifests.ts';
import type { WebhookSender } from './outbound/webhook-sender.ts';
import type { PasswordUse } from './store/records/lifetimes/password-uses.ts';
import type { Use } from './store/records/tokens/usage.ts';
import type { Store } from './store/store.ts';
import type { Clock, Random } from './world.ts';

/** Written in batches, at most 1 s late. */
export interface UsageRecorder {
  record(use: Use): void;
  recordPassword(use: PasswordUse): void;
  flush(): Promise<void>;
  /** When the oldest use that is not in the database yet happened. Undefined if all are. */
  waitingSince(): number | undefined;
  /** How many different uses were lost since the start, because the database did not take them for too long. */
  lost(): number;
}

/** Both are null for anonymous callers. The token is also null for a password. */
export interface PassedPrincipal {
  /** The id is null if the database did not answer. */
  readonly owner: { readonly id: string | null; readonly name: string } | null;
  readonly token: { readonly id: string } | null;
}

/** `unavailable`: the database did not answer. `unchecked`: the database did not answer, but the read passed anyway. */
export type GateOutcome = 'allowed' | 'refused' | 'unavailable' | 'unchecked';

/** The results of this process's gate, and since when the database has not answered. */
export interface GateWatch {
  readonly counts: Readonly<Record<GateOutcome, number>>;
  isDown(): boolean;
  count(outcome: GateOutcome): void;
  /** Call this when the database answered. */
  noteAnswer(): void;
  /** Call this when the database did not answer. `now` is in milliseconds. */
  mayReadUnchecked(now: number): boolean;
}

/** A request that passed the gate. */
export interface Passed {
  /** The name of the registry. */
  readonly registry: string;
  readonly request: RegistryRequest;
  readonly method: string;
  readonly principal: PassedPrincipal;
  readonly source: Source;
  /** The registry's answer, if the gate sees it. */
  readonly answer?: { readonly status: number; readonly bytes: number | null; readonly digest: string | null };
}

/** Written in batches, at most 1 s late. */
export interface PassageRecorder {
  record(passed: Passed): void;
  flush(): Promise<void>;
}

/** A credential that was refused. */
export interface Refusal extends Source {
  readonly action: 'session.refused' | 'token.refused';
  /** What the refusal is about, and whose log shows it. Undefined if that is unknown. */
  readonly subject: (AuditParty & { readonly namespace: string | null }) | undefined;
  /** The code of the error. Never the typed text, which can be a secret. */
  readonly reason: string;
  /**
   * The access that a valid token did not get, such as `acme/app:push`. Undefined if the credential itself was refused.
   */
  readonly access?: string;
}

/** Records one audit event a minute for equal refusals, after they were answered (R14). */
export interface RefusalRecorder {
  record(refusal: Refusal): void;
  flush(): Promise<void>;
}

/** Notices wait here. They are written in the same transaction as the change that they report. */
export interface Outbox {
  /**
   * Call this when there is a new notice. It is sent after the answer, so neither time nor failure shows whether there
   * was one.
   */
  wake(): void;
  /** For work that belongs to no change, and whose time must not show in the answer. A fault is logged. */
  afterAnswer(work: () => Promise<void>): void;
  /** Resolves when nothing is due. */
  idle(): Promise<void>;
}

/** Keeps revocations outside the database too, for the case that an older copy of the database is restored. */
export interface RevocationRecorder {
  /**
   * When it resolves, they are on disk, or an error was logged. It never rejects, because they are already committed.
   */
  record(revocations: readonly Revocation[]): Promise<void>;
}

/** What a server tells administrators about itself. Never a secret. */
export interface ServerFacts {
  readonly version: string;
  readonly nodeVersion: string;
  readonly database: 'SQLite' | 'PostgreSQL';
  readonly startedAt: number;
  readonly settings: readonly {
    readonly name: string;
    readonly meaning: string;
    /** Whether the environment sets it. Otherwise the default applies. */
    readonly isSet: boolean;
    /** Null for a value that can contain a secret. */
    readonly value: string | null;
  }[];
}

/** Everything that use cases work with. */
export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly digester: SecretDigester;
  /** Checks the chain of the audit log. The store adds to it. */
  readonly auditMac: AuditMac;
  readonly auditSigner: AuditSigner;
  readonly passwords: PasswordHasher;
  readonly throttle: Throttle;
  readonly registryTokens: RegistryTokens;
  readonly apiTokens: ApiTokens;
  readonly refreshTokens: RefreshTokens;
  readonly samlKeys: SamlKeys;
  readonly gateSecrets: GateSecrets;
  readonly eventSecrets: EventSecrets;
  readonly usage: UsageRecorder;
  readonly passages: PassageRecorder;
  readonly gateWatch: GateWatch;
  readonly refusals: RefusalRecorder;
  readonly revocations: RevocationRecorder;
  readonly mailLimit: MailLimit;
  readonly flowLimit: FlowLimit;
  readonly rowLimit: RowLimit;
  readonly changeLimit: ChangeLimit;
  readonly dns: Dns;
  readonly manifests: RegistryManifests;
  readonly cataloguePage: ReadCataloguePage;
  readonly sealer: Sealer;
  readonly totp: Totp;
  readonly passkeys: Passkeys;
  readonly oidc: Oidc;
  readonly saml: Saml;
  /** Whether this server is about to end. It still serves, but load balancers must no longer choose it. */
  isStopping(): boolean;
  readonly outbox: Outbox;
  readonly webhookSender: WebhookSender;
  readonly registryContent: RegistryContent;
  readonly registryProbe: RegistryProbing;
  readonly serverFacts: ServerFacts;
  /** Undefined if no mail server is set. */
  readonly mailer: Mailer | undefined;
  /** How long a provider can refuse a person at re-checks before the person's proof ends. */
  readonly providerGraceSeconds: number;
  /** Whether an owner's invitation by mail can create an account for a person without one. */
  readonly ownersInviteNewPeople: boolean;
  /** The server's address as users type it. Issuer, realm and links use it, never the address of a request (R37). */
  readonly publicUrl: string;
}
