import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChainedAuditEvent, leafRecord } from '../../src/audit/audit-chain.ts';
import type { AuditEvent } from '../../src/audit/audit-event.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from '../../src/audit/checkpoint.ts';
import { exportedLine } from '../../src/audit/exported-event.ts';
import { leafHash, rootOf, subtreesBetween, treeOf } from '../../src/audit/merkle-tree.ts';
import { type NoteKey, publicBytesOf } from '../../src/audit/signed-note.ts';
import { ExportProblem, exportHeader, hiddenLine, verifyExport } from '../../src/audit/verify-export.ts';
import { type Draw, seededDraw } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';
import { auditEvent, chainOf, headOf, sampleChain } from './audit-sample.ts';

type Chain = readonly ChainedAuditEvent[];

const ORIGIN = 'tokens.example.com/audit';
const pair = generateKeyPairSync('ed25519');
const KEY: NoteKey = { name: ORIGIN, publicKey: publicBytesOf(pair.publicKey) };
const CHAIN = sampleChain(40);
const EDITS = testRuns(400);

const leaves = (chain: Chain) => chain.map((event) => leafHash(leafRecord(event)));
const noteOf = (chain: Chain, origin = ORIGIN) =>
  signCheckpoint({ origin, size: chain.length, root: rootOf(treeOf(leaves(chain))) }, pair.privateKey);
const kept = (chain: Chain): Checkpoint => {
  const opened = openCheckpoint(noteOf(chain), KEY);
  if ('problem' in opened) throw new Error(opened.problem);
  return opened;
};

/**
 * An export as the server writes it. Hashes replace the events that are not shown, and are cut where the reader's
 * checkpoint ends.
 */
function proven(chain: Chain, isShown: (event: ChainedAuditEvent) => boolean, since = 0): readonly string[] {
  const lines = [exportHeader(noteOf(chain))];
  let reached = 0;
  const hide = (to: number) => {
    const middle = Math.min(Math.max(since, reached), to);
    for (const part of [...subtreesBetween(reached, middle), ...subtreesBetween(middle, to)]) {
      const hash = rootOf(treeOf(leaves(chain.slice(part.first, part.first + part.count))));
      lines.push(hiddenLine({ ...part, hash }));
    }
  };
  for (const event of chain.filter(isShown)) {
    hide(event.sequence - 1);
    lines.push(exportedLine(event));
    reached = event.sequence;
  }
  hide(chain.length);
  return lines;
}

const all = () => true;
const plain = (chain: Chain) => chain.map(exportedLine);
const between = (first: number, last: number) => (event: ChainedAuditEvent) =>
  event.sequence >= first && event.sequence <= last;

async function problemOf(lines: readonly string[], known: readonly Checkpoint[] = []): Promise<string | undefined> {
  try {
    await verifyExport(lines, { key: KEY, known });
    return undefined;
  } catch (error) {
    if (error instanceof ExportProblem) return error.message;
    throw error;
  }
}

describe('R13: an export of the audit log', () => {
  it('proves one event without the others', async () => {
    const report = await verifyExport(proven(CHAIN, between(7, 7)), { key: KEY, known: [] });
    expect(report).toEqual({ origin: ORIGIN, size: 40, shown: 1, first: 7, last: 7, isWhole: true, unproven: 0 });
    expect(proven(CHAIN, between(7, 7)).join()).not.toContain('evt_8');
  });

  it('proves that a range is complete, and shows where a selection leaves events out', async () => {
    const range = await verifyExport(proven(CHAIN, between(5, 31)), { key: KEY, known: [] });
    expect(range).toMatchObject({ shown: 27, first: 5, last: 31, isWhole: true });
    const some = await verifyExport(
      proven(CHAIN, ({ namespace }) => namespace !== null),
      { key: KEY, known: [] },
    );
    expect(some).toMatchObject({ shown: 30, isWhole: false });
  });

  it('proves that the log still has everything that an older checkpoint covers, for every size, also without any event', async () => {
    for (let size = 0; size <= CHAIN.length; size += 1) {
      const older = kept(CHAIN.slice(0, size));
      expect(await problemOf(plain(CHAIN), [older, kept(CHAIN)])).toBeUndefined();
      expect(await problemOf(proven(CHAIN, all), [older])).toBeUndefined();
      expect(
        await problemOf(
          proven(CHAIN, () => false, size),
          [older],
        ),
      ).toBeUndefined();
    }
    expect(
      await problemOf(
        proven(CHAIN, () => false),
        [kept(CHAIN.slice(0, 13))],
      ),
    ).toContain('since=13');
  });

  it('says how many events came after the checkpoint, if the export has none of its own', async () => {
    const report = await verifyExport(plain(CHAIN), { key: KEY, known: [kept(CHAIN.slice(0, 25))] });
    expect(report).toMatchObject({ size: 25, shown: 25, unproven: 15 });
  });

  it('is empty for an empty log', async () => {
    expect(await verifyExport([exportHeader(noteOf([]))], { key: KEY, known: [] })).toMatchObject({
      size: 0,
      shown: 0,
    });
    expect(await verifyExport([], { key: KEY, known: [kept([])] })).toMatchObject({ size: 0, shown: 0 });
  });
});

const RANGE = proven(CHAIN, between(9, 30), 20);
const pick = (draw: Draw, lines: readonly string[]) => draw.below(lines.length);

/**
 * Edits that somebody could make to the file. In the last ones, the attacker has the database and every key except that
 * of the checkpoints.
 */
