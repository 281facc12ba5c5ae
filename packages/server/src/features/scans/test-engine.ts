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

/** What this clamd looks at, as the self-test found. */
export interface Engine {
  /** `ClamAV 1.4.6/27800/Mon Nov 2 08:00:00 2026`; with a private database without the last two. */
  readonly version: string;
  /** It answers OK to larger files without a look. */
  readonly maximumFileBytes: number;
  /** Whether it says of an archive that it gave up: what it unpacks to is too much, it is too deep, or encrypted. */
  readonly tellsLimits: boolean;
  readonly tellsEncrypted: boolean;
}

/**
 * Sends the harmless test signature, archives at and over the limits, one that is nested too deep and one that is encrypted:
 * clamd answers OK to what it did not look at, so what an answer is worth must be known before. Throws ScanFault where it
 * cannot be asked, or does not find the signature.
 */
export async function testEngine(clamd: Clamd): Promise<Engine> {
  const version = await clamd.version();
  if ((await answerTo(clamd, [TEST_SIGNATURE])).is !== 'found')
    throw new ScanFault('clamd does not find the test signature: it has no usable signature database');
  let maximumFileBytes = 0;
  let beyond: number | undefined;
  for (const size of TRIED_SIZES) {
    if (!isFound(await answerTo(clamd, sampleOfSize(size)))) {
      beyond = size;
      break;
    }
    maximumFileBytes = size;
  }
  const [overLimit, nested, encrypted] = [
    await answerTo(clamd, packedSample(beyond ?? maximumFileBytes)),
    await answerTo(clamd, [nestedSample()]),
    await answerTo(clamd, [encryptedSample()]),
  ];
  const tellsLimits = [overLimit, nested].every(({ is }) => is === 'found');
  return { version, maximumFileBytes, tellsLimits, tellsEncrypted: encrypted.is === 'found' };
}

/** In one connection each: an answer over a limit ends it. */
async function answerTo(clamd: Clamd, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<ClamdAnswer> {
  const session = clamd.session();
  try {
    const file = session.begin();
    try {
      for await (const chunk of chunks) await file.write(chunk);
    } catch {
      // It may have answered before it stopped to read.
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

/** What an owner and an operator are told of a clamd that hides something. */
export function blindSpotsOf({ tellsLimits, tellsEncrypted }: Engine): readonly string[] {
  const spots = [
    tellsLimits ? [] : 'clamd answers OK to archives that it gave up on. Set AlertExceedsMax yes in clamd.conf.',
    tellsEncrypted ? [] : 'clamd answers OK to encrypted archives. Set AlertEncrypted yes in clamd.conf.',
  ];
  return spots.flat();
}
