import { type Checkpoint, openCheckpoint } from '@lanyard/core/audit/checkpoint';
import { rootOf } from '@lanyard/core/audit/merkle-tree';
import { parseNoteKey } from '@lanyard/core/audit/signed-note';
import type { CheckpointFile } from '../../store/checkpoint-file.ts';
import type { AuditReads } from '../../store/records/audit/audit.ts';
import { treeAt } from './tree-parts.ts';

/** Why a checkpoint was not written. The file keeps its previous one. */
export type CheckpointFault =
  | 'the file cannot be read or written'
  | 'the file holds no checkpoint of this server'
  | 'the audit log is shorter than the checkpoint in the file'
  | 'the audit log is not the one of the checkpoint in the file';

/**
 * Replaces the checkpoint in the file, if the log still has everything that the previous one covers. So an attacker who
 * cuts or rewrites the log must also change this file.
 */
export async function publishCheckpoint(
  file: CheckpointFile,
  note: string,
  { audit, keyText }: { readonly audit: AuditReads; readonly keyText: string },
): Promise<CheckpointFault | undefined> {
  let fault: CheckpointFault | undefined;
  const choose = async (before: string) => {
    const kept = before === '' ? undefined : opened(before, keyText);
    fault =
      before !== '' && !kept
        ? 'the file holds no checkpoint of this server'
        : kept && (await contradiction(kept, audit));
    // Another process of this server can have written a newer one.
    const isNewer = (opened(note, keyText)?.size ?? 0) > (kept?.size ?? -1);
    return fault === undefined && isNewer ? note : undefined;
  };
  try {
    await file.replace(choose);
    return fault;
  } catch {
    return 'the file cannot be read or written';
  }
}

async function contradiction({ size, root }: Checkpoint, audit: AuditReads): Promise<CheckpointFault | undefined> {
  if (size > (await audit.tree()).size) return 'the audit log is shorter than the checkpoint in the file';
  const isSame = rootOf(await treeAt(audit, size)).equals(root);
  return isSame ? undefined : 'the audit log is not the one of the checkpoint in the file';
}

/** Accepts any address that the server had when it signed. */
function opened(note: string, keyText: string): Checkpoint | undefined {
  const key = parseNoteKey(keyText);
  const [name = ''] = note.split('\n', 1);
  const checkpoint = key && openCheckpoint(note, { ...key, name });
  return checkpoint && 'root' in checkpoint ? checkpoint : undefined;
}
