import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CommandContext } from '../src/commands/command-context.ts';
import type { Environment } from '../src/environment.ts';

/** A home folder for one test, without keychain and browser. It is removed after the test. */
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
    machine: 'laptop',
    proxies: {},
    ...more,
  };
}

export interface TestContext extends CommandContext {
  readonly results: string[];
  readonly notes: string[];
  /** The milliseconds of each wait. No time passes. */
  readonly waits: number[];
}

/** The context of a command without a person at the terminal. Waiting takes no time. */
export function testContext(more: Partial<CommandContext> = {}): TestContext {
  const results: string[] = [];
  const notes: string[] = [];
  const waits: number[] = [];
  const start = Date.now();
  return {
    environment: testEnvironment(),
    json: false,
    registry: undefined,
    now: () => start + waits.reduce((sum, wait) => sum + wait, 0),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    terminal: {
      isInteractive: false,
      showsTables: false,
      columns: 80,
      result: (text) => void results.push(text),
      note: (line) => void notes.push(line),
      wait: () => () => {},
      confirm: async () => false,
      ask: async () => '',
    },
    ...more,
    results,
    notes,
    waits,
  };
}
