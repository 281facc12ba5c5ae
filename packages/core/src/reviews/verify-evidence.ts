import type { ChainedAuditEvent } from '../audit/audit-chain.ts';
import { objectOf, parseExportedLine } from '../audit/exported-event.ts';
import type { NoteKey } from '../audit/signed-note.ts';
import { ExportProblem, verifyExport } from '../audit/verify-export.ts';
import {
  EVIDENCE_FORM,
  type EvidenceCounts,
  evidenceDigest,
  evidenceProof,
  PROOF_END,
  PROOF_START,
} from './evidence.ts';
import { headOf } from './read-evidence.ts';

export interface EvidenceReport {
  /** The server that signed the log. */
  readonly origin: string;
  readonly organization: string;
  readonly review: string;
  readonly id: string;
  readonly startsAt: string;
  readonly closedAt: string;
  readonly counts: EvidenceCounts;
  readonly digest: string;
  /** The place of the review's end in the audit log, and the number of events in the log when it was signed. */
  readonly sequence: number;
  readonly size: number;
}

/** A proof has a line for the checkpoint, one for the event, and one for each subtree beside it. */
const MAXIMUM_PROOF_LENGTH = 65_536;
const NO_PROOF = 'the proof at its end was changed';
const NOT_EVIDENCE = 'this is not the evidence of a review, or its first line was changed';

export function isEvidence(start: string): boolean {
  return start.startsWith(`{"form":"${EVIDENCE_FORM}",`);
}

/**
 * Checks that each byte is as it was when the review was closed, and that the audit log confirms it. Needs no server.
 * It compares bytes, not text, because different bytes can decode to the same text. Errors: ExportProblem.
 */
export async function verifyEvidence(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  key: NoteKey,
): Promise<EvidenceReport> {
  const { first, digest, proof } = await partsOf(chunks);
  const { event, origin, size } = await provenEvent(proof, key);
  if (event.action !== 'review.closed' || event.data.digest !== digest) {
    throw new ExportProblem('the review was changed after it was closed: the audit log has another digest of it');
  }
  // From here on, everything is known to be what the server wrote.
  const { review, counts } = headOf(first);
  const { organization, name, id, startsAt, closedAt } = review;
  const said = { organization: organization.name, review: name, id, startsAt, closedAt, counts };
  return { origin, size, sequence: event.sequence, digest, ...said };
}

interface Parts {
  /** The first line, and the digest of all lines before the proof. */
  readonly first: string;
  readonly digest: string;
  readonly proof: string;
}

async function partsOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Parts> {
  const digest = evidenceDigest();
  let [first, proof] = ['', ''];
  for await (const line of linesOf(chunks)) {
    const text = line.toString('utf8');
    if (proof !== '' || text === `${PROOF_START}\n`) {
      proof += text;
      if (proof.length > MAXIMUM_PROOF_LENGTH || !Buffer.from(text).equals(line)) throw new ExportProblem(NO_PROOF);
      continue;
    }
    digest.add(line);
    if (first === '' && !isEvidence(text)) throw new ExportProblem(NOT_EVIDENCE);
    first ||= text;
  }
  if (proof === '') throw new ExportProblem('the end of the file is missing');
  return { first, digest: digest.hex(), proof };
}

interface ProvenEvent {
  readonly event: ChainedAuditEvent;
  readonly origin: string;
  readonly size: number;
}

/** The one event that the proof is about. It can be written in only one way, so no byte of the proof can differ. */
async function provenEvent(proof: string, key: NoteKey): Promise<ProvenEvent> {
  const body = proof.slice(PROOF_START.length + 1, -PROOF_END.length - 2);
  const lines = body.split(',\n').map(stringOf);
  if (evidenceProof(lines) !== proof) throw new ExportProblem(NO_PROOF);
  // Verification ignores other signatures, so somebody could add one unnoticed.
  if (signaturesOf(lines[0] ?? '') !== 1) throw new ExportProblem('the checkpoint of the proof was changed');
  const { origin, size, shown } = await verifyExport(lines, { key, known: [] }).catch((error: unknown) => {
    throw error instanceof ExportProblem ? new ExportProblem(`its proof does not hold: ${error.message}`) : error;
  });
  const [event] = lines.flatMap((line) => parseExportedLine(line) ?? []);
  if (!event || shown !== 1) throw new ExportProblem('the proof is not of one event');
  return { event, origin, size };
}

function stringOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

function signaturesOf(header: string): number {
  const note = objectOf(header)?.checkpoint;
  return typeof note === 'string'
    ? note
        .slice(note.lastIndexOf('\n\n') + 2)
        .trimEnd()
        .split('\n').length
    : 0;
}

const LINE_FEED = 0x0a;

/** Each line includes the line feed at its end. */
async function* linesOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end + 1)]);
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts = [...parts, chunk.subarray(from)];
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