const KINDS_OF_EDIT: Readonly<Record<string, (draw: Draw) => readonly string[]>> = {
  'flip a letter': (draw) => {
    const at = pick(draw, RANGE);
    const line = RANGE[at] ?? '';
    const place = draw.below(line.length);
    return RANGE.with(at, line.slice(0, place) + draw.of([...'aZ09"{}[]:,\\ ']) + line.slice(place + 1));
  },
  'drop a letter': (draw) => {
    const at = pick(draw, RANGE);
    const line = RANGE[at] ?? '';
    const place = draw.below(line.length);
    return RANGE.with(at, line.slice(0, place) + line.slice(place + 1));
  },
  'drop a line': (draw) => RANGE.toSpliced(pick(draw, RANGE), 1),
  'repeat a line': (draw) => RANGE.toSpliced(pick(draw, RANGE), 0, draw.of(RANGE)),
  'move a line': (draw) => {
    const from = pick(draw, RANGE);
    return RANGE.toSpliced(from, 1).toSpliced(pick(draw, RANGE), 0, RANGE[from] ?? '');
  },
  truncate: (draw) => RANGE.slice(0, pick(draw, RANGE)),
  'hide an event behind its hash': (draw) => {
    const at = RANGE.findIndex((line) => line.startsWith('{"id"') || line.includes('"sequence"')) + draw.below(22);
    const [event] = CHAIN.slice(8 + draw.below(22));
    const hash = leafHash(leafRecord(event ?? (CHAIN[0] as ChainedAuditEvent)));
    return RANGE.with(at, hiddenLine({ first: draw.below(40), count: 1, hash }));
  },
  'compute the whole log again': (draw) => {
    const place = draw.below(CHAIN.length);
    const events: readonly AuditEvent[] = draw.of([
      (CHAIN as readonly AuditEvent[]).with(place, auditEvent(900)),
      (CHAIN as readonly AuditEvent[]).toSpliced(place, 1),
      (CHAIN as readonly AuditEvent[]).toSpliced(place, 0, auditEvent(901)),
    ]);
    return plain(chainOf(events));
  },
  'cut the end of the log': (draw) => plain(CHAIN.slice(0, draw.below(CHAIN.length))),
  'cut the end and go on': (draw) => {
    const rest = CHAIN.slice(0, draw.below(CHAIN.length));
    const events = Array.from({ length: CHAIN.length }, (_, index) => auditEvent(500 + index));
    return plain([...rest, ...chainOf(events, headOf(rest))]);
  },
};

describe('R13: the verifier of exports', () => {
  it(`finds ${EDITS} of ${EDITS} random edits`, { timeout: TEST_RUNS_TIMEOUT }, async () => {
    const draw = seededDraw('export edits');
    const kinds = Object.keys(KINDS_OF_EDIT);
    const overlooked: string[] = [];
    const unchanged = [RANGE.join('\n'), plain(CHAIN).join('\n')];
    const known = [kept(CHAIN.slice(0, 20)), kept(CHAIN)];
    for (let made = 0; made < EDITS; ) {
      const kind = kinds[made % kinds.length] ?? '';
      const lines = KINDS_OF_EDIT[kind]?.(draw) ?? RANGE;
      if (unchanged.includes(lines.join('\n'))) continue;
      made += 1;
      const report = await verifyExport(lines, { key: KEY, known }).catch(() => undefined);
      // Here the file leaves out an event and has its hash instead. It still proves the rest, but it is no longer
      // whole.
      const isSame = report?.isWhole && [22, 40].includes(report.shown);
      if (isSame) overlooked.push(`${kind}: ${lines.join('\n')}`);
    }
    expect(overlooked).toEqual([]);
  });

  it('says what is wrong', async () => {
    const other = chainOf(Array.from({ length: 40 }, (_, index) => auditEvent(index + 100)));
    const [lines, theirs] = [proven(CHAIN, all), proven(other, all)];
    const cut = await problemOf(lines.slice(0, 20));
    expect(cut).toBe('the export was cut off: event 20 is missing of 40');
    expect(await problemOf(lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''))).toBe(
      'line 6: event 5 is missing before it',
    );
    expect(await problemOf(lines.toSpliced(9, 0, lines[8] ?? ''))).toBe(
      'line 10: event 8 appears twice, or is in the wrong place',
    );
    expect(await problemOf(lines.with(5, theirs[5] ?? ''))).toBe(
      'line 6: event 5 does not follow the one before it: one of them was changed, or belongs to another log',
    );
    const [first] = CHAIN;
    const changed = exportedLine({ ...(first as ChainedAuditEvent), client: 'eve' });
    expect(await problemOf(lines.with(1, changed))).toContain('the first 40 events are not what the checkpoint signs');
    expect(await problemOf(lines.with(3, 'x'))).toBe('line 4 was changed, or does not belong to an export');
    const stranger = { name: ORIGIN, publicKey: publicBytesOf(generateKeyPairSync('ed25519').publicKey) };
    await expect(verifyExport(lines, { key: stranger, known: [] })).rejects.toThrow('not signed by the key');
    expect(await problemOf(lines, [{ ...kept(CHAIN), origin: 'elsewhere/audit' }])).toContain('belong to two logs');
    expect(await problemOf(lines, [kept(other)])).toContain('two signed checkpoints disagree');
    const longer = sampleChain(41);
    expect(await problemOf(lines, [kept(longer)])).toBe(
      'the end of the log was cut off: the checkpoint that you kept covers 41 events, and this export 40',
    );
    expect(await problemOf(plain(CHAIN))).toContain('no checkpoint of its own');
  });
});
