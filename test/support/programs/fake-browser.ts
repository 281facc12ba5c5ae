import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export interface FakeBrowser {
  /** The caller's PATH with this browser before any other. */
  readonly path: string;
  /** Every address that it was told to open, in order. */
  opened(): Promise<readonly string[]>;
  /** Waits until the `count`th address is there, and gives it. */
  waitForUrl(count?: number, withinSeconds?: number): Promise<string>;
}

/** The name that Linux programs open a browser by. */
const NAME = 'xdg-open';
const LOOK_EVERY_MILLISECONDS = 20;

/** A browser that only notes what it is told to open, in a folder of its own inside `folder`. */
export async function fakeBrowser(folder: string): Promise<FakeBrowser> {
  const programs = join(folder, 'browser');
  const file = join(programs, 'opened');
  await mkdir(programs);
  await writeFile(file, '');
  await writeFile(join(programs, NAME), script(file), { mode: 0o755 });
  const opened = () => read(file);
  return {
    path: [programs, process.env.PATH ?? ''].join(delimiter),
    opened,
    waitForUrl: (count = 1, withinSeconds = 20) => waitForUrl(opened, count, withinSeconds),
  };
}

/** One short write in append mode: a reader sees a whole line or none. */
function script(file: string): string {
  return `#!/bin/sh\nprintf '%s\\n' "$1" >> '${file.replaceAll("'", "'\\''")}'\n`;
}

async function read(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

async function waitForUrl(
  opened: () => Promise<readonly string[]>,
  count: number,
  withinSeconds: number,
): Promise<string> {
  const until = Date.now() + withinSeconds * 1000;
  while (Date.now() < until) {
    const url = (await opened())[count - 1];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MILLISECONDS));
  }
  throw new Error(`the browser was not opened ${count} times within ${withinSeconds} s`);
}
