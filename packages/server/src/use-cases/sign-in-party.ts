import type { AuditParty } from '@lanyard/core/audit-event';
import { clientLabel } from '@lanyard/core/client-label';
import type { SignIn } from '../ports/records.ts';

export function signInParty({ id, client }: Pick<SignIn, 'id' | 'client'>): AuditParty {
  return { type: 'sign-in', id, name: clientLabel(client) };
}
