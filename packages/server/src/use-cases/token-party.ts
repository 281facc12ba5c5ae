import type { AccessToken } from '@lanyard/core/access-token';
import type { AuditParty } from '@lanyard/core/audit-event';

export function tokenParty(token: Pick<AccessToken, 'id' | 'description'>): AuditParty {
  return { type: 'token', id: token.id, name: token.description };
}
