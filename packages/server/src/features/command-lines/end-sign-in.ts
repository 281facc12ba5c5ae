import type { AuditAction, AuditParty } from '@lanyard/core/audit/audit-event';
import type { DeletionCause } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';

import type { Records } from '../../store/store.ts';
import { auditEventBy } from '../access/audit-event-of.ts';
import type { Source } from '../access/caller.ts';
import { tokenParty } from '../tokens/token-party.ts';
import { signInParty } from './sign-in-party.ts';

export interface EndDetails {
  readonly action: Extract<AuditAction, 'sign-in.ended' | 'sign-in.reused'>;
  readonly reason: string;
  readonly actor: AuditParty;
  readonly source: Source;
}

/** Ends the sign-in and its auto-generated token in the caller's transaction, with one event for each. */
export async function endSignIn(
  services: Services,
  records: Records,
  account: Account,
  signIn: SignIn,
  { action, reason, actor, source }: EndDetails,
): Promise<void> {
  const record = (details: { action: AuditAction; subject: AuditParty }) =>
    records.audit.append(
      auditEventBy(services, actor, source, { ...details, namespace: account.name, data: { reason } }),
    );
  await records.signIns.end(signIn.id, services.clock.now());
  await record({ action, subject: signInParty(signIn) });
  const token = signIn.tokenId === null ? undefined : await records.tokens.byId(signIn.tokenId);
  if (!token) return;
  const because: DeletionCause = 'signed-out';
  await records.tokens.update(token.id, { deletedAt: services.clock.now(), deletedBecause: because });
  await record({ action: 'token.deleted', subject: tokenParty(token) });
}
