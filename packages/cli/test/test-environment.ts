import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Environment } from '../src/environment.ts';

/** A home for one test, gone after it; no keychain, no browser. */
export function testEnvironment(more: Partial<Environment> = {}): Environment {
  const home = mkdtempSync(join(tmpdir(), 'lanyard-cli-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return {
    dockerFolder: join(home, '.docker'),
    lanyardFolder: join(home, '.config', 'lanyard'),
    secretStore: 'file',
    workstationPolicyFile: join(home, 'registry.json'),
    programFolders: [],
    browser: undefined,
    hasDisplay: false,
    isRemoteShell: false,
    proxies: {},
    ...more,
  };
}
