import type { AuditParty } from '@lanyard/core/audit/audit-event';
import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { SignIn } from '../../store/records/sign-ins.ts';

export function signInParty({ id, client }: Pick<SignIn, 'id' | 'client'>): AuditParty {
  return { type: 'sign-in', id, name: clientLabel(client) };
}
