import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseSession, type SessionStep } from './parse-session.ts';
import type { Workplace } from './workplace.ts';

/** Runs a session of `sessions/` with real processes, and compares all that they print. `{NAME}` is `values.NAME`. */
export async function runSession(
  name: string,
  workplace: Workplace,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const text = await readFile(join(import.meta.dirname, 'sessions', `${name}.txt`), 'utf8');
  const filled = text.replace(/\{([A-Z_]+)\}/g, (_, key: string) => valueNamed(values, key));
  for (const step of parseSession(filled)) await runStep(name, workplace, step);
}

async function runStep(name: string, workplace: Workplace, step: SessionStep): Promise<void> {
  const { exitCode, stdout, stderr } = await workplace.shell(step.command, step.input);
  expect(
    { stdout: linesOf(stdout), stderr: linesOf(stderr), exitCode },
    `${name}.txt:${step.line} ${step.command}`,
  ).toEqual({
    stdout: step.stdout.map(pattern),
    stderr: step.stderr.map(pattern),
    exitCode: step.exitCode,
  });
}

function valueNamed(values: Readonly<Record<string, string>>, key: string): string {
  const value = values[key];
  if (value === undefined) throw new Error(`the session needs a value for {${key}}`);
  return value;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function pattern(line: string): unknown {
  if (!line.includes('[...]')) return line;
  const parts = line.split('[...]').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${parts.join('.*')}$`));
}
