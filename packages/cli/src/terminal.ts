import { CliError, EXIT_CODE, failed } from './cli-error.ts';

/*
 * How these programs print:
 * - Standard output has the result and nothing else. Codes, progress, questions, notes and errors go to standard error.
 * - A message starts without a capital letter and ends without a full stop. It says what happened. A hint on its own
 * line says what to do next.
 * - Tables, spinners and questions need a terminal. Without one there are plain lines and no questions.
 * - With --json, standard output is one JSON document, and a failure is one on standard error.
 * - Text from servers and registries is printed without terminal commands and invisible characters.
 * - The only secret that is ever shown is the new token of `token create`, on standard output.
 */

const FRAMES = ['|', '/', '-', '\\'];
const FRAME_MS = 120;

export interface Terminal {
  /** Whether a person can be asked. */
  readonly isInteractive: boolean;
  /** Whether a person reads standard output. */
  readonly showsTables: boolean;
  readonly columns: number;
  result(text: string): void;
  note(line: string): void;
  /** Shows that something is running, until the returned function is called. */
  wait(line: string): () => void;
  /** Returns false if nobody can be asked. Errors: those of `ask`. */
  confirm(question: string): Promise<boolean>;
  /**
   * Returns what the user types, without spaces around it. Call it only if `isInteractive`. Throws if nobody answers:
   * standard input ended, or the user pressed Ctrl-C.
   */
  ask(question: string): Promise<string>;
}

export function openTerminal({ stdin, stdout, stderr } = process): Terminal {
  const note = (line: string) => void stderr.write(`${line}\n`);
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
  const ask = (question: string) => askAt(stdin, stderr, question);
  return {
    isInteractive,
    showsTables: stdout.isTTY === true,
    columns: stdout.columns ?? 80,
    result: (text) => void stdout.write(text),
    note,
    wait: (line) => (stderr.isTTY ? spin(stderr, line) : plainWait(note, line)),
    confirm: async (question) => isInteractive && /^y(es)?$/i.test(await ask(`${question} [y/N]`)),
    ask,
  };
}

export function reportError(terminal: Terminal, { message, hint, exitCode }: CliError, json: boolean): void {
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

async function askAt(input: NodeJS.ReadStream, output: NodeJS.WriteStream, question: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  if (input.readableEnded) throw nobodyAnswers();
  const reader = createInterface({ input, output });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const leave = (error: CliError) => {
    // The cursor is still on the line of the question.
    output.write('\n');
    reject(error);
  };
  reader.once('SIGINT', () => leave(new CliError(EXIT_CODE.interrupted, 'interrupted')));
  // Otherwise a question never gets an answer when its input ends, and the program ends as if it had succeeded.
  reader.once('close', () => leave(nobodyAnswers()));
  reader.question(`${question} `, resolve);
  try {
    return (await promise).trim();
  } finally {
    reader.removeAllListeners('close').close();
  }
}

function nobodyAnswers(): CliError {
  return failed('standard input ended before the answer', 'nothing was changed; run it again, or say all with options');
}

/** For programs and pipes: no heading, tabs between the cells. */
export function tabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => cell.replaceAll('\t', ' ')).join('\t')}\n`).join('');
}

/** One fact on each line: `created:  2026-11-23`. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 1;
  return pairs.map(([name, value]) => `${`${name}:`.padEnd(width)}  ${value}\n`).join('');
}
