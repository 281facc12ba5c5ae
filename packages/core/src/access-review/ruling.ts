import { DomainError } from '../domain-error.ts';

/** What an owner said about one token in their organization. Times are milliseconds since the epoch. */
export interface Ruling {
  readonly tokenId: string;
  /** Whose token it is. */
  readonly holderId: string;
  /** The command-line login that made it; null for every other. */
  readonly commandLineId: string | null;
  readonly kind: 'blocked' | 'approved' | 'refused';
  /** Why it is blocked or refused, for its holder; empty for an approval. */
  readonly reason: string;
  readonly at: number;
}

/** Why a credential reaches nothing in an organization, whatever its grants are. */
export type ReachHold =
  | { readonly type: 'blocked'; readonly reason: string; readonly at: number }
  /** An owner was asked to approve it, and did not. */
  | { readonly type: 'refused'; readonly reason: string; readonly at: number }
  /** For an owner's approval, because another token of its holder is blocked, or because the policy asks for it. */
  | { readonly type: 'waiting'; readonly because: 'block' | 'policy' };

export interface RuledToken {
  readonly id: string;
  readonly commandLineId: string | null;
  readonly createdAt: number;
  /** When its grants last became wider; null where they never did. */
  readonly widenedAt: number | null;
}

/**
 * What stands after all that was said about one holder's tokens. A block covers all that the same command-line login made,
 * also later. While there is one, what the holder makes or widens after it waits, and the password, which would be a way around it,
 * reaches nothing: `token` is undefined for it. `isNew`: the policy asks for an approval of this token, and its holder is
 * not one whose tokens are always let in.
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

/** As it is now: what was widened after the approval is not. */
export function isApproved(rulings: readonly Ruling[], { id, createdAt, widenedAt }: RuledToken): boolean {
  // Deny by default: a time that is no number is not before the ruling.
  return rulings.some(
    ({ tokenId, kind, at }) => tokenId === id && kind === 'approved' && (widenedAt ?? createdAt) <= at,
  );
}

function isOfLogin({ commandLineId }: Ruling, asked: string | null): boolean {
  return commandLineId !== null && commandLineId === asked;
}

export const MAXIMUM_REASON_LENGTH = 200;

/** Trimmed, 1-200 characters, none of them a control character: it is shown on terminals. Throws `invalid-input`. */
export function requireReason(text: string | undefined): string {
  const reason = (text ?? '').trim();
  const invalid = (why: string) => new DomainError('invalid-input', { field: 'reason', reason: why });
  const length = [...reason].length;
  if (length < 1 || length > MAXIMUM_REASON_LENGTH) throw invalid(`must be 1 to ${MAXIMUM_REASON_LENGTH} characters`);
  if (/\p{Cc}|\p{Cs}/u.test(reason)) throw invalid('must not contain control characters');
  return reason;
}
