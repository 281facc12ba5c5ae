import { ScanFault } from '@lanyard/core/scans/scan-fault';
import {
  encryptedSample,
  nestedSample,
  packedSample,
  sampleOfSize,
  TEST_SIGNATURE,
  TRIED_SIZES,
} from '@lanyard/core/scans/self-test';
import type { Clamd, ClamdAnswer } from '../../outbound/clamd.ts';

/** What this clamd really scans, as the self-test found. */
export interface Engine {
  /** `ClamAV 1.4.6/27800/Mon Nov 2 08:00:00 2026`. With a private database, without the last two parts. */
  readonly version: string;
  /** For larger files it answers OK without scanning them. */
  readonly maximumFileBytes: number;
  /**
   * Whether it reports an archive that it could not scan completely: too large when unpacked, too deep, or encrypted.
   */
  readonly tellsLimits: boolean;
  readonly tellsEncrypted: boolean;
}

/**
 * Sends the harmless test signature, archives at and over the limits, an archive that is nested too deep and an
 * encrypted one. clamd also answers OK to content that it did not scan, so the server must know what its answers mean.
 * Throws ScanFault if clamd cannot be reached, or does not find the signature.
 */
export async function testEngine(clamd: Clamd): Promise<Engine> {
  const version = await clamd.version();
  if ((await answerTo(clamd, () => [TEST_SIGNATURE])).is !== 'found')
    throw new ScanFault('clamd does not find the test signature: it has no usable signature database');
  let maximumFileBytes = 0;
  let beyond: number | undefined;
  for (const size of TRIED_SIZES) {
    if (!isFound(await answerTo(clamd, () => sampleOfSize(size)))) {
      beyond = size;
      break;
    }
    maximumFileBytes = size;
  }
  const [overLimit, nested, encrypted] = [
    await answerTo(clamd, () => packedSample(beyond ?? maximumFileBytes)),
    await answerTo(clamd, () => [nestedSample()]),
    await answerTo(clamd, () => [encryptedSample()]),
  ];
  const tellsLimits = [overLimit, nested].every(({ is }) => is === 'found');
  return { version, maximumFileBytes, tellsLimits, tellsEncrypted: encrypted.is === 'found' };
}

type Sample = () => Iterable<Buffer> | AsyncIterable<Buffer>;

const TRIES = 5;

/**
 * An answer about a limit ends the connection. If clamd closes it during a write, the answer in it is lost, so the
 * sample is sent again.
 */
async function answerTo(clamd: Clamd, sample: Sample): Promise<ClamdAnswer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await answerOnce(clamd, sample());
    } catch (error) {
      if (tried === TRIES || !(error instanceof ScanFault)) throw error;
    }
  }
}

/** In a connection of its own. */
async function answerOnce(clamd: Clamd, chunks: ReturnType<Sample>): Promise<ClamdAnswer> {
  const session = clamd.session();
  try {
    const file = session.begin();
    try {
      for await (const chunk of chunks) await file.write(chunk);
    } catch {
      // It can have answered before it stopped reading.
    }
    return await file.end();
  } finally {
    session.close();
  }
}

function isFound(answer: ClamdAnswer): boolean {
  return answer.is === 'found' && !isLimit(answer.signature);
}

export function isLimit(signature: string): boolean {
  return signature.startsWith('Heuristics.Limits.Exceeded');
}

/** What owners and operators see about a clamd that hides something. */
export function blindSpotsOf({ tellsLimits, tellsEncrypted }: Engine): readonly string[] {
  const spots = [
    tellsLimits ? [] : 'clamd answers OK to archives that it gave up on. Set AlertExceedsMax yes in clamd.conf.',
    tellsEncrypted ? [] : 'clamd answers OK to encrypted archives. Set AlertEncrypted yes in clamd.conf.',
  ];
  return spots.flat();
}
