import { rootOf } from '@lanyard/core/audit/merkle-tree';
import type { Services } from '../../services.ts';
import type { SignedCheckpoint } from '../../store/records/audit/audit-rows.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireSignedIn } from '../access/permissions.ts';

/**
 * A checkpoint without changes is signed again after this time. So an old time shows that the server no longer signs.
 */
const SIGNED_AGAIN_MILLISECONDS = 60_000;

export type CheckpointServices = Pick<Services, 'store' | 'clock' | 'auditSigner'>;

/** Signs the whole log as it is now. Errors: `audit-log-damaged`, `unavailable`. */
export async function signCheckpoint({ store, clock, auditSigner }: CheckpointServices): Promise<SignedCheckpoint> {
  const signedAt = clock.now();
  const isNew = ({ checkpoint, checkpointSize, signedAt: before }: SignedCheckpoint, size: number) =>
    checkpoint !== null && checkpointSize === size && signedAt - before < SIGNED_AGAIN_MILLISECONDS;
  const found = await store.read.audit.tree();
  if (isNew(found, found.size)) return found;
  return store.signAuditTree((tree, before) => {
    if (isNew(before, tree.size)) return undefined;
    return { checkpoint: auditSigner.sign(tree.size, rootOf(tree)), checkpointSize: tree.size, signedAt };
  });
}

/**
 * Only for people who signed in themselves, because the length of the log says something about other people. Errors:
 * `forbidden`.
 */
export async function showCheckpoint(services: Services, caller: AccountCaller): Promise<string> {
  requireSignedIn(caller);
  return newestCheckpoint(services);
}

/** The newest checkpoint. It covers everything that was written before this call. */
export async function newestCheckpoint(services: CheckpointServices): Promise<string> {
  await services.store.read.audit.head();
  const { checkpoint } = await signCheckpoint(services);
  return checkpoint ?? '';
}
