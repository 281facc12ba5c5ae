import { ScanFault } from '@lanyard/core/scans/scan-fault';
import type { Services } from '../../services.ts';
import type { ScannerNow } from '../../store/records/scans/outdated.ts';
import type { VulnerabilityScanner } from './vulnerability-scanner.ts';

const ASKED_EVERY_MILLISECONDS = 30_000;
const FIRST_PAUSE_MILLISECONDS = 5_000;
const LONGEST_PAUSE_MILLISECONDS = 300_000;
/** For a scanner that does not tell its database, each day counts as a new one. */
const DAY_MILLISECONDS = 86_400_000;

/** The scanner for vulnerabilities of this process. */
export interface ScannerKeeper {
  /** Undefined while it cannot be used. Then it is asked again after growing pauses. */
  current(): Promise<ScannerNow | undefined>;
  /** Call this after a scan that the scanner did not answer. */
  doubt(): void;
}

export function createScannerKeeper({ store, clock }: Services, scanner: VulnerabilityScanner): ScannerKeeper {
  let known: ScannerNow | undefined;
  let last: ScannerNow | undefined;
  let askAt = 0;
  let pause = FIRST_PAUSE_MILLISECONDS;
  let kept: string | undefined;

  const put = async (fault: string | null) => {
    const now = clock.now();
    const state = JSON.stringify([known?.engine, fault]);
    if (state === kept) return;
    await store.transaction(async ({ scanEngines }) => {
      const before = await scanEngines.adapter();
      const version = known?.engine ?? before?.version ?? null;
      const versionSince = before?.version === version ? before.versionSince : now;
      const unused = { maximumFileBytes: 0, tellsLimits: true, tellsEncrypted: true };
      await scanEngines.put({ name: 'adapter', version, versionSince, testedAt: now, fault, ...unused });
    });
    kept = state;
  };
  return {
    current: async () => {
      const now = clock.now();
      if (now < askAt) return known;
      try {
        const { engine, tellsDatabase } = await scanner.facts();
        const day = new Date(Math.floor(now / DAY_MILLISECONDS) * DAY_MILLISECONDS).toISOString().slice(0, 10);
        const full = tellsDatabase ? engine : `${engine}/${day}`;
        known = last = { engine: full, since: full === last?.engine ? last.since : now };
        askAt = now + ASKED_EVERY_MILLISECONDS;
        pause = FIRST_PAUSE_MILLISECONDS;
        await put(null);
      } catch (error) {
        if (!(error instanceof ScanFault)) throw error;
        known = undefined;
        askAt = now + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
        await put(error.message);
      }
      return known;
    },
    doubt: () => {
      askAt = 0;
    },
  };
}
