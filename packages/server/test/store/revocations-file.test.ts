import { createHmac } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Revocation } from '@lanyard/core/audit/revocations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRevocationsFile, RevocationsFileError } from '../../src/store/revocations-file.ts';

const NOW = 1_764_000_000_000;
const DAY = 86_400_000;
const mac = (text: string) => createHmac('sha256', 'key').update(text).digest('hex');
const deleted = (id: string, at = NOW): Revocation => ({ at, action: 'token.deleted', subjectId: id });
const ended = (id: string, at = NOW): Revocation => ({ at, action: 'session.ended', subjectId: id });

describe('the revocations file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanyard-'));
    path = join(folder, 'revocations');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const idsIn = async () =>
    (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[2]);

  it('is readable only by its owner, and returns the entries of every process', async () => {
    const [one, two] = [await openRevocationsFile(path, mac), await openRevocationsFile(path, mac)];
    await one.append([deleted('a'), deleted('b')]);
    await two.append([deleted('c')]);
    expect((await one.read()).revocations).toEqual([deleted('a'), deleted('b'), deleted('c')]);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    await Promise.all([one.close(), two.close()]);
  });

  it('removes ended sessions, entries that a later one replaces, and entries older than any backup', async () => {
    const file = await openRevocationsFile(path, mac);
    await file.append([deleted('old', NOW - 401 * DAY), deleted('kept', NOW - 399 * DAY)]);
    for (let day = 0; day < 20; day += 1) await file.append([ended(`s${day}`, NOW - 2 * DAY)]);
    for (let turn = 0; turn < 20; turn += 1) {
      await file.append([
        { at: NOW + turn, action: turn % 2 === 0 ? 'token.deactivated' : 'token.activated', subjectId: 't' },
      ]);
    }
    await file.compact(NOW);
    expect(await idsIn()).toEqual(['kept', 't']);
    expect((await file.read()).revocations.at(-1)).toMatchObject({ action: 'token.activated' });
    expect(await readdir(folder)).toEqual(['revocations']);
    await file.append([deleted('later')]);
    expect(await idsIn()).toEqual(['kept', 't', 'later']);
    await file.close();
  });

  it('loses no entry that another process writes while it is compacted', async () => {
    const [server, command] = [await openRevocationsFile(path, mac), await openRevocationsFile(path, mac)];
    const expected: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      await server.append(Array.from({ length: 50 }, (_, index) => ended(`s${round}-${index}`, NOW - 2 * DAY)));
      const ids = Array.from({ length: 5 }, (_, index) => `t${round}-${index}`);
      expected.push(...ids);
      await Promise.all([server.compact(NOW), ...ids.map((id) => command.append([deleted(id)]))]);
    }
    const { revocations } = await server.read();
    const found = new Set(revocations.map(({ subjectId }) => subjectId));
    expect(expected.filter((id) => !found.has(id))).toEqual([]);
    await Promise.all([server.close(), command.close()]);
  });

  it('reports in one line that it cannot be opened', async () => {
    const opening = openRevocationsFile(join(folder, 'nowhere', 'revocations'), mac);
    await expect(opening).rejects.toThrow(RevocationsFileError);
    await expect(opening).rejects.toThrow('(ENOENT): see LANYARD_REVOCATIONS_FILE');
  });
});
