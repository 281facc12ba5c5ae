import { pipeline, Readable } from 'node:stream';
import { crc32, createGzip, gzipSync } from 'node:zlib';

/**
 * The harmless text that every malware scanner detects (EICAR). It is built from parts, because otherwise scanners
 * would report this file.
 */
export const TEST_SIGNATURE = Buffer.from(
  ['X5O!P%@AP[4', '\\PZX54(P^)7CC)7}', '$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(''),
);

const MIB = 1024 * 1024;
/** The sizes that clamd is tested with, in order. Above 2 GiB it scans nothing, whatever its configuration. */
export const TRIED_SIZES: readonly number[] = [1, 2, 5, 10, 25, 50, 100, 200, 400, 1000, 2000].map(
  (size) => size * MIB,
);

/** The test signature in an archive of this size. clamd finds it only if it scans files of this size. */
export function* sampleOfSize(size: number): Generator<Buffer> {
  const first = Buffer.concat([tarHeader('first', TEST_SIGNATURE.length), padded(TEST_SIGNATURE)]);
  const rest = size - first.length - 3 * 512;
  yield first;
  yield tarHeader('zeros', rest);
  const piece = Buffer.alloc(64 * 1024);
  for (let left = rest + 1024; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

/** The same, packed. clamd stops when the unpacked size exceeds its limits. */
export async function* packedSample(size: number): AsyncGenerator<Buffer> {
  const packed = createGzip();
  pipeline(Readable.from(sampleOfSize(size), { objectMode: false }), packed, () => undefined);
  yield* packed as AsyncIterable<Buffer>;
}

/** Deeper than any configuration of clamd goes. */
const NESTED = 120;

export function nestedSample(): Buffer {
  let sample: Buffer = TEST_SIGNATURE;
  for (let depth = 0; depth < NESTED; depth += 1) sample = gzipSync(sample);
  return sample;
}

/** A zip archive whose only file declares that it is encrypted. */
export function encryptedSample(): Buffer {
  const name = Buffer.from('secret.txt');
  const content = Buffer.alloc(64, 0xa5);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(1, 2);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length - 12, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc(-content.length & 511)]);
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('0000644\0', 100);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write('00000000000\0', 136);
  header.fill(' ', 148, 156);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
