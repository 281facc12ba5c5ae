/*
 * How these programs speak:
 * - standard output carries what was asked for and nothing else; everything about the way there (codes, progress,
 *   questions, notes, warnings, errors) goes to standard error
 * - a message begins with no capital and ends with no full stop; it says what happened, and a hint on a line of its
 *   own says what to do next
 * - tables, spinners and questions are for a terminal; without one there are plain lines and no questions
 * - with --json, standard output is one JSON document, and a failure is one on standard error
 * - what others wrote (servers, registries) loses what a terminal would obey or not show
 * - no secret is shown but the one that `token create` was run for, and that on standard output alone
 */
import type { CliError } from './cli-error.ts';

const FRAMES = ['|', '/', '-', '\\'];
const FRAME_MS = 120;

export interface Terminal {
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  /** Whether standard output is read by a person. */
  readonly showsTables: boolean;
  readonly columns: number;
  result(text: string): void;
  note(line: string): void;
  /** Shows that something is under way, until the function it gives is called. */
  wait(line: string): () => void;
  /** False where nobody can be asked. */
  confirm(question: string): Promise<boolean>;
}

export function openTerminal({ stdin, stdout, stderr } = process): Terminal {
  const note = (line: string) => void stderr.write(`${line}\n`);
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
  return {
    isInteractive,
    showsTables: stdout.isTTY === true,
    columns: stdout.columns ?? 80,
    result: (text) => void stdout.write(text),
    note,
    wait: (line) => (stderr.isTTY ? spin(stderr, line) : plainWait(note, line)),
    confirm: async (question) => isInteractive && ask(question),
  };
}

export function tellError(terminal: Terminal, { message, hint, exitCode }: CliError, json: boolean): void {
  if (json) {
    terminal.note(JSON.stringify({ error: { message, hint: hint ?? null, exitCode } }));
    return;
  }
  terminal.note(`lanyard: ${message}`);
  if (hint !== undefined) terminal.note(`hint: ${hint}`);
}

function spin(stream: NodeJS.WriteStream, line: string): () => void {
  let turn = 0;
  const draw = () => {
    stream.write(`\r${FRAMES[turn % FRAMES.length]} ${line}`);
    turn += 1;
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return () => {
    clearInterval(timer);
    stream.write(`\r${' '.repeat(line.length + 2)}\r`);
  };
}

function plainWait(note: (line: string) => void, line: string): () => void {
  note(line);
  return () => {};
}

async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}
