import { LayerFault } from './scan-fault.ts';

const BLOCK = 512;
/** Extended headers are kept in memory as a whole. */
const MAXIMUM_EXTENDED_BYTES = 1024 * 1024;
/** The limit for an old sparse file. Each block has 21 ranges. */
const MAXIMUM_SPARSE_BLOCKS = 10_000;

/** An entry with content. Entries without content, such as folders and links, are only counted. */
export interface TarFile {
  readonly path: string;
  /** The size of the content that follows. */
  readonly size: number;
  /** Whether the content is stored with holes. Then a container sees other content than the bytes that follow. */
  readonly isSparse: boolean;
}

export type TarEvent =
  | { readonly is: 'file'; readonly file: TarFile }
  | { readonly is: 'data'; readonly bytes: Buffer }
  | { readonly is: 'end' };

/**
 * Reads an archive exactly as Go's archive/tar does, because every container runtime unpacks layers with it. If Go
 * would create a file, this reader must report it too. Ambiguous archives are refused. Memory has a limit, whatever
 * sizes the headers declare. (tar-stream keeps a header of any size, and other libraries stop without an error if an
 * archive is cut off.)
 */
export class TarReader {
  #rest: Buffer = Buffer.alloc(0);
  #state: 'header' | 'content' | 'padding' | 'extended' | 'sparse' | 'ended' = 'header';
  /** How many bytes of the content, padding or extended header are still missing. */
  #left = 0;
  #padding = 0;
  #zeroBlocks = 0;
  #extended: { readonly flag: string; readonly parts: Buffer[] } | undefined;
  #local: ExtendedFields = {};
  #sparse: { readonly file: TarFile; blocks: number } | undefined;
  /** How many headers there were, of files, folders, links and everything else. */
  entries = 0;
  hasDataAfterEnd = false;

