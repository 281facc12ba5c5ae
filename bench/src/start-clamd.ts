import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TEST_SIGNATURE } from '@lanyard/core/scans/self-test';

export interface MeasuredClamd {
  readonly pid: number;
  readonly socketPath: string;
  readonly configuration: string;
  stop(): Promise<void>;
}

/**
 * clamd with one signature, and with limits above the whole layer. An official database makes each scan
 * slower, and so what is compared here more alike.
 */
export async function startClamd(folder: string, layerMegabytes: number): Promise<MeasuredClamd> {
  const database = join(folder, 'clamav');
  await mkdir(database);
  await writeFile(join(database, 'own.ndb'), `Test.Eicar:0:*:${TEST_SIGNATURE.toString('hex')}\n`);
  const socketPath = join(folder, 'clamd.sock');
  const lines = [
    'Foreground yes',
    `LocalSocket ${socketPath}`,
    'LocalSocketMode 600',
    `DatabaseDirectory ${database}`,
    `TemporaryDirectory ${folder}`,
    ...['StreamMaxLength', 'MaxFileSize'].map((name) => `${name} ${2 * layerMegabytes}M`),
    `MaxScanSize ${4 * layerMegabytes}M`,
    'MaxFiles 1000000',
    'MaxScanTime 600000',
    'AlertExceedsMax yes',
    'AlertEncrypted yes',
    'SelfCheck 0',
    'LogVerbose yes',
    // Otherwise only the first round would be measured.
    'DisableCache yes',
  ];
  const configuration = join(folder, 'clamd.conf');
  await writeFile(configuration, `${lines.join('\n')}\n`);
  const child = spawn('clamd', ['--config-file', configuration], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (/Self checking|Listening daemon/.test(line)) break;
  child.stdout.resume();
  return {
    pid: child.pid ?? 0,
    socketPath,
    configuration,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
