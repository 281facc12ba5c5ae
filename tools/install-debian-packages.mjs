import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

const POLICY_FILE = '/usr/sbin/policy-rc.d';

/** Whether this process may install Debian packages. */
export function canInstallDebianPackages() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Installs packages without recommended packages, and starts no services. Prints only on stderr. */
export async function installDebianPackages(packages) {
  process.stderr.write(`Installing Debian packages, once: ${packages.join(' ')}\n`);
  const logFile = join(tmpdir(), `lanyard-apt-${process.pid}.log`);
  const code = await withoutStartingServices(() => install(packages, logFile));
  if (code === 0) {
    rmSync(logFile);
    return;
  }
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  process.stderr.write(`apt-get failed. The end of its log (all of it is in ${logFile}):\n${tail}\n`);
}

async function install(packages, logFile) {
  const log = openSync(logFile, 'w', 0o600);
  const options = { stdio: ['ignore', log, log], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand('apt-get', ['update', '-qq'], options);
  const code = await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  closeSync(log);
  return code;
}

/** A package must not start its service on this machine. Tests start what they need. */
async function withoutStartingServices(work) {
  const isOurs = !existsSync(POLICY_FILE);
  if (isOurs) writeFileSync(POLICY_FILE, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (isOurs) rmSync(POLICY_FILE, { force: true });
  }
}
