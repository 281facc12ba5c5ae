import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ScanFault } from '@lanyard/core/scans/scan-fault';
import { encryptedSample, TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { UNPACK_LIMITS, type UnpackLimits } from '@lanyard/core/scans/unpack-layer';
import { makeTokenSecret } from '@lanyard/core/tokens/access-token';
import { type ScannedLayer, scanLayer } from '@lanyard/server/features/scans/scan-layer';
import { blindSpotsOf, type Engine, testEngine } from '@lanyard/server/features/scans/test-engine';
import { type Clamd, createClamd } from '@lanyard/server/outbound/clamd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningClamd, startClamd } from '../support/programs/clamd.ts';
import { startClamdStandIn } from '../support/programs/clamd-stand-in.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { makeTar, paxRecord, type TarEntry, tarEntry } from '../support/programs/make-tar.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

const MIB = 1024 * 1024;

/** A function that collects garbage at once, without a flag at the process's start. */
function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

const NOTE: TarEntry = { path: 'etc/note', content: Buffer.from('nothing of interest') };
const EICAR: TarEntry = { path: 'usr/bin/tool', content: TEST_SIGNATURE };

describeWith(['clamd'], 'R53, attack 52: the verdict of a scan of a layer, with a real clamd', () => {
  let folder: TemporaryFolder;
  let running: RunningClamd;
  let clamd: Clamd;
  let engine: Engine;

  beforeAll(async () => {
    folder = await temporaryFolder();
    running = await startClamd(folder.path);
    clamd = createClamd({ socketPath: running.socketPath });
    engine = await testEngine(clamd);
  });

  afterAll(async () => {
    await running.stop();
    await folder.remove();
  });

  const scan = async (
    content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    limits: Partial<UnpackLimits> = {},
  ): Promise<ScannedLayer> => {
    const session = clamd.session();
    try {
      const source = (async function* () {
        yield* content;
      })();
      return await scanLayer({ content: source, engine, session, limits: { ...UNPACK_LIMITS, ...limits } });
    } finally {
      session.close();
    }
  };
  const verdictOf = async (...parts: readonly Uint8Array[]) => (await scan(parts)).report;

  it('knows the largest file that this clamd scans, and that it reports what it skips', () => {
    // The largest tested size below the configured 8 MiB.
    expect(engine).toMatchObject({ maximumFileBytes: 5 * MIB, tellsLimits: true, tellsEncrypted: true });
    expect(engine.version).toMatch(/^ClamAV \d/);
    expect(blindSpotsOf(engine)).toEqual([]);
  });

  describe.each([
    ['plain', (tar: Buffer) => tar],
    ['gzip', (tar: Buffer) => gzipSync(tar)],
    ['zstd', (tar: Buffer) => zstdCompressSync(tar)],
    [
      'zstd in two frames',
      (tar: Buffer) => Buffer.concat([zstdCompressSync(tar.subarray(0, 700)), zstdCompressSync(tar.subarray(700))]),
    ],
    [
      'gzip in two members',
      (tar: Buffer) => Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]),
    ],
  ])('a layer that is %s', (_form, pack) => {
    it('is clean if nothing is found', async () => {
      const report = await verdictOf(pack(makeTar([NOTE, { path: 'etc', flag: '5' }])));
      expect(report).toMatchObject({ verdict: 'clean', files: 2, infectionCount: 0, unscannedCount: 0, fault: null });
    });

    it('is infected if a signature is found in one file, and names the file', async () => {
      const report = await verdictOf(pack(makeTar([NOTE, EICAR, NOTE])));
      expect(report.verdict).toBe('infected');
      expect(report.infections).toEqual([{ path: 'usr/bin/tool', signature: 'Test.Eicar.UNOFFICIAL' }]);
    });

    it('is not scanned if it is cut off', async () => {
      const packed = pack(makeTar([NOTE, { path: 'a', content: randomBytes(4096) }], { hasEnd: false }));
      const report = await verdictOf(packed.subarray(0, -700));
      expect(report.verdict).toBe('not-scanned');
      expect(report.unscanned[0]?.reason).toMatch(/cut off/);
    });
  });

  it('finds a signature in an archive inside an archive inside the layer', async () => {
    const inner = gzipSync(gzipSync(TEST_SIGNATURE));
    expect((await verdictOf(makeTar([{ path: 'a.gz', content: inner }]))).infections).toEqual([
      { path: 'a.gz', signature: 'Test.Eicar.UNOFFICIAL' },
    ]);
  });

  it('finds a signature in a layer that arrives byte by byte', async () => {
    const bytes = gzipSync(makeTar([NOTE, EICAR]));
    expect((await scan(Array.from(bytes, (byte) => Buffer.from([byte])))).report.verdict).toBe('infected');
  });

  it('finds malware in the remaining part of an archive that is cut off', async () => {
    expect((await verdictOf(makeTar([EICAR, NOTE], { hasEnd: false }).subarray(0, 1200))).verdict).toBe('infected');
  });

  it('finds a signature in an uncompressed archive that claims a file to be longer than it is', async () => {
    const lying = tarEntry({ ...EICAR, size: 10_000 });
    const report = await verdictOf(lying);
    expect(report.verdict).toBe('infected');
    expect(report.unscannedCount).toBe(1);
  });

  it.each<[string, Buffer, RegExp]>([
    [
      'a file that is larger than clamd looks at',
      makeTar([{ path: 'large', content: Buffer.alloc(6 * MIB) }]),
      /larger than 5 MiB/,
    ],
    [
      'a file that is compressed with zstd',
      makeTar([{ path: 'a.zst', content: zstdCompressSync(TEST_SIGNATURE) }]),
      /zstd/,
    ],
    [
      'a sparse file',
      makeTar([{ path: 'x', flag: 'x', content: Buffer.from(paxRecord('GNU.sparse.major', '1')) }, NOTE]),
      /sparse/,
    ],
    [
      'an archive that unpacks to more than clamd looks at',
      makeTar([{ path: 'bomb.gz', content: gzipSync(Buffer.alloc(64 * MIB)) }]),
      /Limits\.Exceeded/,
    ],
    [
      'a layer that unpacks to an endless row of headers',
      gzipSync(Buffer.concat(Array.from({ length: 300 }, () => tarEntry({ path: 'a' })))),
      /more than 200 files/,
    ],
    ['a layer that is packed with xz', Buffer.from('\xfd7zXZ\0\0\0', 'latin1'), /xz/],
    [
      'a layer with something after its archive',
      Buffer.concat([makeTar([NOTE]), tarEntry(EICAR)]),
      /after the archive/,
    ],
    [
      'a layer with something after its compressed stream',
      Buffer.concat([gzipSync(makeTar([NOTE])), Buffer.from('more')]),
      /damaged|after/,
    ],
    [
      'an archive that goes on after an empty block',
      Buffer.concat([tarEntry(NOTE), Buffer.alloc(512), tarEntry(EICAR)]),
      /empty block/,
    ],
    ['an archive with a wrong checksum', Buffer.concat([tarEntry(NOTE), tarEntry(EICAR).fill(1, 0, 3)]), /checksum/],
    [
      'an extended header that claims 8 GiB',
      tarEntry({ path: 'x', flag: 'x', size: 8 * 1024 ** 3 - 1 }),
      /extended header/,
    ],
    [
      'an extended header with a malformed record',
      makeTar([{ path: 'x', flag: 'x', content: Buffer.from('99 path=a\n') }, NOTE]),
      /extended header/,
    ],
  ])('does not call %s clean', async (_what, bytes, reason) => {
    const { report } = await scan([bytes], { maximumEntries: 200 });
    expect(report.verdict).toBe('not-scanned');
    expect(report.unscanned[0]?.reason).toMatch(reason);
  });

  it('does not call an encrypted zip clean', async () => {
    const report = await verdictOf(makeTar([{ path: 'a.zip', content: encryptedSample() }]));
    expect(report).toMatchObject({ verdict: 'not-scanned', unscanned: [{ path: 'a.zip', reason: 'it is encrypted' }] });
  });

  it('stops at a decompression bomb, by its unpacked size', async () => {
    const bomb = gzipSync(makeTar([{ path: 'zeros', content: Buffer.alloc(32 * MIB) }]));
    const { report } = await scan([bomb], { maximumBytes: 16 * MIB });
    expect(report.verdict).toBe('not-scanned');
    expect(report.unscanned.map(({ reason }) => reason)).toContain(`it unpacks to more than ${16 * MIB} bytes`);
  });

  it('shows the name of a file without characters that move the cursor or break the line', async () => {
    const path = '../../a\n\u001b[31mb\u202ec';
    const report = await verdictOf(makeTar([{ ...EICAR, path }]));
    expect(report.infections[0]?.path).toBe('../../a\ufffd\ufffd[31mb\ufffdc');
  });

  it('takes the long name of a file from the header before it', async () => {
    const path = `deep/${'a'.repeat(200)}/tool`;
    for (const header of [
      { path: 'x', flag: 'x', content: Buffer.from(paxRecord('path', path)) },
      { path: '././@LongLink', flag: 'L', content: Buffer.from(`${path}\0`) },
    ])
      expect((await verdictOf(makeTar([header, EICAR]))).infections[0]?.path).toBe(path);
  });

  it('lists some of many files, and counts all', async () => {
    const many = Array.from({ length: 2_000 }, (_, place) => ({ ...EICAR, path: `file${place}` }));
    const report = await verdictOf(gzipSync(makeTar(many)));
    expect(report).toMatchObject({ verdict: 'infected', infectionCount: 2_000, files: 2_000 });
    expect(report.infections).toHaveLength(50);
  });

  it('scans anything that is not an archive as one file', async () => {
    expect(await verdictOf(Buffer.from('{"a": 1}'))).toMatchObject({ verdict: 'clean', files: 1, bytes: 8 });
    expect((await verdictOf(TEST_SIGNATURE)).verdict).toBe('infected');
    expect((await verdictOf(randomBytes(6 * MIB))).unscanned[0]?.reason).toMatch(/larger than 5 MiB/);
  });

  it('finds access tokens by their checksum, also across two parts, and never reports a made-up one', async () => {
    const token = makeTokenSecret('pat', randomBytes).reveal();
    const content = Buffer.concat([Buffer.alloc(5000, 'lyd_pat_'), Buffer.from(`TOKEN=${token}\n`)]);
    const bytes = makeTar([{ path: 'app/.env', content }]);
    const { tokens, report } = await scan(
      Array.from({ length: bytes.length / 16 }, (_, at) => bytes.subarray(at * 16, at * 16 + 16)),
    );
    expect(tokens).toEqual([{ text: token, path: 'app/.env' }]);
    expect(report.verdict).toBe('clean');
  });

  it('fails if the registry ends early, and reports nothing that it found', async () => {
    const source = (async function* () {
      yield makeTar([EICAR], { hasEnd: false });
      throw new ScanFault('the registry ended early');
    })();
    expect((await scan(source)).report).toMatchObject({
      verdict: 'failed',
      fault: 'the registry ended early',
      infectionCount: 0,
      infections: [],
    });
  });

  it('uses little memory for a large layer', async () => {
    const piece = randomBytes(2 * MIB);
    const count = 30;
    const collect = exposedCollector();
    let most = 0;
    const held = () => {
      // Otherwise memory that nobody uses any more would be counted too.
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = held();
    const source = (async function* () {
      for (let done = 0; done < count; done += 1) {
        yield tarEntry({ path: `file${done}`, content: piece });
        most = Math.max(most, held());
      }
      yield Buffer.alloc(1024);
    })();
    const { report } = await scan(source);
    expect(report).toMatchObject({ verdict: 'clean', files: count, bytes: count * (2 * MIB + 512) + 1024 });
    expect(most - before).toBeLessThan(20 * MIB);
  });

  it('fails if clamd stops in the middle, and says so', async () => {
    const own = await temporaryFolder();
    const other = await startClamd(own.path);
    const session = createClamd({ socketPath: other.socketPath }).session();
    const source = (async function* () {
      yield makeTar([NOTE], { hasEnd: false });
      yield tarEntry({ path: 'half', content: Buffer.alloc(MIB) }).subarray(0, 600_000);
      await other.stop();
      yield Buffer.alloc(MIB);
    })();
    const { report } = await scanLayer({ content: source, engine, session });
    expect(report.verdict).toBe('failed');
    expect(report.fault).toMatch(/clamd/);
    await rm(join(own.path, 'clamd.sock'), { force: true });
    const gone = createClamd({ socketPath: other.socketPath });
    await expect(testEngine(gone)).rejects.toThrow(/clamd cannot be reached: ENOENT/);
    await own.remove();
  });

  it('fails if clamd accepts the connection and never answers', async () => {
    const own = await temporaryFolder();
    const socketPath = join(own.path, 'silent.sock');
    const silent = createServer((socket) => socket.resume()).listen(socketPath);
    const session = createClamd({ socketPath, answerMilliseconds: 200 }).session();
    const content = (async function* () {
      yield makeTar([NOTE]);
    })();
    const { report } = await scanLayer({ content, engine, session });
    expect(report).toMatchObject({ verdict: 'failed', fault: 'clamd does not answer in time' });
    silent.close();
    await own.remove();
  });

  it('calls no archive clean, and says what to set, if clamd does not report what it skips', async () => {
    const own = await temporaryFolder();
    const other = await startClamd(own.path, { tells: false, maximumMebibytes: 2 });
    const quiet = createClamd({ socketPath: other.socketPath });
    const known = await testEngine(quiet);
    expect(known).toMatchObject({ tellsLimits: false, tellsEncrypted: false, maximumFileBytes: 2 * MIB });
    expect(blindSpotsOf(known).join()).toMatch(/AlertExceedsMax yes.*AlertEncrypted yes/);
    const session = quiet.session();
    const content = (async function* () {
      yield makeTar([NOTE, { path: 'a.gz', content: gzipSync('small') }]);
    })();
    const { report } = await scanLayer({ content, engine: known, session });
    expect(report).toMatchObject({ verdict: 'not-scanned', unscanned: [{ path: 'a.gz' }] });
    session.close();
    await other.stop();
    await own.remove();
  });

  it('asks clamd again if its answer was lost with the connection', async () => {
    const own = await temporaryFolder();
    await using standIn = await startClamdStandIn(own.path);
    let lost = 0;
    const hasty = createServer((socket) => {
      const behind = connect(standIn.socketPath);
      const end = () => [socket, behind].forEach((one) => void one.destroy());
      for (const one of [socket, behind]) one.on('error', end).on('close', end);
      behind.on('data', (data) => {
        if (lost === 4 || !data.includes('MaxFileSize')) return socket.write(data);
        lost += 1;
        end();
      });
      socket.pipe(behind);
    });
    const socketPath = join(own.path, 'hasty.sock');
    await new Promise<void>((resolve) => hasty.listen(socketPath, resolve));
    expect(await testEngine(createClamd({ socketPath }))).toEqual(await testEngine(createClamd(standIn)));
    expect(lost).toBe(4);
    hasty.close();
    await own.remove();
  });

  it('refuses to work with a clamd that does not know the test signature', async () => {
    const own = await temporaryFolder();
    const socketPath = join(own.path, 'ignorant.sock');
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        const isVersion = data.includes('zVERSION');
        socket.write(isVersion ? '1: ClamAV 1.4.6\0' : '1: stream: OK\0');
      });
    }).listen(socketPath);
    await expect(testEngine(createClamd({ socketPath }))).rejects.toThrow(/does not find the test signature/);
    server.close();
    await own.remove();
  });
});
