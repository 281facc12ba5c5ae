import type { AuditMac } from '@lanyard/core/audit/audit-chain';
import type { AuditParty } from '@lanyard/core/audit/audit-event';
import type { Revocation } from '@lanyard/core/audit/revocations';
import type { RegistryRequest } from '@lanyard/core/gate/registry-request';
import type { Source } from './features/access/caller.ts';
import type { FlowLimit, MailLimit, RowLimit } from './identity/limits.ts';
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
import type { Use } from './store/records/tokens/usage.ts';
import type { Store } from './store/store.ts';
import type { Clock, Random } from './world.ts';

/** Batched, at most 1 s behind. */
export interface UsageRecorder {
  record(use: Use): void;
  flush(): Promise<void>;
}

/** Both are null for the anonymous, the token for a password too. */
export interface PassedPrincipal {
  /** The id is null where the database could not be asked. */
  readonly owner: { readonly id: string | null; readonly name: string } | null;
  readonly token: { readonly id: string } | null;
}

/** `unavailable`: the database did not answer. `unchecked`: a read that passed all the same. */
export type GateOutcome = 'allowed' | 'refused' | 'unavailable' | 'unchecked';

/** What this process's gate did, and since when it could not ask the database. */
export interface GateWatch {
  readonly counts: Readonly<Record<GateOutcome, number>>;
  isDown(): boolean;
  count(outcome: GateOutcome): void;
  /** The database answered. */
  noteAnswer(): void;
  /** Asked where the database did not answer; `now` in milliseconds. */
  mayReadUnchecked(now: number): boolean;
}

/** A request that the gate let pass. */
export interface Passed {
  /** Its name. */
  readonly registry: string;
  readonly request: RegistryRequest;
  readonly method: string;
  readonly principal: PassedPrincipal;
  readonly source: Source;
  /** What the registry answered, where the gate sees it. */
  readonly answer?: { readonly status: number; readonly bytes: number | null; readonly digest: string | null };
}

/** Batched, at most 1 s behind. */
export interface PassageRecorder {
  record(passed: Passed): void;
  flush(): Promise<void>;
}

/** A credential that was not accepted. */
export interface Refusal extends Source {
  readonly action: 'session.refused' | 'token.refused';
  /** Whose it is, or what; undefined where nobody is known. */
  readonly subject: (AuditParty & { readonly namespace: string | null }) | undefined;
  /** The code of the error. Never what was typed: it may be a secret. */
  readonly reason: string;
  /** What a good token did not get, as `acme/app:push`; undefined where the credential itself was refused. */
  readonly access?: string;
}

/** One audit event a minute for refusals that are equal, written after they were answered (R14). */
export interface RefusalRecorder {
  record(refusal: Refusal): void;
  flush(): Promise<void>;
}

/** Where notices wait that are written in the transaction of what they tell. */
export interface Outbox {
  /** There is something new. It is sent after the answer: neither time nor failure may show whether there was a mail. */
  wake(): void;
  /** For what belongs to no change of an answer, and must not show in its time. A fault is logged. */
  afterAnswer(work: () => Promise<void>): void;
  /** Resolves when nothing is due any more. */
  idle(): Promise<void>;
}

/** Keeps what was revoked outside the database too, where an older copy of the database finds it. */
export interface RevocationRecorder {
  /** They are on disk when it resolves, or an error is logged. It never rejects: they are committed already. */
  record(revocations: readonly Revocation[]): Promise<void>;
}

/** What a server says of itself to administrators. Never a secret. */
export interface ServerFacts {
  readonly version: string;
  readonly nodeVersion: string;
  readonly database: 'SQLite' | 'PostgreSQL';
  readonly startedAt: number;
  readonly settings: readonly {
    readonly name: string;
    readonly meaning: string;
    /** Whether the environment sets it; what holds is the default otherwise. */
    readonly isSet: boolean;
    /** Null for a value that may hold a secret. */
    readonly value: string | null;
  }[];
}

/** All that use cases work with. */
export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly digester: SecretDigester;
  /** What checks the chain of the audit log; the store adds to it. */
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
  readonly dns: Dns;
  readonly manifests: RegistryManifests;
  readonly cataloguePage: ReadCataloguePage;
  readonly sealer: Sealer;
  readonly totp: Totp;
  readonly passkeys: Passkeys;
  readonly oidc: Oidc;
  readonly saml: Saml;
  /** Whether this server is about to end: it serves, and nobody should choose it any more. */
  isStopping(): boolean;
  readonly outbox: Outbox;
  readonly webhookSender: WebhookSender;
  readonly registryContent: RegistryContent;
  readonly registryProbe: RegistryProbing;
  readonly serverFacts: ServerFacts;
  /** Undefined where no mail server is set. */
  readonly mailer: Mailer | undefined;
  /** How long a provider may refuse a person at re-checks until that ends the person's proof. */
  readonly providerGraceSeconds: number;
  /** Whether an owner's invitation by mail may make an account for somebody who has none. */
  readonly ownersInviteNewPeople: boolean;
  /** The server's address as users type it: issuer, realm and links come from here, never from a request (R37). */
  readonly publicUrl: string;
}
