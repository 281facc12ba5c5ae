/** A TXT record as one text, or in the pieces that it is sent in. */
export type TxtRecord = string | readonly string[];

export interface Zone {
  readonly txt: ReadonlyMap<string, readonly TxtRecord[]>;
  /** To which name another one leads. */
  readonly aliases: ReadonlyMap<string, string>;
}

export interface Question {
  readonly name: string;
  readonly type: number;
  /** Where the question ends in the message. */
  readonly end: number;
}

const HEADER_BYTES = 12;
const TYPE_CNAME = 5;
const TYPE_TXT = 16;
/** RFC 1035, section 4.1.1: an answer, with authority, recursion desired and available; the last bits are the code. */
const ANSWERED = 0x8580;
const TRUNCATED = 0x0200;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;
/** A name that points back to the question, after the header. */
const POINTER_TO_QUESTION = Buffer.from([0xc0, 0x0c]);

export function readQuestion(message: Buffer): Question {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

export function answerTo(message: Buffer, question: Question, zone: Zone): Buffer {
  const target = zone.aliases.get(question.name);
  const records = zone.txt.get(target ?? question.name);
  const owner = target === undefined ? POINTER_TO_QUESTION : nameBytes(target);
  const alias = target === undefined ? [] : [record(POINTER_TO_QUESTION, TYPE_CNAME, nameBytes(target))];
  const texts = question.type === TYPE_TXT ? (records ?? []).map((text) => record(owner, TYPE_TXT, txtData(text))) : [];
  const code = records === undefined ? NO_SUCH_NAME : 0;
  return response(message, question, code, [...alias, ...texts]);
}

/** Asks to come again over TCP. */
export function truncatedAnswer(message: Buffer, question: Question): Buffer {
  return response(message, question, TRUNCATED, []);
}

export function failureAnswer(message: Buffer, question: Question): Buffer {
  return response(message, question, SERVER_FAILURE, []);
}

function response(message: Buffer, { end }: Question, flags: number, answers: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  message.copy(header, 0, 0, 2);
  header.writeUInt16BE(ANSWERED | flags, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, message.subarray(HEADER_BYTES, end), ...answers]);
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(0, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

/** In pieces of at most 255 bytes, each with its length before it. */
function txtData(text: TxtRecord): Buffer {
  const pieces = typeof text === 'string' ? piecesOf(text) : text;
  return Buffer.concat(pieces.map(withLength));
}

function piecesOf(text: string): readonly string[] {
  return text.match(/[\s\S]{1,255}/g) ?? [''];
}

function nameBytes(name: string): Buffer {
  return Buffer.concat([...name.split('.').map(withLength), Buffer.from([0])]);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
