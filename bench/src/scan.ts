import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { rematched } from './scan-again.ts';
import { layerSpeeds } from './scan-layer-speed.ts';
import { sharedLayers } from './scan-shared-layers.ts';
import { startClamd } from './start-clamd.ts';

/**
 * Measures scans: the bytes per second of a layer against clamdscan and against the whole layer at once, images that
 * share layers, and the matching of kept bills of materials. Needs clamd and clamdscan. Settings: BENCH_MEGABYTES of the
 * layer, BENCH_ROUNDS, BENCH_IMAGES.
 */
const { BENCH_MEGABYTES = '400', BENCH_ROUNDS = '3', BENCH_IMAGES = '1000' } = process.env;

const say = (line: string) => process.stdout.write(`${line}\n`);
/** Of this process alone: clamd has its own. */
const memory = () => `${Math.round(process.resourceUsage().maxRSS / 1024)} MB of memory at most so far`;
const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
const folder = await mkdtemp(join(tmpdir(), 'lanyard-scan-'));
const clamd = await startClamd(folder, Number(BENCH_MEGABYTES));
try {
  say(`${availableParallelism()} × ${cpus()[0]?.model}, Node ${process.version}, ${load()}`);
  const sizes = { megabytes: Number(BENCH_MEGABYTES), rounds: Number(BENCH_ROUNDS) };
  for (const line of await layerSpeeds({ folder, clamd, ...sizes })) say(line);
  say(`${memory()}, ${load()}`);
  for (const line of await sharedLayers({ folder, clamd, images: Number(BENCH_IMAGES), layers: 20 })) say(line);
  say(load());
  for (const line of await rematched({ folder, images: Number(BENCH_IMAGES) })) say(line);
  say(`${memory()}, ${load()}`);
} finally {
  await clamd.stop();
  await rm(folder, { recursive: true, force: true });
}
