import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChainedAuditEvent, leafRecord } from '../../src/audit/audit-chain.ts';
import { signCheckpoint } from '../../src/audit/checkpoint.ts';
import { exportedLine } from '../../src/audit/exported-event.ts';
import { leafHash, rootOf, subtreesBetween, treeOf } from '../../src/audit/merkle-tree.ts';
import { type NoteKey, publicBytesOf, signNote } from '../../src/audit/signed-note.ts';
import { ExportProblem, exportHeader, hiddenLine } from '../../src/audit/verify-export.ts';
import { DEFAULT_POLICY } from '../../src/organizations/organization-policy.ts';
import {
  EVIDENCE_END,
  type EvidenceItem,
  evidenceHead,
  evidenceItem,
  evidenceProof,
} from '../../src/reviews/evidence.ts';
import { isEvidence, verifyEvidence } from '../../src/reviews/verify-evidence.ts';
import { auditEvent, chainOf } from '../audit/audit-sample.ts';
import { type Draw, seededDraw } from '../seeded-random.ts';
import { TEST_RUNS_TIMEOUT, testRuns } from '../test-runs.ts';

const ORIGIN = 'tokens.example.com/audit';
const pair = generateKeyPairSync('ed25519');
const KEY: NoteKey = { name: ORIGIN, publicKey: publicBytesOf(pair.publicKey) };
const EDITS = testRuns(400);

const T0 = Date.UTC(2027, 0, 1);
const ITEMS: readonly EvidenceItem[] = [
  // U+FFFD stands for bytes that are no text, so that other bytes may read as it.
  {
    shown: '{"id":"a","description":"Büro \ufffd"}',
    decision: 'keep',
    reason: '',
    decidedBy: 'ada',
    decidedAt: T0 + 5,
  },
  { shown: '{"id":"b"}', decision: 'block', reason: 'old', decidedBy: null, decidedAt: T0 + 6 },
];

function documentOf(items: readonly EvidenceItem[]): string {
  const times = {
    startsAt: T0,
    preparedAt: T0 + 1,
    dueAt: T0 + 9,
    finishedAt: null,
    finishedBy: null,
    closedAt: T0 + 9,
  };
  const policies = { policyAtStart: DEFAULT_POLICY, policyAtEnd: DEFAULT_POLICY };
  const rules = { scope: { type: 'all' }, reviewers: 'owners', undecided: 'block', recurrence: null } as const;
  const who = { organization: { id: 'o', name: 'acme' }, id: 'r', name: 'Spring', occurrence: 1, startedBy: 'ada' };
  const counts = { items: 2, keep: 1, block: 1, gone: 0, byRule: 1 };
  const lines = items.map((item, index) => evidenceItem(item, index === 0)).join('');
  return evidenceHead({ ...who, ...rules, ...times, ...policies }, counts) + lines + EVIDENCE_END;
}

interface Signing {
  readonly digest?: string;
  readonly action?: 'review.closed' | 'review.cancelled';
  readonly key?: typeof pair.privateKey;
}

/** Signed by a server whose log has 40 events, the 17th of which is the end of the review. */
function proofOf(document: string, { digest, action = 'review.closed', key = pair.privateKey }: Signing = {}): string {
  const data = { digest: digest ?? createHash('sha256').update(document).digest('hex') };
  const end = { ...auditEvent(17), action, subject: { type: 'review', id: 'r', name: 'Spring' }, data } as const;
  const chain = chainOf(Array.from({ length: 40 }, (_, index) => (index === 16 ? end : auditEvent(index + 1))));
  const leaves = (events: readonly ChainedAuditEvent[]) => events.map((event) => leafHash(leafRecord(event)));
  const hidden = (from: number, to: number) =>
    subtreesBetween(from, to).map((part) => {
      const hash = rootOf(treeOf(leaves(chain.slice(part.first, part.first + part.count))));
      return hiddenLine({ ...part, hash });
    });
  const note = signCheckpoint({ origin: ORIGIN, size: 40, root: rootOf(treeOf(leaves(chain))) }, key);
  const shown = chain.slice(16, 17).map(exportedLine);
  return evidenceProof([exportHeader(note), ...hidden(0, 16), ...shown, ...hidden(17, 40)]);
}

