import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scanLayer } from '@lanyard/server/features/scans/scan-layer';
import { testEngine } from '@lanyard/server/features/scans/test-engine';
import { createClamd } from '@lanyard/server/outbound/clamd';
import { processorMicroseconds } from './processor-time.ts';
import type { MeasuredClamd } from './start-clamd.ts';

const run = promisify(execFile);
/** What is in most images: programs and libraries. */
const SOURCES = ['/usr/bin', '/usr/lib/x86_64-linux-gnu', '/usr/sbin'];
const MEGABYTE = 1_000_000;
const LARGEST_FILE = 50 * MEGABYTE;

export interface LayerSpeedOptions {
  readonly folder: string;
  readonly clamd: MeasuredClamd;
  readonly megabytes: number;
  readonly rounds: number;
}

interface Figures {
  readonly seconds: number;
  readonly processorSeconds: number;
}

/**
 * Bytes per second of a layer in three ways: unpacked here and sent file by file; by clamdscan from files that are
 * unpacked already; as one stream that clamd unpacks.
 */
export async function layerSpeeds({ folder, clamd, megabytes, rounds }: LayerSpeedOptions): Promise<readonly string[]> {
  const files = join(folder, 'files');
  const { bytes, count } = await copyFiles(files, megabytes * MEGABYTE);
  const layer = join(folder, 'layer.tar.gz');
  await run('tar', ['-C', files, '-czf', layer, '.']);
  const client = createClamd({ socketPath: clamd.socketPath });
  const engine = await testEngine(client);
  const ways: Readonly<Record<string, () => Promise<void>>> = {
    'file by file': async () => {
      const session = client.session();
      const { report } = await scanLayer({ content: createReadStream(layer), engine, session });
      session.close();
      if (report.infectionCount > 0 || report.fault !== null || report.files < count) throw new Error(report.verdict);
    },
    'clamdscan --fdpass': async () => {
      await run('clamdscan', ['--config-file', clamd.configuration, '--fdpass', '--infected', '--no-summary', files]);
    },
    'the whole layer': async () => {
      const session = client.session();
      const file = session.begin();
      for await (const part of createReadStream(layer, { highWaterMark: 64 * 1024 })) await file.write(part as Buffer);
      const answer = await file.end();
      session.close();
      if (answer.is === 'error') throw new Error(answer.text);
    },
  };
  const found = new Map<string, Figures[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? Object.entries(ways) : Object.entries(ways).toReversed();
    for (const [name, way] of order) {
      const figures = await measured(clamd.pid, way);
      // The first round reads everything into the memory of the machine.
      if (round > 0) found.get(name)?.push(figures);
    }
  }
  return linesOf(found, bytes, count);
}

async function measured(clamdPid: number, way: () => Promise<void>): Promise<Figures> {
  const spent = () => processorMicroseconds(process.pid) + processorMicroseconds(clamdPid);
  const [from, before] = [performance.now(), spent()];
  await way();
  return { seconds: (performance.now() - from) / 1000, processorSeconds: (spent() - before) / 1_000_000 };
}

function linesOf(found: ReadonlyMap<string, readonly Figures[]>, bytes: number, count: number): readonly string[] {
  const own = found.get('file by file') ?? [];
  const lines = [...found].map(([name, rounds]) => {
    const ratio = (pick: (figures: Figures) => number) =>
      median(rounds.map((one, round) => pick(one) / pick(own[round] ?? one))).toFixed(2);
    return [
      `${name}:`.padEnd(20),
      `${(bytes / MEGABYTE / median(rounds.map(({ seconds }) => seconds))).toFixed(1)} MB/s`,
      `(${median(rounds.map(({ seconds }) => seconds)).toFixed(1)} s, ${median(rounds.map(({ processorSeconds }) => processorSeconds)).toFixed(1)} s of processors);`,
      `file by file is ${ratio(({ seconds }) => seconds)} times as fast, ${ratio(({ processorSeconds }) => processorSeconds)} by processor time`,
    ].join(' ');
  });
  return [`a layer of ${Math.round(bytes / MEGABYTE)} MB in ${count} files`, ...lines];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function copyFiles(to: string, maximumBytes: number) {
  await mkdir(to);
  let [bytes, count] = [0, 0];
  for (const source of SOURCES) {
    for (const entry of await readdir(source, { withFileTypes: true }).catch(() => [])) {
      if (bytes >= maximumBytes) return { bytes, count };
      const path = join(source, entry.name);
      const size = entry.isFile() ? (await stat(path)).size : 0;
      if (size === 0 || size > LARGEST_FILE) continue;
      await copyFile(path, join(to, `${count}-${entry.name}`));
      bytes += size;
      count += 1;
    }
  }
  return { bytes, count };
}
