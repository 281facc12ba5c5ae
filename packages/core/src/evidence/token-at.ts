import type { AuditEvent } from '../audit/audit-event.ts';
import type { Grant } from '../tokens/grant.ts';

/** What can change about a token while it exists. */
export interface TokenAt {
  readonly grants: readonly Grant[];
  readonly isActive: boolean;
  readonly expiresAt: number | null;
}

export const TOKEN_CHANGES = ['token.changed', 'token.activated', 'token.deactivated'] as const;

/**
 * What the token was at an earlier moment. `later` are the events about it after that moment, in the order of the log: the
 * first one that changes something says what was before.
 */
export function tokenAt(now: TokenAt, later: readonly Pick<AuditEvent, 'action' | 'data'>[]): TokenAt {
  const before = (fact: string) => later.find(({ data }) => fact in data)?.data[fact];
  const [grants, expiresAt] = [before('grantsBefore'), before('expiresAtBefore')];
  const switched = later.find(({ action }) => action === 'token.activated' || action === 'token.deactivated');
  return {
    grants: grants === undefined ? now.grants : (JSON.parse(String(grants)) as readonly Grant[]),
    isActive: switched ? switched.action === 'token.deactivated' : now.isActive,
    expiresAt: expiresAt === undefined ? now.expiresAt : expiresAt === null ? null : Number(expiresAt),
  };
}
