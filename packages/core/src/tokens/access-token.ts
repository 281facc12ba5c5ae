import { crc32 } from 'node:zlib';
import { DomainError } from '../domain-error.ts';
import { type RandomBytes, randomText } from '../random-text.ts';
import { Secret } from '../secret.ts';
import type { Grant } from './grant.ts';
import type { HubResource } from './hub-grants.ts';
import type { OrganizationScope } from './organization-scope.ts';
import { AUTO_TOKENS_KEPT } from './retention.ts';

/**
 * Every kind of token, and its origin. The first letters of the secret show the kind: `lyd_KIND_`. The API, the
 * database and the check of a secret use this list.
 */
export const TOKEN_KINDS = {
  /** Personal: an account created it for itself. */
  pat: { origin: 'manual' },
  /** Auto-generated for a command line that signed in. */
  auto: { origin: 'auto' },
  /** A token of an organization. */
  oat: { origin: 'manual' },
} as const;

export type TokenKind = keyof typeof TOKEN_KINDS;
export type TokenOrigin = (typeof TOKEN_KINDS)[TokenKind]['origin'];
export const TOKEN_KIND_NAMES = Object.keys(TOKEN_KINDS) as readonly TokenKind[];
export const TOKEN_ORIGINS: readonly TokenOrigin[] = ['manual', 'auto'];

/**
 * `lyd_<kind>_`, then 30 random base62 characters (178 bits), then 6 base62 characters of a CRC-32 over everything
 * before.
 */
export const TOKEN_PATTERN = new RegExp(`^lyd_(${TOKEN_KIND_NAMES.join('|')})_[0-9A-Za-z]{36}$`);

export const TOKEN_RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function makeTokenSecret(kind: TokenKind, randomBytes: RandomBytes): Secret {
  const body = `lyd_${kind}_${randomText(ALPHABET, TOKEN_RANDOM_LENGTH, randomBytes)}`;
  return new Secret(body + checksum(body));
}

/** Whether the text is meant as a token, correct or not. Such a text is never tried as a password. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith('lyd_');
}

/**
 * The kind of a token with the correct form. Otherwise undefined, so a wrong checksum or length costs no look-up (R16,
 * attack 14).
 */
