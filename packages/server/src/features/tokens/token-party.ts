import type { AuditParty } from '@lanyard/core/audit/audit-event';
import type { AccessToken } from '@lanyard/core/tokens/access-token';

export function tokenParty(token: Pick<AccessToken, 'id' | 'description'>): AuditParty {
  return { type: 'token', id: token.id, name: token.description };
}
