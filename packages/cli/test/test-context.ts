import type { CommandContext } from '../src/commands/command-context.ts';
import { testEnvironment } from './test-environment.ts';

export interface TestContext extends CommandContext {
  readonly results: string[];
  readonly notes: string[];
  /** Milliseconds that it was told to wait, one by one; none of them passed. */
  readonly waits: number[];
}

/** A command's world where nobody sits and waiting takes no time. */
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
    },
    ...more,
    results,
    notes,
    waits,
  };
}
