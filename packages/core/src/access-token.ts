import { DomainError } from './domain-error.ts';
import type { Grant } from './grant.ts';
import type { TokenKind } from './token-format.ts';

export type TokenOrigin = 'manual' | 'auto';
export type TokenStatus = 'active' | 'inactive' | 'expired';

/** A token as the rules see it; never its secret. Times are milliseconds since the epoch. */
export interface AccessToken {
  /** The public handle. */
  readonly id: string;
  readonly kind: TokenKind;
  readonly origin: TokenOrigin;
  readonly ownerId: string;
  readonly description: string;
  readonly grants: readonly Grant[];
  /** Docker Hub's scopes in the order they came, for a token that was made through that interface. */
  readonly hubScopes: readonly string[] | null;
  readonly createdAt: number;
  readonly createdAddress: string;
  readonly createdClient: string;
  readonly expiresAt: number | null;
  /** The expiry as its maker wrote it: Hub's clients compare it byte by byte. */
  readonly expiresAtText: string | null;
  readonly deactivatedAt: number | null;
  readonly deletedAt: number | null;
  /** Why it was deleted: by somebody, or because newer sign-ins took its place. */
  readonly deletedBecause: 'deleted' | 'evicted' | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedClient: string | null;
}

type Lifecycle = Pick<AccessToken, 'deactivatedAt' | 'expiresAt'>;

/** Expired wins over inactive: activating it again would not help. */
export function tokenStatus(token: Lifecycle, now: number): TokenStatus {
  if (isExpired(token, now)) return 'expired';
  return token.deactivatedAt === null ? 'active' : 'inactive';
}

/** How many auto-generated tokens an account keeps where no policy says otherwise. */
export const AUTO_TOKENS_KEPT = 5;

/** Throws the error that tells the holder of the secret why it is refused (decision 7). */
export function requireUsable(token: Lifecycle & Pick<AccessToken, 'deletedAt' | 'deletedBecause'>, now: number): void {
  if (token.deletedAt !== null && token.deletedBecause === 'evicted') {
    throw new DomainError('token-evicted', { at: token.deletedAt, kept: AUTO_TOKENS_KEPT });
  }
  if (token.deletedAt !== null) throw new DomainError('token-deleted', { at: token.deletedAt });
  if (isExpired(token, now)) throw new DomainError('token-expired', { at: token.expiresAt });
  if (token.deactivatedAt !== null) throw new DomainError('token-inactive', { at: token.deactivatedAt });
}

/** Asked so that an expiry that is no number refuses the token instead of letting it live for ever. */
function isExpired<Token extends Pick<AccessToken, 'expiresAt'>>(
  token: Token,
  now: number,
): token is Token & { readonly expiresAt: number } {
  return token.expiresAt !== null && !(token.expiresAt > now);
}