  /**
   * Reads the events of this part of the archive. Take all of them before you pass the next part. Throws LayerFault.
   */
  *read(chunk: Buffer): Generator<TarEvent, void, undefined> {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = EMPTY;
    while (bytes.length > 0 && this.#state !== 'ended') {
      const isBlock = this.#state === 'header' || this.#state === 'sparse';
      const length = isBlock ? BLOCK : Math.min(this.#left, bytes.length);
      if (bytes.length < length) {
        this.#rest = Buffer.from(bytes);
        return;
      }
      const part = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      yield* isBlock ? this.#block(part) : this.#part(part);
    }
    this.hasDataAfterEnd ||= !isZero(bytes);
  }

  /** Throws LayerFault if the archive is cut off. As in Go, the two blocks at its end can be missing. */
  end(): void {
    const isWhole = this.#state === 'ended' || (this.#state === 'header' && this.#rest.length === 0);
    if (!isWhole || this.#zeroBlocks === 1) throw new LayerFault('the tar archive is cut off');
    if (Object.keys(this.#local).length > 0) throw new LayerFault('the tar archive ends after an extended header');
  }

  #block(block: Buffer): Generator<TarEvent> {
    return this.#state === 'header' ? this.#header(block) : this.#sparseBlock(block);
  }

  *#part(part: Buffer): Generator<TarEvent> {
    this.#left -= part.length;
    if (this.#state === 'content') yield { is: 'data', bytes: part };
    if (this.#state === 'extended') this.#extended?.parts.push(Buffer.from(part));
    if (this.#left === 0) yield* this.#partEnded();
  }

  *#partEnded(): Generator<TarEvent> {
    if (this.#state === 'content') yield { is: 'end' };
    if (this.#state === 'extended') this.#takeExtended();
    const padding = this.#state === 'padding' ? 0 : this.#padding;
    this.#state = padding > 0 ? 'padding' : 'header';
    this.#left = padding;
  }

  *#header(block: Buffer): Generator<TarEvent> {
    if (isZero(block)) {
      this.#zeroBlocks += 1;
      if (this.#zeroBlocks === 2) this.#state = 'ended';
      return;
    }
    if (this.#zeroBlocks > 0) throw new LayerFault('the tar archive goes on after an empty block');
    requireChecksum(block);
    const flag = String.fromCharCode(block[156] ?? 0);
    const size = numberAt(block, 124, 12);
    yield* EXTENDED.includes(flag) ? this.#beginExtended(flag, size) : this.#entry(block, flag, size);
  }

  *#beginExtended(flag: string, size: number): Generator<TarEvent> {
    if (size > MAXIMUM_EXTENDED_BYTES) throw new LayerFault('an extended header of the tar archive is too large');
    this.#begin('extended', size);
    this.#extended = { flag, parts: [] };
    if (size === 0) yield* this.#partEnded();
  }

  *#entry(block: Buffer, flag: string, size: number): Generator<TarEvent> {
    this.entries += 1;
    const fields = this.#local;
    this.#local = {};
    const file = { path: fields.path ?? nameOf(block), size: fields.size ?? size, isSparse: isSparse(flag, fields) };
    if (flag === 'S' && block[482] === 1) {
      this.#sparse = { file, blocks: 0 };
      this.#state = 'sparse';
    } else if (!HEADER_ONLY.includes(flag)) yield* this.#file(file);
  }

  *#file(file: TarFile): Generator<TarEvent> {
    this.#begin('content', file.size);
    yield { is: 'file', file };
    if (file.size === 0) yield* this.#partEnded();
  }

  *#sparseBlock(block: Buffer): Generator<TarEvent> {
    const { file, blocks } = this.#sparse ?? { file: undefined, blocks: 0 };
    if (!file || blocks > MAXIMUM_SPARSE_BLOCKS) throw new LayerFault('a sparse file of the tar archive is malformed');
    if (block[504] === 1) {
      this.#sparse = { file, blocks: blocks + 1 };
      return;
    }
    this.#sparse = undefined;
    yield* this.#file(file);
  }

  #begin(state: 'content' | 'extended', size: number): void {
    this.#state = state;
    this.#left = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
  }

  #takeExtended(): void {
    const { flag, parts } = this.#extended ?? { flag: 'g', parts: [] };
    this.#extended = undefined;
    const bytes = Buffer.concat(parts);
    if (flag === 'L') this.#local = { ...this.#local, path: untilZero(bytes) };
    // Go reports global headers but does not apply them.
    if (flag === 'x') this.#local = { ...this.#local, ...paxFields(bytes) };
  }
}

const EMPTY = Buffer.alloc(0);
const ZEROS = Buffer.alloc(64 * 1024);
/** Links, devices, folders and pipes. For Go these have no content, whatever size they declare. */
const HEADER_ONLY = '123456';
const EXTENDED = 'xgLK';

function isZero(bytes: Buffer): boolean {
  for (let from = 0; from < bytes.length; from += ZEROS.length) {
    const part = bytes.subarray(from, from + ZEROS.length);
    if (part.compare(ZEROS, 0, part.length) !== 0) return false;
  }
  return true;
}

/** Old programs summed the bytes as signed numbers. */
function requireChecksum(block: Buffer): void {
  const said = numberAt(block, 148, 8);
  let sum = 8 * 32;
  let signed = 8 * 32;
  for (let place = 0; place < BLOCK; place += 1) {
    if (place >= 148 && place < 156) continue;
    const byte = block[place] ?? 0;
    sum += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  if (said !== sum && said !== signed)
    throw new LayerFault('the tar archive is damaged: a header has a wrong checksum');
}

/** Octal digits, or base 256 if the first bit is set. */
function numberAt(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return largeNumber(field);
  const text = field.toString('latin1').replace(/^[ \0]+|[ \0]+$/g, '');
  if (!/^[0-7]*$/.test(text)) throw new LayerFault('the tar archive is damaged: a number is malformed');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function largeNumber(field: Buffer): number {
  let value = BigInt((field[0] ?? 0) & 0x7f);
  for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
  // The second bit is the sign.
  if (((field[0] ?? 0) & 0x40) !== 0 || value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new LayerFault('the tar archive is damaged: a size is impossible');
  return Number(value);
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return (end === -1 ? bytes : bytes.subarray(0, end)).toString();
}

/** Only POSIX archives have the prefix. GNU has other fields there. */
function nameOf(block: Buffer): string {
  const name = untilZero(block.subarray(0, 100));
  const isPosix = block.subarray(257, 263).equals(Buffer.from('ustar\0'));
  const prefix = isPosix ? untilZero(block.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

interface ExtendedFields {
  readonly path?: string;
  readonly size?: number;
  readonly isSparse?: boolean;
}

function isSparse(flag: string, fields: ExtendedFields): boolean {
  return flag === 'S' || fields.isSparse === true;
}

/** POSIX records: `LENGTH KEY=VALUE\n`. The length includes its own digits. */
function paxFields(bytes: Buffer): ExtendedFields {
  let fields: ExtendedFields = {};
  for (let from = 0; from < bytes.length; ) {
    const space = bytes.indexOf(0x20, from);
    const digits = bytes.subarray(from, Math.max(space, from)).toString('latin1');
    const end = from + Number(digits);
    if (!/^\d{1,8}$/.test(digits) || end > bytes.length || end <= space + 1 || bytes[end - 1] !== 0x0a)
      throw new LayerFault('the tar archive is damaged: an extended header is malformed');
    const record = bytes.subarray(space + 1, end - 1);
    const equals = record.indexOf(0x3d);
    if (equals < 1) throw new LayerFault('the tar archive is damaged: an extended header is malformed');
    const key = record.subarray(0, equals).toString();
    fields = { ...fields, ...paxField(key, record.subarray(equals + 1).toString()) };
    from = end;
  }
  return fields;
}

function paxField(key: string, value: string): ExtendedFields {
  if (key === 'path' && value !== '') return { path: value };
  if (key.startsWith('GNU.sparse.')) return { isSparse: true };
  if (key !== 'size' || value === '') return {};
  const size = Number(value);
  if (!/^\d{1,16}$/.test(value) || !Number.isSafeInteger(size))
    throw new LayerFault('the tar archive is damaged: a size is impossible');
  return { size };
}
