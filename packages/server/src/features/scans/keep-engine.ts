import { ScanFault } from '@lanyard/core/scans/scan-fault';
import type { Clamd } from '../../outbound/clamd.ts';
import type { Services } from '../../services.ts';
import { type Engine, testEngine } from './test-engine.ts';

const TESTED_EVERY_MILLISECONDS = 86_400_000;
const ASKED_EVERY_MILLISECONDS = 30_000;
const FIRST_PAUSE_MILLISECONDS = 5_000;
const LONGEST_PAUSE_MILLISECONDS = 300_000;

/** An engine, and when this process first saw this version. */
export interface KeptEngine extends Engine {
  readonly since: number;
}

/** The engine of this process. It is tested at the start, daily, and when its signature database changes. */
export interface EngineKeeper {
  /** Undefined while clamd cannot be used. Then it is tried again after growing pauses. */
  current(): Promise<KeptEngine | undefined>;
  /** Call this after a fault in a scan. Before the next scan, the server then checks whether clamd still answers. */
  doubt(): void;
}

export function createEngineKeeper({ store, clock }: Services, clamd: Clamd): EngineKeeper {
  let engine: KeptEngine | undefined;
  let last: KeptEngine | undefined;
  let testedAt = 0;
  let askAt = 0;
  let pause = FIRST_PAUSE_MILLISECONDS;

  const put = async (fault: string | null) => {
    const now = clock.now();
    await store.transaction(async ({ scanEngines }) => {
      const before = await scanEngines.clamd();
      const isSame = before !== undefined && (engine === undefined || before.version === engine.version);
      const versionSince = isSame ? before.versionSince : now;
      const facts = engine ?? {
        version: null,
        maximumFileBytes: 0,
        tellsLimits: false,
        tellsEncrypted: false,
        ...before,
      };
      const { version, maximumFileBytes, tellsLimits, tellsEncrypted } = facts;
      const found = { version, maximumFileBytes, tellsLimits, tellsEncrypted };
      await scanEngines.put({ name: 'clamd', ...found, testedAt, versionSince, fault });
    });
  };
  const ask = async (now: number) => {
    const isOld = engine === undefined || now - testedAt >= TESTED_EVERY_MILLISECONDS;
    if (!isOld && (await clamd.version()) === engine?.version) return;
    const tested = await testEngine(clamd);
    // Not again after an outage, because nothing is newly out of date then.
    engine = last = { ...tested, since: tested.version === last?.version ? last.since : now };
    testedAt = now;
    await put(null);
  };
  return {
    current: async () => {
      const now = clock.now();
      if (now < askAt) return engine;
      try {
        await ask(now);
        askAt = now + ASKED_EVERY_MILLISECONDS;
        pause = FIRST_PAUSE_MILLISECONDS;
      } catch (error) {
        if (!(error instanceof ScanFault)) throw error;
        engine = undefined;
        askAt = now + pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
        await put(error.message);
      }
      return engine;
    },
    doubt: () => {
      askAt = 0;
    },
  };
}
