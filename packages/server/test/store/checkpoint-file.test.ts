import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkpointFile } from '../../src/store/checkpoint-file.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  path = join(folder, 'checkpoint');
});
afterEach(() => rm(folder, { recursive: true }));

it('is replaced by one process at a time, so that none replaces a checkpoint that it did not see', async () => {
  const { promise: hasChosen, resolve: choose } = Promise.withResolvers<string>();
  const first = checkpointFile(path).replace((before) => {
    expect(before).toBe('');
    return hasChosen;
  });
  await expect.poll(() => readdir(folder)).toContain('checkpoint.lock');
  await checkpointFile(path).replace(() => expect.unreachable('the other one is at it'));
  choose('a checkpoint of 10 events');
  await first;
  await checkpointFile(path).replace(async (before) => (before.includes('10') ? 'one of 30' : undefined));
  await checkpointFile(path).replace(async () => undefined);
  expect(await readFile(path, 'utf8')).toBe('one of 30');
  expect(await readdir(folder)).toEqual(['checkpoint']);
});

it('is replaced also after a process that ended in the middle, but not at once', async () => {
  await writeFile(`${path}.lock`, '');
  await checkpointFile(path).replace(() => expect.unreachable('the other one may be at it'));
  await utimes(`${path}.lock`, 0, 0);
  await checkpointFile(path).replace(async () => 'one of 30');
  expect(await readFile(path, 'utf8')).toBe('one of 30');
});
