import { DomainError } from '../domain-error.ts';
import type { Grant } from './grant.ts';
import type { HubResource } from './hub-resource.ts';
import type { TokenKind } from './token-format.ts';

export type TokenOrigin = 'manual' | 'auto';
/** By somebody; because newer sign-ins took its place; because the sign-in that made it ended. */
export type DeletionCause = 'deleted' | 'evicted' | 'signed-out';
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
  /** The same for an organization's token: what it reaches and its long description, as they came. */
  readonly hubResources: readonly HubResource[] | null;
  readonly hubDescription: string | null;
  readonly createdAt: number;
  /** The name of the account that made it; null where the operator did, or where it was not yet kept. */
  readonly createdBy: string | null;
  readonly createdAddress: string;
  readonly createdClient: string;
  readonly expiresAt: number | null;
  /** It ends when it is not used for so long, as the sign-in does that made it; null for a manual one. */
  readonly idleSeconds: number | null;
  /** The expiry as its maker wrote it: Hub's clients compare it byte by byte. */
  readonly expiresAtText: string | null;
  readonly deactivatedAt: number | null;
  readonly deletedAt: number | null;
  readonly deletedBecause: DeletionCause | null;
  /** How many newer sign-ins were kept when it was evicted. */
  readonly keptThen: number | null;
  readonly lastUsedAt: number | null;
  readonly lastUsedAddress: string | null;
  readonly lastUsedClient: string | null;
}

type Lifetime = Pick<AccessToken, 'expiresAt' | 'idleSeconds' | 'lastUsedAt' | 'createdAt'>;
type Lifecycle = Lifetime & Pick<AccessToken, 'deactivatedAt'>;
type Deletion = Pick<AccessToken, 'deletedAt' | 'deletedBecause' | 'keptThen'>;

/** Expired wins over inactive: activating it again would not help. */
export function tokenStatus(token: Lifecycle, now: number): TokenStatus {
  if (endedAt(token, now) !== undefined) return 'expired';
  return token.deactivatedAt === null ? 'active' : 'inactive';
}

/** How many auto-generated tokens an account keeps where no policy says otherwise. */
export const AUTO_TOKENS_KEPT = 5;

/** Throws the error that tells the holder of the secret why it is refused (decision 7). */
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

/** When it expired or was idle for too long; asked so that a time that is no number ends the token (deny by default). */
function endedAt(token: Lifetime, now: number): number | undefined {
  const { expiresAt, idleSeconds, lastUsedAt, createdAt } = token;
  if (expiresAt !== null && !(expiresAt > now)) return Number(expiresAt) || 0;
  if (idleSeconds === null) return undefined;
  const idleUntil = (lastUsedAt ?? createdAt) + idleSeconds * 1000;
  return idleUntil > now ? undefined : idleUntil || 0;
}
