import type { AccessEntry } from '@lanyard/core/registry-tokens/decide';
import type { Secret } from '@lanyard/core/secret';
import type { Oidc, Passkeys, Saml, Totp } from './identity/identity.ts';
import type { Registry, Use } from './store/records.ts';
import type { Store } from './store/store.ts';

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export interface Random {
  bytes(length: number): Uint8Array;
  uuid(): string;
}

export type DigestPurpose =
  | 'token'
  | 'session'
  | 'setup-code'
  | 'device-code'
  | 'user-code'
  | 'password-reset'
  | 'scim-token'
  | 'flow'
  | 'recovery-code';

/** Keyed digests of secrets, for look-up; the key lives outside the database (R17). */
export interface SecretDigester {
  /** `purpose` keeps a digest of one kind of secret from standing for another (attack 32). */
  digest(purpose: DigestPurpose, secret: Secret): string;
}

/** What is reversible at rest, under the master key; the purpose is bound in. */
export interface Sealer {
  seal(purpose: string, plaintext: Uint8Array): string;
  /** Throws where it was changed, or sealed for another purpose. */
  open(purpose: string, sealed: string): Uint8Array;
}

export interface PasswordHasher {
  hash(password: Secret): Promise<string>;
  /** Takes as long without a hash as with one, so that time does not tell who exists (attack 20). */
  verify(password: Secret, passwordHash: string | null | undefined): Promise<boolean>;
}

/** Counts failures by source and account. A valid token never asks it. */
export interface Throttle {
  /** Seconds to wait before the next try, or undefined where it may go on. */
  retryAfterSeconds(attempt: Attempt): Promise<number | undefined>;
  recordFailure(attempt: Attempt): Promise<void>;
  recordSuccess(attempt: Attempt): Promise<void>;
}

export interface Attempt {
  /** The canonical name that was tried, known or not: all spellings share one counter (attack 19). */
  readonly accountName: string;
  readonly address: string;
  /** A second factor, which whoever knows the password may guess: counted for the account from wherever it comes. */
  readonly isSecondFactor?: boolean;
}

export interface RegistryTokenClaims {
  /** The account's name; empty for the anonymous. */
  readonly subject: string;
  readonly access: readonly AccessEntry[];
}

export interface SignedRegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: number;
}

/** The registry that a fresh server knows; Lanyard's own `/v2/` speaks for its service, so that `docker login` works with no registry at hand. */
export const OWN_REGISTRY = { name: 'default', service: 'lanyard' } as const;

/** The registries and their signing chains, as this process last read them. */
export interface RegistryTokens {
  /** Undefined for a service that no registry has. */
  registryOf(service: string): Registry | undefined;
  sign(registry: Registry, claims: RegistryTokenClaims): Promise<SignedRegistryToken>;
  /** The subject of a token for Lanyard's own `/v2/`; undefined for any other text. */
  verifyOwn(token: string): Promise<{ readonly subject: string } | undefined>;
  /** PEM of what this registry has to trust: its root, or its fixed certificate. */
  trustedCertificate(registry: Registry): string;
  /** Reads registries and keys again: another process may have changed them. */
  refresh(): Promise<void>;
}

/** How an API token came to be; one from an access token may not touch access tokens. */
export type ApiTokenSource = 'password' | 'token' | 'sign-in';

export interface ApiTokenClaims {
  readonly accountId: string;
  readonly accountName: string;
  readonly email: string;
  readonly source: ApiTokenSource;
  /** The session, sign-in or access token that it hangs on and dies with. */
  readonly parentId: string;
}

/** RS256 tokens for the Hub-compatible API, 10 minutes. */
export interface ApiTokens {
  sign(claims: ApiTokenClaims): { readonly token: Secret; readonly expiresInSeconds: number };
  verify(token: Secret): Promise<ApiTokenClaims | undefined>;
  /** RFC 7517: the public keys, for `/.well-known/jwks.json`. */
  publicKeys(): { readonly keys: readonly Readonly<Record<string, unknown>>[] };
}

/** Which rotation of which sign-in a refresh token is. */
export interface RefreshTokenClaims {
  readonly signInId: string;
  readonly generation: number;
}

/** Refresh tokens prove themselves by a keyed digest: an old one is known for what it was without being stored. */
export interface RefreshTokens {
  make(claims: RefreshTokenClaims): Secret;
  /** Undefined for a text that was never made here. */
  parse(token: Secret): RefreshTokenClaims | undefined;
}

/** Batched, at most 1 s behind. */
export interface UsageRecorder {
  record(use: Use): void;
  flush(): Promise<void>;
}

/** How many mails are sent on request; whatever is asked counts, also where the limit is passed. */
export interface MailLimit {
  /** Seconds to wait, or undefined where this request may go on. */
  countSource(address: string): Promise<number | undefined>;
  countAccount(accountId: string): Promise<number | undefined>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain; it may hold a link that is a credential. */
  readonly text: Secret;
}

/** Mail goes out after the answer: neither time nor failure may tell whether there was one to send. */
export interface Mailer {
  /** `write` runs later, and may find that there is nothing to send. False where too many wait already. */
  send(write: () => Promise<Mail | undefined>): boolean;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

export interface Dns {
  /** The TXT records at this name, each in one piece; none where there is no such name. Errors: `unavailable`. */
  txt(name: string): Promise<readonly string[]>;
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
