import { type ChainedAuditEvent, leafRecord } from './audit-chain.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { objectOf, parseExportedLine } from './exported-event.ts';
import {
  EMPTY_TREE,
  HASH_BYTES,
  isSubtree,
  leafHash,
  type MerkleTree,
  rootOf,
  type TreePart,
  withPart,
} from './merkle-tree.ts';
import { type NoteKey, strictBase64 } from './signed-note.ts';

/** The first line of an export with a proof: its format, and the checkpoint at its end. */
const FORM = 'lanyard-audit-export-v1';

export function exportHeader(checkpoint: string): string {
  return JSON.stringify({ form: FORM, checkpoint });
}

/** The line for events that an export leaves out: their numbers, and what the tree needs to know about them. */
export function hiddenLine({ first, count, hash }: TreePart): string {
  return JSON.stringify({ from: first + 1, to: first + count, hash: hash.toString('base64') });
}

export interface ExportQuestion {
  readonly key: NoteKey;
  /** Checkpoints that somebody kept in another place. An export without its own checkpoint needs one that covers it. */
  readonly known: readonly Checkpoint[];
}

export interface ExportReport {
  readonly origin: string;
  /** How many events the log had. */
  readonly size: number;
  readonly shown: number;
  /** The first and the last event that the export shows. Undefined if it shows none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** Whether the export has every event between the first and the last. */
  readonly isWhole: boolean;
  /** How many events of an export without proof came after the checkpoint. The checkpoint says nothing about them. */
  readonly unproven: number;
}

/** A fault in an export. The message is for the person who has the file. */
export class ExportProblem extends Error {}

/**
 * Checks that the lines are exactly what the log had, in its order, up to a signed checkpoint. Also checks that the log
 * still has everything that the known checkpoints cover. Needs no server. Errors: ExportProblem.
 */
export async function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  { key, known }: ExportQuestion,
): Promise<ExportReport> {
  let walk: Walk | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const header = walk ? undefined : headerOf(line);
    if (!walk) walk = new Walk(targetOf(header, { key, known }), known, header !== undefined);
    if (header === undefined) walk.take(line, number);
  }
  if (!walk) walk = new Walk(targetOf(undefined, { key, known }), known, false);
  return walk.end();
}

/** The checkpoint in the first line. Undefined if that line is an event. */
function headerOf(line: string): string | undefined {
  const value = objectOf(line);
  if (value?.form !== FORM || typeof value.checkpoint !== 'string') return undefined;
  if (exportHeader(value.checkpoint) !== line) throw new ExportProblem('line 1 was changed');
  return value.checkpoint;
}

function targetOf(note: string | undefined, { key, known }: ExportQuestion): Checkpoint {
  if (note === undefined) {
    const [largest] = known.toSorted((a, b) => b.size - a.size);
    if (largest) return largest;
    throw new ExportProblem('this export has no checkpoint of its own: name one that you kept');
  }
  const opened = openCheckpoint(note, key);
  if ('root' in opened) return opened;
  throw new ExportProblem(
    opened.problem === 'no checkpoint'
      ? 'the checkpoint in line 1 was changed'
      : 'the checkpoint in line 1 is not signed by the key that you gave: it is from another server, or was changed',
  );
}

class Walk {
  readonly #target: Checkpoint;
  readonly #waiting: Map<number, Checkpoint>;
  /** Whether hashes can replace events that are left out. */
  readonly #hasProof: boolean;
  #tree: MerkleTree = EMPTY_TREE;
  #before: ChainedAuditEvent | undefined;
  #first: number | undefined;
  #shown = 0;
  #unproven = 0;

  constructor(target: Checkpoint, known: readonly Checkpoint[], hasProof: boolean) {
    for (const { origin, size } of known) {
      if (origin !== target.origin)
        throw new ExportProblem(`the checkpoints belong to two logs: ${origin}, ${target.origin}`);
      if (size > target.size) {
        throw new ExportProblem(
          `the end of the log was cut off: the checkpoint that you kept covers ${size} events, and this export ${target.size}`,
        );
      }
    }
    this.#target = target;
    this.#hasProof = hasProof;
    this.#waiting = new Map();
    for (const one of [...known, target]) this.#expect(one);
    this.#compare();
  }

