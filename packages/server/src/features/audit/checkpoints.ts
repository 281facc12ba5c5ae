import { rootOf } from '@lanyard/core/audit/merkle-tree';
import type { Services } from '../../services.ts';
import type { SignedCheckpoint } from '../../store/records/audit/audit-rows.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireSignedIn } from '../access/permissions.ts';

/** A checkpoint that says the same is signed again, so that an old time shows a server that signs no more. */
const SIGNED_AGAIN_MILLISECONDS = 60_000;

export type CheckpointServices = Pick<Services, 'store' | 'clock' | 'auditSigner'>;

/** The whole log as it is now, signed. Errors: `audit-log-damaged`, `unavailable`. */
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

/** For people who signed in themselves: how long the log is tells of others. Errors: `forbidden`. */
export async function showCheckpoint(services: Services, caller: AccountCaller): Promise<string> {
  requireSignedIn(caller);
  return newestCheckpoint(services);
}

/** The newest, after everything that was written before it was asked for has its place. */
export async function newestCheckpoint(services: CheckpointServices): Promise<string> {
  await services.store.read.audit.head();
  const { checkpoint } = await signCheckpoint(services);
  return checkpoint ?? '';
}
