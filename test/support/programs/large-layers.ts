import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { makeTar, paxRecord, tarEntry } from './make-tar.ts';

// Layers that are too large to be made at once. Each part is made when it is read.

const MIB = 1024 * 1024;
const END = Buffer.alloc(1024);
const EICAR = tarEntry({ path: 'last/tool', content: TEST_SIGNATURE });

/** Files of 4 MiB, and at the end one with the test signature. */
export function* manyBytes(bytes: number): Generator<Buffer> {
  const content = randomBytes(4 * MIB);
  for (let place = 0; place * content.length < bytes; place += 1) yield tarEntry({ path: `large/${place}`, content });
  yield Buffer.concat([EICAR, END]);
}

/** Files of 64 bytes, and at the end one with the test signature. */
export function* manyFiles(count: number): Generator<Buffer> {
  const AT_ONCE = 1000;
  for (let place = 0; place < count; place += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - place) }, (_, more) => {
      return tarEntry({ path: `small/${place + more}`, content: Buffer.alloc(64, place + more) });
    });
    yield Buffer.concat(some);
  }
  yield Buffer.concat([EICAR, END]);
}

/** Some megabytes that unpack to this size: one file of zeros. Each part is a gzip member of its own. */
export function* bomb(bytes: number): Generator<Buffer> {
  const zeros = gzipSync(Buffer.alloc(64 * MIB), { level: 9 });
  yield gzipSync(tarEntry({ path: 'zeros', size: Math.min(bytes, 8 * 1024 ** 3 - 1) }));
  for (let made = 0; made < bytes; made += 64 * MIB) yield zeros;
}

/** A file that says that it is longer than everything that follows. */
export function* lyingSize(says: number, bytes: number): Generator<Buffer> {
  yield tarEntry({ path: 'usr/bin/tool', size: says, content: TEST_SIGNATURE });
  const piece = Buffer.alloc(MIB);
  for (let made = 0; made < bytes; made += piece.length) yield piece;
}

/** Headers that are kept until the file to which they belong begins, each as long as the reader takes. */
export function* longNames(count: number): Generator<Buffer> {
  const path = `../${'../deep/'.repeat(120_000)}tool`;
  const header = tarEntry({ path: 'x', flag: 'x', content: Buffer.from(paxRecord('path', path)) });
  for (let place = 0; place < count; place += 1)
    yield Buffer.concat([header, tarEntry({ path: 'x', content: TEST_SIGNATURE })]);
  yield END;
}

/** Nothing but the first letters of access tokens. */
export function* tokenStarts(bytes: number): Generator<Buffer> {
  const content = Buffer.alloc(4 * MIB, 'lyd_pat_');
  for (let place = 0; place * content.length < bytes; place += 1) yield tarEntry({ path: `starts/${place}`, content });
  yield END;
}

/** An archive that ends in the middle of its last file. */
export function* cutOff(bytes: number): Generator<Buffer> {
  const content = randomBytes(MIB);
  for (let made = 0; made < bytes; made += MIB) yield tarEntry({ path: `file/${made}`, content });
  yield makeTar([{ path: 'half', content }], { hasEnd: false }).subarray(0, MIB / 2);
}
