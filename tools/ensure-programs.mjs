import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDebian, missingPrograms } from './debian-packages.mjs';
import { runCommand } from './run-command.mjs';

const POLICY_FILE = '/usr/sbin/policy-rc.d';

/** Installs the programs that tests need where that is possible; says what is left out where it is not. */
export async function ensurePrograms() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  if (!isDebian() || process.getuid?.() !== 0) {
    process.stdout.write(
      `Left out: the suites that need ${names} (not installed, and only root on Debian can install them here)\n`,
    );
    return;
  }
  await withoutStartingServices(() => install(missing.map(({ debianPackage }) => debianPackage)));
}

async function install(packages) {
  process.stdout.write(`Installing Debian packages for the tests, once: ${packages.join(' ')}\n`);
  const logFile = join(tmpdir(), `lanyard-apt-${process.pid}.log`);
  const log = openSync(logFile, 'w', 0o600);
  const options = { stdio: ['ignore', log, log], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand('apt-get', ['update', '-qq'], options);
  const code = await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  closeSync(log);
  if (code === 0) return;
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  process.stdout.write(`apt-get failed; its last words (all in ${logFile}):\n${tail}\n`);
}

/** Tests start what they need themselves; a package must not start its service on this machine. */
async function withoutStartingServices(work) {
  const isOurs = !existsSync(POLICY_FILE);
  if (isOurs) writeFileSync(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (isOurs) rmSync(POLICY_FILE, { force: true });
  }
}
