import { HEAD_BYTES, isArchive, unreadForm } from '@lanyard/core/scans/file-kind';
import { LayerFault, ScanFault } from '@lanyard/core/scans/scan-fault';
import type { TarEvent, TarFile } from '@lanyard/core/scans/tar-reader';
import { type FoundToken, TokenSearch } from '@lanyard/core/scans/token-search';
import { UNPACK_LIMITS, type UnpackLimits, unpackLayer, WHOLE_CONTENT } from '@lanyard/core/scans/unpack-layer';
import { type LayerReport, ReportBuilder } from '@lanyard/core/scans/verdict';
import type { ClamdAnswer, ClamdFile, ClamdSession } from '../../outbound/clamd.ts';
import { type Engine, isLimit } from './test-engine.ts';

export interface LayerScanInput {
  /**
   * The blob from the registry. Reading it throws ScanFault, at the latest at its end, if it does not match its digest.
   */
  readonly content: AsyncIterable<Uint8Array>;
  readonly engine: Engine;
  readonly session: ClamdSession;
  readonly limits?: UnpackLimits;
}

export interface ScannedLayer {
  readonly report: LayerReport;
  /** Texts with the format and checksum of our access tokens. */
  readonly tokens: readonly FoundToken[];
}

/** How many complete files can wait for clamd's answer, because it scans several at once. */
const ANSWERS_AWAITED = 4;

/**
 * Unpacks a layer while it streams, and sends each file to clamd. Every outcome is a verdict: the report lists what was
 * not scanned, and a scan that stopped early is `failed`. Writes nothing to disk here. Throws only for a bug in this
 * program.
 */
export async function scanLayer(input: LayerScanInput): Promise<ScannedLayer> {
  const { version: engine } = input.engine;
  const scan = new LayerScan(input);
  try {
    const counted = await readThrough(scan, keptOpen(input.content), input.limits ?? UNPACK_LIMITS);
    await scan.answered();
    return { report: scan.report.report({ engine, ...counted, fault: null }), tokens: scan.search.found };
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error;
    // All results so far are dropped, because the content may not be what the digest names.
    const nothing = { engine, files: 0, bytes: 0, fault: error.message };
    return { report: new ReportBuilder().report(nothing), tokens: [] };
  }
}

async function readThrough(scan: LayerScan, content: AsyncIterable<Uint8Array>, limits: UnpackLimits) {
  try {
    const layer = unpackLayer(content, limits);
    for (;;) {
      const { value, done } = await layer.next();
      if (done) {
        if (value.hasDataAfterEnd) scan.report.notScanned(WHOLE_CONTENT, 'there is something after the archive');
        return { files: value.entries, bytes: value.bytes };
      }
      for (const event of value) await scan.take(event);
    }
  } catch (error) {
    if (!(error instanceof LayerFault)) throw error;
    await scan.abandon();
    scan.report.notScanned(WHOLE_CONTENT, error.message);
    // Only the end shows whether the content matches its digest.
    for await (const _ of content);
    return { files: 0, bytes: 0 };
  }
}

