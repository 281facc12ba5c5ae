import { createSocket } from 'node:dgram';

export interface DnsServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** The names that were asked for, in order. */
  readonly asked: readonly string[];
  /** Replaces the TXT records at the name. */
  setTxt(name: string, records: readonly string[]): void;
  /** While true, no question is answered. */
  setSilent(isSilent: boolean): void;
  stop(): Promise<void>;
}

const HEADER_BYTES = 12;
const TYPE_TXT = 16;
/** RFC 1035, section 4.1.1: an answer, with authority, recursion desired and available; the last bits are the code. */
const ANSWERED = 0x8580;
const NO_SUCH_NAME = 3;
/** A name that points back to the question, after the header. */
const POINTER_TO_QUESTION = 0xc00c;

/** A DNS server over UDP (RFC 1035) that knows TXT records alone. */
export async function startDnsServer(): Promise<DnsServer> {
  const zone = new Map<string, readonly string[]>();
  const asked: string[] = [];
  let silent = false;
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    if (silent) return;
    const question = readQuestion(message);
    asked.push(question.name);
    socket.send(answerTo(message, question, zone.get(question.name)), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    setTxt: (name, records) => void zone.set(name, records),
    setSilent: (isSilent) => {
      silent = isSilent;
    },
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where the question ends in the message. */
  readonly end: number;
}

function readQuestion(message: Buffer): Question {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(message: Buffer, { type, end }: Question, records: readonly string[] | undefined): Buffer {
  const answers = type === TYPE_TXT ? (records ?? []).map(txtRecord) : [];
  const header = Buffer.alloc(HEADER_BYTES);
  message.copy(header, 0, 0, 2);
  header.writeUInt16BE(ANSWERED | (records === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, message.subarray(HEADER_BYTES, end), ...answers]);
}

/** In pieces of at most 255 bytes, each with its length before it. */
function txtRecord(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  const data = Buffer.concat(pieces);
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(POINTER_TO_QUESTION, 0);
  head.writeUInt16BE(TYPE_TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
