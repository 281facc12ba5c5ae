import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { LayerFault } from '../../src/scans/scan-fault.ts';
import { TarReader } from '../../src/scans/tar-reader.ts';
import { testRuns } from '../test-runs.ts';

interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

const entries = fc.array(
  fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((name) => !/[\0\n]|^\/|\/$/.test(name)),
    content: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 8 },
);

/** The same archive, written by another program. */
async function packed(all: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content } of all) archive.entry({ name, size: content.length }, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function read(parts: readonly Buffer[]): readonly Entry[] {
  const reader = new TarReader();
  const found: { name: string; parts: Buffer[] }[] = [];
  for (const part of parts) {
    for (const event of reader.read(part)) {
      if (event.is === 'file') found.push({ name: event.file.path, parts: [] });
      if (event.is === 'data') found.at(-1)?.parts.push(Buffer.from(event.bytes));
    }
  }
  reader.end();
  return found.map(({ name, parts: contents }) => ({ name, content: Buffer.concat(contents) }));
}

function split(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

const sizes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 5 });

describe('the files of a tar archive', () => {
  it('are the ones that tar-stream packed, in whatever parts the archive arrives', async () => {
    await fc.assert(
      fc.asyncProperty(entries, sizes, async (all, cuts) => {
        // tar-stream splits a long name, and normalizes nothing else.
        expect(read(split(await packed(all), cuts))).toEqual(all);
      }),
      { numRuns: testRuns(60) },
    );
  });

  it('are refused if the archive is cut off anywhere except between two entries', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), async (all, place) => {
        const whole = await packed(all);
        const cut = whole.subarray(0, place % whole.length);
        let files: readonly Entry[] = [];
        try {
          files = read([cut]);
        } catch (error) {
          expect(error).toBeInstanceOf(LayerFault);
          return;
        }
        expect(cut.length % 512).toBe(0);
        expect(files).toEqual(all.slice(0, files.length));
      }),
      { numRuns: testRuns(60) },
    );
  });

  it('are read or refused, for bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        try {
          read([Buffer.from(bytes)]);
        } catch (error) {
          expect(error).toBeInstanceOf(LayerFault);
        }
      }),
      { numRuns: testRuns(200) },
    );
  });
});