/** Lets a second reader continue after the first one has stopped. */
function keptOpen<Item>(source: AsyncIterable<Item>): AsyncIterable<Item> {
  const iterator = source[Symbol.asyncIterator]();
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

class LayerScan {
  readonly report = new ReportBuilder();
  readonly search = new TokenSearch();
  readonly #engine: Engine;
  readonly #session: ClamdSession;
  readonly #awaited = new Set<Promise<void>>();
  #fault: unknown;
  #file: TarFile | undefined;
  /** Undefined while the first bytes are collected, or if the file is not sent. */
  #sent: ClamdFile | undefined;
  #isDecided = false;
  #head: Buffer[] = [];
  #headBytes = 0;
  #sentBytes = 0;

  constructor({ engine, session }: Pick<LayerScanInput, 'engine' | 'session'>) {
    this.#engine = engine;
    this.#session = session;
  }

  async take(event: TarEvent): Promise<void> {
    if (event.is === 'file') this.#begin(event.file);
    else if (event.is === 'data') await this.#data(event.bytes);
    else await this.#end();
  }

  /** The archive ended in the middle of a file. The part that arrived is still scanned. */
  async abandon(): Promise<void> {
    if (this.#file) await this.#end();
  }

  async answered(): Promise<void> {
    await Promise.all(this.#awaited);
    this.#requireNoFault();
  }

  #begin(file: TarFile): void {
    this.#file = file;
    this.#sent = undefined;
    this.#isDecided = false;
    this.#head = [];
    this.#headBytes = 0;
    this.#sentBytes = 0;
    this.search.begin(file.path);
  }

  async #data(bytes: Buffer): Promise<void> {
    this.search.read(bytes);
    if (this.#isDecided) {
      await this.#send(bytes);
      return;
    }
    this.#head.push(bytes);
    this.#headBytes += bytes.length;
    if (this.#headBytes >= HEAD_BYTES) await this.#decide();
  }

  async #end(): Promise<void> {
    if (!this.#isDecided && this.#headBytes > 0) await this.#decide();
    const path = this.#file?.path ?? '';
    const sent = this.#sent;
    this.#file = undefined;
    this.#sent = undefined;
    if (sent) await this.#await(path, sent.end());
  }

  async #decide(): Promise<void> {
    this.#isDecided = true;
    const head = Buffer.concat(this.#head);
    this.#head = [];
    const reason = this.#reasonAgainst(head);
    if (reason !== undefined) this.report.notScanned(this.#file?.path ?? '', reason);
    else this.#sent = this.#session.begin();
    await this.#send(head);
  }

  /** Why a file that begins like this is not sent: clamd would answer OK without scanning it. */
  #reasonAgainst(head: Buffer): string | undefined {
    const { maximumFileBytes, tellsLimits, tellsEncrypted } = this.#engine;
    if (this.#file?.isSparse) return 'it is stored as a sparse file';
    if ((this.#file?.size ?? 0) > maximumFileBytes) return this.#tooLarge();
    const form = unreadForm(head);
    if (form !== undefined) return `it is compressed with ${form}, which clamd does not unpack`;
    if (isArchive(head) && !(tellsLimits && tellsEncrypted))
      return 'it is an archive, and this clamd does not report archives that it did not finish';
    return undefined;
  }

  #tooLarge(): string {
    const { maximumFileBytes } = this.#engine;
    return `it is larger than ${Math.floor(maximumFileBytes / 1024 ** 2)} MiB, and this clamd scans no larger files`;
  }

  async #send(bytes: Buffer): Promise<void> {
    if (!this.#sent || bytes.length === 0) return;
    const room = this.#engine.maximumFileBytes - this.#sentBytes;
    // Only content that is not an archive can be larger than it declared.
    if (bytes.length > room) {
      if (this.#sentBytes <= this.#engine.maximumFileBytes)
        this.report.notScanned(this.#file?.path ?? '', this.#tooLarge());
      this.#sentBytes = Number.POSITIVE_INFINITY;
      return;
    }
    this.#sentBytes += bytes.length;
    await this.#sent.write(bytes);
  }

  async #await(path: string, answer: Promise<ClamdAnswer>): Promise<void> {
    const noted = answer
      .then((said) => this.#note(path, said))
      .catch((error: unknown) => {
        this.#fault ??= error;
      })
      .finally(() => this.#awaited.delete(noted));
    this.#awaited.add(noted);
    if (this.#awaited.size >= ANSWERS_AWAITED) await Promise.race(this.#awaited);
    this.#requireNoFault();
  }

  #note(path: string, answer: ClamdAnswer): void {
    if (answer.is === 'ok') return;
    if (answer.is === 'error') throw new ScanFault(`clamd says of a file: ${answer.text}`);
    const { signature } = answer;
    if (isLimit(signature)) this.report.notScanned(path, `clamd gave up on it: ${signature}`);
    else if (signature.startsWith('Heuristics.Encrypted')) this.report.notScanned(path, 'it is encrypted');
    else this.report.infected(path, signature);
  }

  #requireNoFault(): void {
    if (this.#fault !== undefined) throw this.#fault;
  }
}