export function parseTokenKind(text: string): TokenKind | undefined {
  const kind = TOKEN_PATTERN.exec(text)?.[1];
  if (kind === undefined) return undefined;
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return text.endsWith(checksum(body)) ? (kind as TokenKind) : undefined;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

export const TOKEN_STATUSES = ['active', 'inactive', 'expired'] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

/** Deleted by a person, evicted by newer command-line logins, or ended with the login that it came from. */
export type DeletionCause = 'deleted' | 'evicted' | 'signed-out';

/** A token as the rules see it, without its secret. Times are milliseconds since the epoch. */
export interface AccessToken {
  /** The public handle. */
  readonly id: string;
  readonly kind: TokenKind;
  readonly origin: TokenOrigin;
  readonly ownerId: string;
  readonly description: string;
  readonly grants: readonly Grant[];
  /** Docker Hub's scopes in their original order, for a token that was created through that interface. */
  readonly hubScopes: readonly string[] | null;
  /** The same for an organization's token: what it reaches, and its long description, as the client sent them. */
  readonly hubResources: readonly HubResource[] | null;
  readonly hubDescription: string | null;
  /** The scopes of an organization's token. Null if it has none, and for every other token. */
  readonly organizationScopes: readonly OrganizationScope[] | null;
  readonly createdAt: number;
  /** The account that created it. Null if the operator did, or if it is older than this field. */
  readonly createdBy: string | null;
  /** The command-line login that created it. Null if a browser, another program or the operator did. */
  readonly commandLineId: string | null;
  readonly createdAddress: string;
  readonly createdClient: string;
  readonly expiresAt: number | null;
  /** The token ends after this time without use, together with its command-line login. Null for a manual token. */
  readonly idleSeconds: number | null;
  /** The expiry exactly as the client wrote it, because Hub's clients compare it byte by byte. */
  readonly expiresAtText: string | null;
  /** When its grants last became wider. Null if they never did. */
  readonly widenedAt: number | null;
  readonly deactivatedAt: number | null;
  readonly deletedAt: number | null;
  readonly deletedBecause: DeletionCause | null;
  /** How many newer logins were kept when this token was evicted. */
  readonly keptThen: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedClient: string | null;
}

/** Fields that only some tokens have, and fields that are set later in a token's life. */
const EMPTY = {
  hubScopes: null,
  hubResources: null,
  hubDescription: null,
  organizationScopes: null,
  commandLineId: null,
  idleSeconds: null,
  expiresAtText: null,
  widenedAt: null,
  deactivatedAt: null,
  deletedAt: null,
  deletedBecause: null,
  keptThen: null,
  lastUsedAt: null,
  lastUsedAddress: null,
  lastUsedClient: null,
} as const satisfies Partial<AccessToken>;

type Optional =
  | 'hubScopes'
  | 'hubResources'
  | 'hubDescription'
  | 'organizationScopes'
  | 'commandLineId'
  | 'idleSeconds'
  | 'expiresAtText';
export type NewAccessToken = Omit<AccessToken, 'origin' | keyof typeof EMPTY> & Partial<Pick<AccessToken, Optional>>;

/** A new token: active, and never used. */
export function newAccessToken(made: NewAccessToken): AccessToken {
  return { ...EMPTY, ...made, origin: TOKEN_KINDS[made.kind].origin };
}

export const MAXIMUM_DESCRIPTION_LENGTH = 100;

/**
 * Trims the description, which must have 1-100 characters. Control characters are refused, because terminals show it.
 * Throws `invalid-input`.
 */
export function requireDescription(text: string, field = 'description'): string {
  const description = text.trim();
  const invalid = (reason: string) => new DomainError('invalid-input', { field, reason });
  const length = [...description].length;
  if (length < 1 || length > MAXIMUM_DESCRIPTION_LENGTH) {
    throw invalid(`must be 1 to ${MAXIMUM_DESCRIPTION_LENGTH} characters`);
  }
  if (/\p{Cc}|\p{Cs}/u.test(description)) throw invalid('must not contain control characters');
  return description;
}

type Lifetime = Pick<AccessToken, 'expiresAt' | 'idleSeconds' | 'lastUsedAt' | 'createdAt'>;
type Lifecycle = Lifetime & Pick<AccessToken, 'deactivatedAt'>;
type Deletion = Pick<AccessToken, 'deletedAt' | 'deletedBecause' | 'keptThen'>;

/** An expired token shows as expired even if it is also inactive, because activating it would not help. */
export function tokenStatus(token: Lifecycle, now: number): TokenStatus {
  if (endedAt(token, now) !== undefined) return 'expired';
  return token.deactivatedAt === null ? 'active' : 'inactive';
}

/** Throws the error that says why the token is refused. Anyone who has the secret may know the reason. */
export function requireUsable(token: Lifecycle & Deletion, now: number): void {
  requireNotDeleted(token);
  const at = endedAt(token, now);
  if (at !== undefined) throw new DomainError('token-expired', { at });
  if (token.deactivatedAt !== null) throw new DomainError('token-inactive', { at: token.deactivatedAt });
}

function requireNotDeleted({ deletedAt, deletedBecause, keptThen }: Deletion): void {
  if (deletedAt === null) return;
  if (deletedBecause === 'evicted') {
    throw new DomainError('token-evicted', { at: deletedAt, kept: keptThen ?? AUTO_TOKENS_KEPT });
  }
  if (deletedBecause === 'signed-out') throw new DomainError('token-signed-out', { at: deletedAt });
  throw new DomainError('token-deleted', { at: deletedAt });
}

/**
 * When the token expired or was idle for too long. The comparison is written so that a time that is not a number ends
 * the token (deny by default).
 */
function endedAt(token: Lifetime, now: number): number | undefined {
  const { expiresAt, idleSeconds, lastUsedAt, createdAt } = token;
  if (expiresAt !== null && !(expiresAt > now)) return Number(expiresAt) || 0;
  if (idleSeconds === null) return undefined;
  const idleUntil = (lastUsedAt ?? createdAt) + idleSeconds * 1000;
  return idleUntil > now ? undefined : idleUntil || 0;
}
