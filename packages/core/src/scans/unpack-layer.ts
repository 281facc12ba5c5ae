import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { LayerFault } from './scan-fault.ts';
import { type TarEvent, TarReader } from './tar-reader.ts';

export interface UnpackLimits {
  /** The limit for the unpacked size of a layer. */
  readonly maximumBytes: number;
  readonly maximumEntries: number;
  /** How many times larger than its packed size a layer can become, once it exceeds one GiB. */
  readonly maximumRatio: number;
}

export const UNPACK_LIMITS: UnpackLimits = {
  maximumBytes: 64 * 1024 ** 3,
  maximumEntries: 3_000_000,
  maximumRatio: 250,
};
const RATIO_COUNTS_FROM = 1024 ** 3;

export type LayerForm = 'tar' | 'file';

export interface UnpackedLayer {
  readonly form: LayerForm;
  readonly compression: 'gzip' | 'zstd' | 'none';
  /** Files, folders, links and everything else. */
  readonly entries: number;
  readonly bytes: number;
  readonly hasDataAfterEnd: boolean;
}

/** The path that is reported for a blob that is not an archive. */
export const WHOLE_CONTENT = '(the whole content)';

/**
 * Yields the files of a layer one after the other, as they arrive. The first bytes decide the format, not the media
 * type, because a container runtime does the same. A blob that is not an archive counts as one file. Returns the
 * format. Throws LayerFault if the blob cannot be read, and passes on errors of the source. Only the current part is in
 * memory.
 */
export async function* unpackLayer(
  source: AsyncIterable<Uint8Array>,
  limits: UnpackLimits = UNPACK_LIMITS,
): AsyncGenerator<Iterable<TarEvent>, UnpackedLayer, undefined> {
  const count = { packed: 0, bytes: 0 };
  const packed = await withStart(counted(source, count), 6);
  const compression = compressionOf(packed.start);
  const plain = await withStart(decompressed(packed.chunks, compression, count), 512);
  const form: LayerForm = isTar(plain.start) ? 'tar' : 'file';
  const tar = form === 'tar' ? new TarReader() : undefined;
  if (!tar) yield [{ is: 'file', file: { path: WHOLE_CONTENT, size: Number.NaN, isSparse: false } }];
  for await (const bytes of plain.chunks) {
    count.bytes += bytes.length;
    requireWithin(limits, count, tar?.entries ?? 0);
    yield tar ? tar.read(bytes) : [{ is: 'data', bytes }];
  }
  if (tar) tar.end();
  else yield [{ is: 'end' }];
  const { entries, hasDataAfterEnd } = tar ?? { entries: 1, hasDataAfterEnd: false };
  return { form, compression, entries, bytes: count.bytes, hasDataAfterEnd };
}

interface Counted {
  packed: number;
  bytes: number;
}

async function* counted(source: AsyncIterable<Uint8Array>, count: Counted): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    count.packed += chunk.length;
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

function requireWithin(limits: UnpackLimits, { packed, bytes }: Counted, entries: number): void {
  if (bytes > limits.maximumBytes) throw new LayerFault(`it unpacks to more than ${limits.maximumBytes} bytes`);
  if (bytes > RATIO_COUNTS_FROM && bytes > packed * limits.maximumRatio)
    throw new LayerFault(`it unpacks to more than ${limits.maximumRatio} times its size`);
  if (entries > limits.maximumEntries) throw new LayerFault(`it has more than ${limits.maximumEntries} files`);
}

/** Returns the first bytes, and a stream of all bytes. */
async function withStart(chunks: AsyncGenerator<Buffer>, length: number) {
  const first: Buffer[] = [];
  let read = 0;
  while (read < length) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value);
    read += value.length;
  }
  const start = Buffer.concat(first);
  const all = async function* (): AsyncGenerator<Buffer> {
    if (start.length > 0) yield start;
    yield* chunks;
  };
  return { start, chunks: all() };
}

function compressionOf(start: Buffer): UnpackedLayer['compression'] {
  const magic = start.toString('latin1');
  if (magic.startsWith('\x1f\x8b')) return 'gzip';
  // Or a frame that readers skip. One can come before the first real frame.
  if (magic.startsWith('\x28\xb5\x2f\xfd') || /^[P-_]\*M$/.test(magic.slice(0, 3))) return 'zstd';
  if (magic.startsWith('BZh')) throw new LayerFault('it is compressed with bzip2, which is not unpacked');
  if (magic.startsWith('\xfd7zXZ\0')) throw new LayerFault('it is compressed with xz, which is not unpacked');
  return 'none';
}

/** An archive without the POSIX mark also has a checksum in its first header. */
function isTar(start: Buffer): boolean {
  if (start.length < 512) return false;
  if (start.toString('latin1', 257, 262) === 'ustar') return true;
  const said = Number.parseInt(start.toString('latin1', 148, 156), 8);
  const others = start.subarray(0, 148).reduce((sum, byte) => sum + byte, 8 * 32);
  const isEmptyTar = start.length >= 1024 && start.subarray(0, 1024).every((byte) => byte === 0);
  return isEmptyTar || said === start.subarray(156, 512).reduce((sum, byte) => sum + byte, others);
}

const CHUNK_BYTES = 64 * 1024;

async function* decompressed(
  chunks: AsyncGenerator<Buffer>,
  compression: UnpackedLayer['compression'],
  count: Counted,
): AsyncGenerator<Buffer> {
  if (compression === 'none') {
    yield* chunks;
    return;
  }
  const options = { chunkSize: CHUNK_BYTES };
  const decoder = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
  const failed: { source?: unknown } = {};
  const watched = Readable.from(watching(chunks, failed), { objectMode: false, highWaterMark: CHUNK_BYTES });
  pipeline(watched, decoder, () => undefined);
  try {
    yield* decoder as AsyncIterable<Buffer>;
  } catch {
    if ('source' in failed) throw failed.source;
    throw new LayerFault(`its ${compression} stream is damaged or cut off`);
  }
  requireAllRead(decoder, compression, count);
}

/** Otherwise the decoder would report an error of the source as its own. */
async function* watching(chunks: AsyncGenerator<Buffer>, failed: { source?: unknown }): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    failed.source = error;
    throw error;
  }
}

/** zlib stops without an error at bytes that are not a further part of the stream. */
function requireAllRead(decoder: Transform & { readonly bytesWritten: number }, compression: string, count: Counted) {
  if (decoder.bytesWritten < count.packed) throw new LayerFault(`there is something after its ${compression} stream`);
}
