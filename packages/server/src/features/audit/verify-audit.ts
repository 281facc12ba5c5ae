import { type AuditBreak, type AuditHead, EMPTY_HEAD, findAuditBreak } from '@lanyard/core/audit/audit-chain';
import type { Services } from '../../services.ts';

const CHUNK = 1000;

export interface AuditVerification {
  readonly head: AuditHead;
  /** The first place where the chain does not hold; undefined where all of it does. */
  readonly break: AuditBreak | undefined;
}

/** Reads the whole chain up to its head as it stands at the start. */
export async function verifyAudit({ store }: Services): Promise<AuditVerification> {
  const head = await store.read.audit.head();
  let reached = EMPTY_HEAD;
  for (;;) {
    const events = await store.read.audit.after(reached.sequence, CHUNK);
    const last = events.at(-1);
    const isEnd = events.length < CHUNK || (last?.sequence ?? 0) >= head.sequence;
    const found = findAuditBreak(events, reached, isEnd ? head : undefined);
    if (found || isEnd || !last) return { head, break: found };
    reached = last;
  }
}
