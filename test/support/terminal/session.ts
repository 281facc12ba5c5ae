import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Workplace } from './workplace.ts';

/**
 * Runs a session of `sessions/` with real processes, and compares everything that they print. `{NAME}` is
 * `values.NAME`.
 */
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

/** One command of a session, and its expected result. */
export interface SessionStep {
  readonly line: number;
  readonly command: string;
  /** The exact input. It has a newline at the end only if one is written. */
  readonly input: string;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number;
}

/**
 * A session is a text, as a person would see it on the screen.
 * - `$ ` is a command, and `< ` its input.
 * - `1| ` and `2| ` are lines of standard output and standard error.
 * - `= ` is its exit code, if that is not 0.
 * - `# ` is a remark.
 * - In input and expected lines, `\n`, `\r`, `\0` and `\t` have their usual meaning.
 * - In expected lines, `[...]` matches any text within the line.
 */
export function parseSession(text: string): readonly SessionStep[] {
  const steps: SessionStep[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const rest = line.slice(line.indexOf(' ') + 1);
    if (line.startsWith('$ ')) steps.push(newStep(index + 1, rest));
    else steps.push(extend(steps.pop(), line.slice(0, line.indexOf(' ')), rest, index + 1));
  }
  return steps;
}

function newStep(line: number, command: string): SessionStep {
  return { line, command, input: '', stdout: [], stderr: [], exitCode: 0 };
}

function extend(step: SessionStep | undefined, mark: string, rest: string, line: number): SessionStep {
  if (!step) throw new Error(`line ${line} of the session comes before any command`);
  if (mark === '<') return { ...step, input: step.input + withEscapes(rest) };
  if (mark === '1|') return { ...step, stdout: [...step.stdout, rest] };
  if (mark === '2|') return { ...step, stderr: [...step.stderr, rest] };
  if (mark === '=') return { ...step, exitCode: Number(rest) };
  throw new Error(`line ${line} of the session begins with ${mark}`);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', 0: '\0', t: '\t' };

function withEscapes(text: string): string {
  return text.replace(/\\([nr0t])/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
}