const DOCUMENT = documentOf(ITEMS);
const FILE = Buffer.from(DOCUMENT + proofOf(DOCUMENT));

async function problemOf(file: Buffer, key = KEY): Promise<string | undefined> {
  try {
    await verifyEvidence([file], key);
    return undefined;
  } catch (error) {
    if (error instanceof ExportProblem) return error.message;
    throw error;
  }
}

describe('R58: the evidence of a review', () => {
  it('is JSON, says what the server wrote, and proves it with the key of the audit log alone', async () => {
    const read = JSON.parse(FILE.toString());
    expect(read).toMatchObject({
      form: 'lanyard-review-evidence-v1',
      review: { name: 'Spring', startsAt: '2027-01-01T00:00:00.000Z', rules: { atStart: DEFAULT_POLICY } },
      items: [
        { token: { id: 'a' }, decision: 'keep', by: 'ada' },
        { token: { id: 'b' }, decision: 'block', reason: 'old', by: null },
      ],
      counts: { items: 2, byRule: 1 },
    });
    expect(isEvidence(FILE.toString())).toBe(true);
    expect(await verifyEvidence([FILE], KEY)).toMatchObject({
      origin: ORIGIN,
      organization: 'acme',
      review: 'Spring',
      id: 'r',
      closedAt: '2027-01-01T00:00:00.009Z',
      counts: { items: 2, keep: 1, block: 1, gone: 0, byRule: 1 },
      sequence: 17,
      size: 40,
    });
    // In whatever pieces it is read.
    const bytes = Array.from(FILE, (byte) => Buffer.of(byte));
    expect(await verifyEvidence(bytes, KEY)).toEqual(await verifyEvidence([FILE], KEY));
  });

  it('never changes its form, because files of before are digested as they were', () => {
    const said = '"organization":{"id":"o","name":"acme"},"id":"r","name":"Spring","scope":{"type":"all"}';
    const rules = '"reviewers":"owners","undecided":"block","recurrence":null,"occurrence":1,"startedBy":"ada"';
    const start = '"startsAt":"2027-01-01T00:00:00.000Z","preparedAt":"2027-01-01T00:00:00.001Z"';
    const end =
      '"dueAt":"2027-01-01T00:00:00.009Z","finishedBy":null,"finishedAt":null,"closedAt":"2027-01-01T00:00:00.009Z"';
    const policies = `"rules":{"atStart":${JSON.stringify(DEFAULT_POLICY)},"atEnd":${JSON.stringify(DEFAULT_POLICY)}}`;
    const counts = '"counts":{"items":2,"keep":1,"block":1,"gone":0,"byRule":1}';
    expect(DOCUMENT.split('\n')).toEqual([
      `{"form":"lanyard-review-evidence-v1","review":{${[said, rules, start, end, policies].join()}},${counts},`,
      '"items":[',
      '{"token":{"id":"a","description":"Büro \ufffd"},"decision":"keep","reason":"","by":"ada","at":"2027-01-01T00:00:00.005Z"},',
      '{"token":{"id":"b"},"decision":"block","reason":"old","by":null,"at":"2027-01-01T00:00:00.006Z"}',
      '],',
      '',
    ]);
  });

  const edits: Readonly<Record<string, (draw: Draw) => Buffer>> = {
    'replace a byte': (draw) => {
      const file = Buffer.from(FILE);
      file[draw.below(file.length)] = draw.below(256);
      return file;
    },
    'insert a byte': (draw) => {
      const place = draw.below(FILE.length + 1);
      return Buffer.concat([FILE.subarray(0, place), Buffer.of(draw.below(256)), FILE.subarray(place)]);
    },
    'remove some bytes': (draw) => {
      const place = draw.below(FILE.length);
      return Buffer.concat([FILE.subarray(0, place), FILE.subarray(place + 1 + draw.below(9))]);
    },
    'cut off the end': (draw) => FILE.subarray(0, draw.below(FILE.length)),
    'swap two lines': (draw) => {
      const lines = FILE.toString().split('\n');
      const [one, other] = [draw.below(lines.length), draw.below(lines.length)];
      const [first = '', second = ''] = [lines[one], lines[other]];
      return Buffer.from(lines.with(one, second).with(other, first).join('\n'));
    },
    'remove a line': (draw) => {
      const lines = FILE.toString().split('\n');
      return Buffer.from(lines.toSpliced(draw.below(lines.length), 1).join('\n'));
    },
    'repeat a line': (draw) => {
      const lines = FILE.toString().split('\n');
      return Buffer.from(lines.toSpliced(draw.below(lines.length), 0, draw.of(lines)).join('\n'));
    },
    'another decision, with the digest of it in the event': (draw) => {
      const items = ITEMS.map((item) => ({ ...item, decidedBy: draw.of(['eve', 'bob', null]) }));
      const document = documentOf(items);
      const proof = proofOf(DOCUMENT).replaceAll(digestOf(DOCUMENT), digestOf(document));
      return Buffer.from(document + (document === DOCUMENT ? proof.slice(1) : proof));
    },
  };

  it(`shows ${EDITS} of ${EDITS} random edits`, { timeout: TEST_RUNS_TIMEOUT }, async () => {
    const draw = seededDraw('evidence edits');
    const kinds = Object.keys(edits);
    const overlooked: string[] = [];
    for (let made = 0; made < EDITS; ) {
      const kind = kinds[made % kinds.length] ?? '';
      const edited = edits[kind]?.(draw) ?? FILE;
      if (edited.equals(FILE)) continue;
      made += 1;
      if ((await problemOf(edited)) === undefined) overlooked.push(kind);
    }
    expect(overlooked).toEqual([]);
  });

  it('names what is wrong', async () => {
    const other = generateKeyPairSync('ed25519');
    const problem = (text: string) => problemOf(Buffer.from(text));
    expect(await problem('{"form":"lanyard-audit-export-v1"}\n')).toContain('not the evidence of a review');
    expect(await problem(DOCUMENT)).toBe('the end of the file is missing');
    expect(await problem(DOCUMENT.replace('"keep"', '"block"') + proofOf(DOCUMENT))).toContain(
      'was changed after it was closed',
    );
    expect(await problem(DOCUMENT + proofOf(DOCUMENT, { action: 'review.cancelled' }))).toContain('was changed');
    expect(await problem(DOCUMENT + proofOf(DOCUMENT, { key: other.privateKey }))).toContain('not signed by the key');
    expect(await problemOf(FILE, { ...KEY, publicKey: publicBytesOf(other.publicKey) })).toContain(
      'not signed by the key',
    );
    expect(await problem(`${FILE.toString()} `)).toContain('proof');
    // Bytes that are read as the same text.
    const place = FILE.indexOf(Buffer.from('\ufffd'));
    const bytes = Buffer.concat([FILE.subarray(0, place), Buffer.of(0xff), FILE.subarray(place + 3)]);
    expect(bytes.toString()).toBe(FILE.toString());
    expect(await problemOf(bytes)).toContain('was changed');
  });

  it('accepts no second signature, which nobody would look at', async () => {
    const file = FILE.toString();
    const [, note = ''] = /"checkpoint\\":\\"(.*?)\\"/.exec(file) ?? [];
    const witness = signNote('x\n', 'witness.example', generateKeyPairSync('ed25519').privateKey).split('\n').at(-2);
    expect(await problemOf(Buffer.from(file.replace(note, `${note}${witness}\\\\n`)))).toContain('checkpoint');
  });
});

function digestOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
