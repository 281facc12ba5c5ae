/**
 * The result of a scan of a layer or an image. `not-scanned`: some of it was not scanned, and another try would not
 * help. `failed`: the scan stopped before its end, and is tried again.
 */
export const VERDICTS = ['clean', 'not-scanned', 'failed', 'infected'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdicts of an image, which can also wait for its first scan. */
export const IMAGE_VERDICTS = ['clean', 'not-scanned', 'waiting', 'failed', 'infected'] as const;
export type ImageVerdict = (typeof IMAGE_VERDICTS)[number];

/** The verdict of an image is the worst verdict of its layers. An image is clean only if all of it was scanned. */
export function worstVerdict(verdicts: readonly ImageVerdict[]): ImageVerdict {
  const ranks = verdicts.map((verdict) => IMAGE_VERDICTS.indexOf(verdict));
  return IMAGE_VERDICTS[Math.max(...ranks)] ?? 'not-scanned';
}

/** A file in which a signature was found. */
export interface Infection {
  readonly path: string;
  readonly signature: string;
}

/** A file, or a whole layer, that was not scanned. */
export interface Unscanned {
  readonly path: string;
  readonly reason: string;
}

export interface LayerReport {
  readonly verdict: Verdict;
  /** The scanner and its signature database: `ClamAV 1.4.6/27800/...`. */
  readonly engine: string;
  readonly files: number;
  /** The unpacked size. */
  readonly bytes: number;
  /** The first infections. The counts include all of them. */
  readonly infections: readonly Infection[];
  readonly infectionCount: number;
  readonly unscanned: readonly Unscanned[];
  readonly unscannedCount: number;
  /** Why the scan failed. Null for every other verdict. */
  readonly fault: string | null;
  /**
   * The ids of access tokens that were found in it, still work, and were told to their owners. No page shows them: who
   * pushed must not learn which text is a token.
   */
  readonly toldTokens?: readonly string[];
}

const MAXIMUM_LISTED = 50;
const MAXIMUM_PATH = 300;

/** Makes a name from an archive safe to show: no line ends, no changes of text direction, no terminal escapes. */
export function shownPath(path: string): string {
  const start = path.slice(0, MAXIMUM_PATH);
  // A part of a text keeps the whole text in memory, and a name in an archive can have a megabyte.
  const copy = path.length > MAXIMUM_PATH ? Buffer.from(start, 'utf16le').toString('utf16le') : path;
  const plain = copy.toWellFormed().replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return path.length > MAXIMUM_PATH ? `${plain.slice(0, MAXIMUM_PATH - 1).toWellFormed()}…` : plain;
}

/** Collects the results of one layer. It needs a limited amount of memory. */
export class ReportBuilder {
  readonly #infections: Infection[] = [];
  readonly #unscanned: Unscanned[] = [];
  #infectionCount = 0;
  #unscannedCount = 0;

  infected(path: string, signature: string): void {
    this.#infectionCount += 1;
    if (this.#infections.length < MAXIMUM_LISTED)
      this.#infections.push({ path: shownPath(path), signature: shownPath(signature) });
  }

  notScanned(path: string, reason: string): void {
    this.#unscannedCount += 1;
    if (this.#unscanned.length < MAXIMUM_LISTED) this.#unscanned.push({ path: shownPath(path), reason });
  }

  report({ engine, files, bytes, fault }: Pick<LayerReport, 'engine' | 'files' | 'bytes' | 'fault'>): LayerReport {
    return {
      verdict: this.#verdict(fault),
      engine,
      files,
      bytes,
      infections: this.#infections,
      infectionCount: this.#infectionCount,
      unscanned: this.#unscanned,
      unscannedCount: this.#unscannedCount,
      fault,
    };
  }

  #verdict(fault: string | null): Verdict {
    if (fault !== null) return 'failed';
    if (this.#infectionCount > 0) return 'infected';
    return this.#unscannedCount > 0 ? 'not-scanned' : 'clean';
  }
}
