import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { scanLayer } from '@lanyard/server/features/scans/scan-layer';
import { type Engine, testEngine } from '@lanyard/server/features/scans/test-engine';
import { type Clamd, createClamd } from '@lanyard/server/outbound/clamd';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningClamd, startClamd } from '../support/programs/clamd.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import {
  bomb,
  cutOff,
  longNames,
  lyingSize,
  manyBytes,
  manyFiles,
  tokenStarts,
} from '../support/programs/large-layers.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const MAXIMUM_MEMORY = 64 * MIB;
const MEASURED_EVERY_BYTES = 16 * MIB;
/** LANYARD_TEST_LARGE=1: 10 GiB of files, 1,000,000 files, and so on. That takes some minutes. */
const isLarge = process.env.LANYARD_TEST_LARGE !== undefined;
const size = (large: number, usual: number) => (isLarge ? large : usual);

describeWith(['clamd'], 'R53: a layer of any size ends in a verdict, and needs little memory', () => {
  let folder: TemporaryFolder;
  let running: RunningClamd;
  let clamd: Clamd;
  let engine: Engine;
  let collect: () => void;

  beforeAll(async () => {
    folder = await temporaryFolder();
    running = await startClamd(folder.path);
    clamd = createClamd({ socketPath: running.socketPath });
    engine = await testEngine(clamd);
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc');
  });

  afterAll(async () => {
    await running?.stop();
    await folder?.remove();
  });

  /**
   * What is held after a collection: otherwise what nobody uses any more would count too. Buffers are given back beside it,
   * which the next collection waits for.
   */
  const held = () => {
    collect();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };

  it.each([
    ['large files', () => manyBytes(size(10 * GIB, 64 * MIB)), 'infected', /^last\/tool/],
    ['many small files', () => manyFiles(size(1_000_000, 5_000)), 'infected', /^last\/tool/],
    ['a bomb', () => bomb(size(64 * GIB, 1.5 * GIB)), 'not-scanned', /larger than 5 MiB|250 times/],
    [
      'a file that says that it has 8 GB',
      () => lyingSize(8 * GIB - 1, size(4 * GIB, 64 * MIB)),
      'not-scanned',
      /larger than|cut off/,
    ],
    ['a file that is cut off', () => cutOff(size(GIB, 32 * MIB)), 'not-scanned', /cut off/],
    ['names of a megabyte that lead out of the layer', () => longNames(size(2_000, 60)), 'infected', /^\.\.\/.*…/],
    ['only the first letters of tokens', () => tokenStarts(size(GIB, 64 * MIB)), 'clean', /^$/],
  ] as const)(
    '%s',
    async (what, layer, verdict, shown) => {
      let most = 0;
      const before = held();
      const content = (async function* () {
        let since = MEASURED_EVERY_BYTES;
        for (const part of layer()) {
          since += part.length;
          yield part;
          if (since < MEASURED_EVERY_BYTES) continue;
          since = 0;
          most = Math.max(most, held() - before);
        }
      })();
      const session = clamd.session();
      const { report, tokens } = await scanLayer({ content, engine, session });
      session.close();
      if (isLarge) console.info(`${what}: ${Math.round(most / MIB)} MiB at most, ${report.bytes} bytes unpacked`);

      expect(report.verdict).toBe(verdict);
      expect(report.infections[0]?.path ?? report.unscanned.map(({ reason }) => reason).join('; ')).toMatch(shown);
      expect(report.infections.length + report.unscanned.length).toBeLessThanOrEqual(100);
      expect(tokens).toEqual([]);
      expect(most).toBeLessThan(MAXIMUM_MEMORY);
    },
    isLarge ? 1_800_000 : 60_000,
  );
});
