import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { Account } from '../../store/records/accounts.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';
import { type Asker, type AuditSubject, type Change, subjectOf } from '../access/change.ts';
import { tokenSubject } from '../tokens/token-subject.ts';

export interface EndDetails {
  readonly action: 'sign-in.ended' | 'sign-in.reused';
  readonly reason: string;
}

/** Ends the command line and its auto-generated token, with one event for each. */
export async function endSignIn(
  { records, now, audit }: Change<Asker>,
  account: Account,
  signIn: SignIn,
  { action, reason }: EndDetails,
): Promise<void> {
  await records.signIns.end(signIn.id, now);
  await audit(action, signInSubject(signIn, account.name), { reason });
  const token = signIn.tokenId === null ? undefined : await records.tokens.byId(signIn.tokenId);
  if (!token) return;
  await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'signed-out' });
  await audit('token.deleted', tokenSubject(token, account.name), { reason });
}

/** A command line, in the log of its account. */
export function signInSubject({ id, client }: Pick<SignIn, 'id' | 'client'>, namespace: string): AuditSubject {
  return subjectOf('sign-in', { id, name: clientLabel(client) }, namespace);
}