  #expect(checkpoint: Checkpoint): void {
    const other = this.#waiting.get(checkpoint.size);
    if (other && !other.root.equals(checkpoint.root)) {
      throw new ExportProblem(`two signed checkpoints disagree about the first ${other.size} events`);
    }
    this.#waiting.set(checkpoint.size, checkpoint);
  }

  take(line: string, number: number): void {
    const event = parseExportedLine(line);
    const part = this.#hasProof && !event ? parseHidden(line) : undefined;
    if (event) this.#takeEvent(event, number);
    else if (part) this.#takePart(part, number);
    else throw new ExportProblem(`line ${number} was changed, or does not belong to an export`);
  }

  #takePart(part: TreePart, number: number): void {
    if (part.first < this.#tree.size) throw new ExportProblem(`line ${number} is in the wrong place`);
    this.#add(part, number);
  }

  #takeEvent(event: ChainedAuditEvent, number: number): void {
    const { size } = this.#tree;
    if (!this.#hasProof && event.sequence > this.#target.size && size === this.#target.size) {
      this.#unproven += 1;
      return;
    }
    if (event.sequence <= size) {
      throw new ExportProblem(`line ${number}: event ${event.sequence} appears twice, or is in the wrong place`);
    }
    const { previousDigest } = event;
    if (this.#before?.sequence === event.sequence - 1 && this.#before.digest !== previousDigest) {
      throw new ExportProblem(
        `line ${number}: event ${event.sequence} does not follow the one before it: one of them was changed, or belongs to another log`,
      );
    }
    this.#add({ first: event.sequence - 1, count: 1, hash: leafHash(leafRecord(event)) }, number);
    this.#before = event;
    this.#first ??= event.sequence;
    this.#shown += 1;
  }

  #add(part: TreePart, number: number): void {
    const { size } = this.#tree;
    if (part.first > size) throw new ExportProblem(`line ${number}: event ${size + 1} is missing before it`);
    if (part.first + part.count > this.#target.size) {
      throw new ExportProblem(`line ${number}: it comes after the ${this.#target.size} events of the checkpoint`);
    }
    this.#tree = withPart(this.#tree, part);
    this.#compare();
  }

  /** Throws if a checkpoint of the same size signs another log. */
  #compare(): void {
    const { size } = this.#tree;
    const checkpoint = this.#waiting.get(size);
    if (!checkpoint) return;
    this.#waiting.delete(size);
    if (rootOf(this.#tree).equals(checkpoint.root)) return;
    throw new ExportProblem(
      `the first ${size} events are not what the checkpoint signs: one was changed, or belongs to another log`,
    );
  }

  end(): ExportReport {
    const { origin, size } = this.#target;
    if (this.#tree.size < size) {
      throw new ExportProblem(`the export was cut off: event ${this.#tree.size + 1} is missing of ${size}`);
    }
    const [missed] = this.#waiting.keys();
    if (missed !== undefined) {
      throw new ExportProblem(
        `this export cannot show whether the log still has the ${missed} events of the checkpoint that you kept: export it again with since=${missed}`,
      );
    }
    const [first, last, shown] = [this.#first, this.#before?.sequence, this.#shown];
    const isWhole = first !== undefined && last !== undefined && last - first + 1 === shown;
    return { origin, size, shown, first, last, isWhole, unproven: this.#unproven };
  }
}

function parseHidden(line: string): TreePart | undefined {
  const { from, to, hash: text } = objectOf(line) ?? {};
  const hash = typeof text === 'string' ? strictBase64(text) : undefined;
  if (typeof from !== 'number' || typeof to !== 'number' || hash?.length !== HASH_BYTES) return undefined;
  const part = { first: from - 1, count: to - from + 1, hash };
  return isSubtree(part) && hiddenLine(part) === line ? part : undefined;
}
