import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = 21;
const HELPER = fileURLToPath(new URL('../../packages/cli/bin/docker-credential-lanyard.mjs', import.meta.url));
const COMMAND_LINE = fileURLToPath(new URL('../../packages/cli/bin/lanyard.mjs', import.meta.url));

/** The folder to which the tests download the other keychain helper. It must not be in docker's PATH. */
const KEYCHAIN_FOLDER = fileURLToPath(new URL('../../node_modules/.lanyard-programs/keychain/', import.meta.url));

type Command = readonly [program: string, ...parameters: string[]];

/** Other programs first, if they are installed. Each is a native program that needs a few milliseconds. */
const COMMANDS: readonly Command[] = [
  ['docker-credential-pass', 'version'],
  ['docker-credential-secretservice', 'version'],
  [process.execPath, '-e', '0'],
  [process.execPath, HELPER, 'version'],
  [process.execPath, COMMAND_LINE, '--version'],
];
const NAMES = [
  'docker-credential-pass',
  'docker-credential-secretservice',
  'node -e 0',
  'docker-credential-lanyard',
  'lanyard',
];

/**
 * Measures in turn how long the programs take from start to end. Returns the medians in milliseconds, as lines to
 * print.
 */
export function startTimes(): readonly string[] {
  const times = COMMANDS.map((): number[] => []);
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [index, command] of COMMANDS.entries()) {
      const milliseconds = timeOf(command);
      // The first run of each program only fills the caches.
      if (run > 0 && milliseconds !== undefined) times[index]?.push(milliseconds);
    }
  }
  const line = (name: string, values: readonly number[]) =>
    `${name.padEnd(34)} ${values.length === 0 ? 'not installed' : `${median(values).toFixed(0).padStart(4)} ms`}`;
  return NAMES.map((name, index) => line(name, times[index] ?? []));
}

function timeOf([program, ...parameters]: Command): number | undefined {
  const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${KEYCHAIN_FOLDER}` };
  const started = process.hrtime.bigint();
  const { error, status } = spawnSync(program, parameters, { stdio: 'ignore', env });
  const nanoseconds = process.hrtime.bigint() - started;
  return error || status !== 0 ? undefined : Number(nanoseconds) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
