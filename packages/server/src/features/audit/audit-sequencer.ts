import type { Logger } from 'pino';
import type { CheckpointFile } from '../../store/checkpoint-file.ts';
import type { SignedCheckpoint } from '../../store/records/audit/audit-rows.ts';
import { type CheckpointServices, signCheckpoint } from './checkpoints.ts';
import { type CheckpointFault, publishCheckpoint } from './publish-checkpoint.ts';
import { type CheckpointTelling, tellCheckpoint } from './tell-checkpoint.ts';

/** Events of this period get their places together, in one transaction. */
const GATHER_MILLISECONDS = 100;
/**
 * For events that no running server announces: those of a server that was killed, of commands and of other versions.
 */
const LOOK_MILLISECONDS = 1000;
const PUBLISH_MILLISECONDS = 60_000;
const PUBLISH_EVENTS = 1000;

export interface AuditSequencer {
  /** Undefined if the file has the newest checkpoint, or if no file is set. */
  fault(): CheckpointFault | undefined;
  stop(): Promise<void>;
}

export interface AuditSequencerOptions extends CheckpointServices, CheckpointTelling {
  readonly logger: Pick<Logger, 'error'>;
  readonly checkpointFile: CheckpointFile | undefined;
}

/**
 * Gives events their places in the log soon after their commit. Signs the length of the log, and keeps that outside the
 * data folder and at receivers of webhooks. Every server runs this. If several want to do it at the same moment, one
 * does it for all.
 */
export function createAuditSequencer(options: AuditSequencerOptions): AuditSequencer {
  const { store, auditSigner, checkpointFile, logger } = options;
  let said: string | undefined;
  let fault: CheckpointFault | undefined;
  let published = { size: 0, at: Number.NEGATIVE_INFINITY };
  const report = (problem: string | undefined) => {
    if (problem !== undefined && problem !== said)
      logger.error({ cause: problem }, 'the audit log cannot grow, or its checkpoint cannot be kept');
    said = problem;
  };
  const publish = async (file: CheckpointFile, note: string, size: number) => {
    const now = performance.now();
    const isDue = size - published.size >= PUBLISH_EVENTS || now - published.at >= PUBLISH_MILLISECONDS;
    if (!isDue || (size === published.size && fault === undefined)) return;
    published = { size, at: now };
    fault = await publishCheckpoint(file, note, { audit: store.read.audit, keyText: auditSigner.keyText });
    report(fault && `${fault}; the checkpoint in LANYARD_CHECKPOINT_FILE stays as it is`);
  };
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = async (signed: SignedCheckpoint) => {
    if (performance.now() - toldAt < LOOK_MILLISECONDS) return;
    toldAt = performance.now();
    await tellCheckpoint(options, signed);
  };
  const round = async () => {
    try {
      await store.placeAuditEvents();
      const signed = await signCheckpoint(options);
      const { checkpoint, checkpointSize } = signed;
      // The file first: what goes wrong with webhooks must not keep a checkpoint from it.
      if (checkpointFile === undefined || checkpoint === null) report(undefined);
      else await publish(checkpointFile, checkpoint, checkpointSize);
      await tell(signed);
    } catch (error) {
      report(error instanceof Error && 'code' in error ? String(error.code) : String((error as Error).message));
    }
  };
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= round().finally(() => {
      running = undefined;
    });
    return running;
  };
  let gathering: NodeJS.Timeout | undefined;
  store.whenAuditEventsWait(() => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      void run();
    }, GATHER_MILLISECONDS).unref();
  });
  const timer = setInterval(() => void run(), LOOK_MILLISECONDS).unref();
  return {
    fault: () => fault,
    stop: async () => {
      clearInterval(timer);
      clearTimeout(gathering);
      await running;
      await run();
    },
  };
}
