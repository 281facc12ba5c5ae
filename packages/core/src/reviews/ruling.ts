import { DomainError } from '../domain-error.ts';

/** An owner's decision about one token in their organization. Times are milliseconds since the epoch. */
export interface Ruling {
  readonly tokenId: string;
  /** The holder of the token. */
  readonly holderId: string;
  /** The command-line login that created it. Null for every other token. */
  readonly commandLineId: string | null;
  readonly kind: 'blocked' | 'approved' | 'refused';
  /** Why it is blocked or refused, for its holder. Empty for an approval. */
  readonly reason: string;
  readonly at: number;
}

/** Why a credential reaches nothing in an organization, whatever its grants are. */
export type ReachHold =
  | { readonly type: 'blocked'; readonly reason: string; readonly at: number }
  /** An owner was asked to approve it, and refused. */
  | { readonly type: 'refused'; readonly reason: string; readonly at: number }
  /**
   * It waits for an owner's approval, because another token of its holder is blocked, or because the policy requires
   * it.
   */
  | { readonly type: 'waiting'; readonly because: 'block' | 'policy' };

export interface RuledToken {
  readonly id: string;
  readonly commandLineId: string | null;
  readonly createdAt: number;
  /** When its grants last became wider. Null if they never did. */
  readonly widenedAt: number | null;
}

/**
 * The result of all decisions about one holder's tokens. A block covers all tokens of the same command-line login, also
 * later ones. While there is a block, tokens that the holder creates or widens after it must wait. The password reaches
 * nothing, because it would be a way around the block: `token` is undefined for it. `isNew`: the policy requires an
 * approval of this token, and its holder is not one who is always approved.
 */
export function holdOn(
  rulings: readonly Ruling[],
  token: RuledToken | undefined,
  isNew: boolean,
): ReachHold | undefined {
  const blocks = rulings.filter(({ kind }) => kind === 'blocked');
  if (!token) return blocks.length > 0 ? { type: 'waiting', because: 'block' } : undefined;
  const own = rulings.find(({ tokenId }) => tokenId === token.id);
  const block = own?.kind === 'blocked' ? own : blocks.find((one) => isOfLogin(one, token.commandLineId));
  const since = token.widenedAt ?? token.createdAt;
  if (isApproved(rulings, token)) return undefined;
  if (block) return { type: 'blocked', reason: block.reason, at: block.at };
  if (own?.kind === 'refused') return { type: 'refused', reason: own.reason, at: own.at };
  if (blocks.some(({ at }) => !(since < at))) return { type: 'waiting', because: 'block' };
  return isNew ? { type: 'waiting', because: 'policy' } : undefined;
}

/** Whether the token in its current form is approved. If it was widened after the approval, it is not. */
export function isApproved(rulings: readonly Ruling[], { id, createdAt, widenedAt }: RuledToken): boolean {
  // Deny by default: a time that is not a number does not count as before the ruling.
  return rulings.some(
    ({ tokenId, kind, at }) => tokenId === id && kind === 'approved' && (widenedAt ?? createdAt) <= at,
  );
}

function isOfLogin({ commandLineId }: Ruling, asked: string | null): boolean {
  return commandLineId !== null && commandLineId === asked;
}

export const MAXIMUM_REASON_LENGTH = 200;

/**
 * Trims the reason, which must have 1-200 characters. Control characters are refused, because terminals show it. Throws
 * `invalid-input`.
 */
export function requireReason(text: string | undefined): string {
  const reason = (text ?? '').trim();
  const invalid = (why: string) => new DomainError('invalid-input', { field: 'reason', reason: why });
  const length = [...reason].length;
  if (length < 1 || length > MAXIMUM_REASON_LENGTH) throw invalid(`must be 1 to ${MAXIMUM_REASON_LENGTH} characters`);
  if (/\p{Cc}|\p{Cs}/u.test(reason)) throw invalid('must not contain control characters');
  return reason;
}
