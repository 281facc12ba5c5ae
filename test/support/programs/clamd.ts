import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';
import { type RunningProcess, startProcess } from './start-process.ts';

export interface ClamdOptions {
  /** The limit for a file and for a stream. Default: 8 MiB. */
  readonly maximumMebibytes?: number;
  /** Whether it says where it gave up, as the docs recommend. */
  readonly tells?: boolean;
  /** Further signatures, as lines of an `.ndb` file. */
  readonly signatures?: readonly string[];
}

export interface RunningClamd extends RunningProcess {
  readonly socketPath: string;
}

/**
 * Debian's clamd with its own database, which knows only the test signature. It needs no official database, and its
 * socket is private to this folder.
 */
export async function startClamd(folder: string, options: ClamdOptions = {}): Promise<RunningClamd> {
  const { maximumMebibytes = 8, tells = true, signatures = [] } = options;
  const database = join(folder, 'clamav');
  await mkdir(database, { recursive: true });
  await writeFile(join(database, 'own.ndb'), [signatureOf('Test.Eicar', TEST_SIGNATURE), ...signatures, ''].join('\n'));
  const socketPath = join(folder, 'clamd.sock');
  const yes = tells ? 'yes' : 'no';
  const lines = [
    'Foreground yes',
    `LocalSocket ${socketPath}`,
    'LocalSocketMode 600',
    `DatabaseDirectory ${database}`,
    `TemporaryDirectory ${folder}`,
    `StreamMaxLength ${maximumMebibytes}M`,
    `MaxFileSize ${maximumMebibytes}M`,
    `MaxScanSize ${4 * maximumMebibytes}M`,
    `AlertExceedsMax ${yes}`,
    `AlertEncrypted ${yes}`,
    'SelfCheck 0',
    'LogVerbose yes',
  ];
  const configuration = join(folder, 'clamd.conf');
  await writeFile(configuration, lines.map((line) => `${line}\n`).join(''));
  // When clamd starts, it scans its own files. It prints this text once it listens.
  const started = await startProcess('clamd', ['--config-file', configuration], {
    ready: /Self checking|Listening daemon/,
  });
  return { ...started, socketPath };
}

/** A line of an `.ndb` file: these bytes anywhere in a file of any type. */
export function signatureOf(name: string, bytes: Uint8Array): string {
  return `${name}:0:*:${Buffer.from(bytes).toString('hex')}`;
}
