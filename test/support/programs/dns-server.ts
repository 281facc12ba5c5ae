import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

/**
 * The fault of the answers. `silent`: no answer. `failure`: each is a failure. `half`: half of the bytes are missing.
 * `no-tcp`: all ask the client to use TCP, where nobody answers.
 */
export type DnsFault = 'silent' | 'failure' | 'half' | 'no-tcp';

/** A TXT record as one text, or as the pieces in which it is sent. */
type TxtRecord = string | readonly string[];

export interface DnsServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** The requested names, in order. */
  readonly asked: readonly string[];
  /** Replaces the TXT records of the name. */
  setTxt(name: string, records: readonly TxtRecord[]): void;
  /** Makes the name an alias (CNAME), with the records of its target. */
  setAlias(name: string, target: string): void;
  /** Applies to every answer until it is removed. */
  setFault(fault: DnsFault | undefined): void;
  stop(): Promise<void>;
}

interface Zone {
  readonly txt: Map<string, readonly TxtRecord[]>;
  readonly aliases: Map<string, string>;
}

/** Longer answers use TCP, as on the Internet. */
const MAXIMUM_UDP_BYTES = 1232;
/** RFC 1035, section 4.1.1. */
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

/** A DNS server over UDP and TCP that knows only TXT records and their aliases. */
export async function startDnsServer(): Promise<DnsServer> {
  const zone: Zone = { txt: new Map(), aliases: new Map() };
  const asked: string[] = [];
  let fault: DnsFault | undefined;
  const answer = (message: Buffer, maximumBytes: number): Buffer | undefined => {
    if (fault === 'silent') return undefined;
    const query = decode(message);
    const name = query.questions?.[0]?.name.toLowerCase() ?? '';
    asked.push(name);
    if (fault === 'failure') return response(query, SERVER_FAILURE);
    const whole = answerTo(query, name, zone);
    if (fault === 'half') return whole.subarray(0, whole.length / 2);
    return fault === 'no-tcp' || whole.length > maximumBytes ? response(query, TRUNCATED_RESPONSE) : whole;
  };
  const { udp, tcp, port } = await listenOnOnePort(
    (message) => answer(message, MAXIMUM_UDP_BYTES),
    (message) => (fault === 'no-tcp' ? undefined : answer(message, 0xffff)),
  );
  return {
    address: `127.0.0.1:${port}`,
    asked,
    setTxt: (name, records) => void zone.txt.set(name, records),
    setAlias: (name, target) => void zone.aliases.set(name, target),
    setFault: (one) => {
      fault = one;
    },
    stop: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}

function answerTo(query: Packet, name: string, { txt, aliases }: Zone): Buffer {
  const target = aliases.get(name);
  const owner = target ?? name;
  const records = txt.get(owner);
  const alias: readonly Answer[] = target === undefined ? [] : [{ type: 'CNAME', name, ttl: 0, data: target }];
  const isForTxt = query.questions?.[0]?.type === 'TXT';
  const texts = (isForTxt ? (records ?? []) : []).map(
    (text): Answer => ({ type: 'TXT', name: owner, ttl: 0, data: piecesOf(text) }),
  );
  return response(query, records === undefined ? NO_SUCH_NAME : 0, [...alias, ...texts]);
}

/** `flags` also contains the code of the answer. */
function response({ id, questions }: Packet, flags: number, answers: Answer[] = []): Buffer {
  const always = AUTHORITATIVE_ANSWER | RECURSION_DESIRED | RECURSION_AVAILABLE;
  return encode({ type: 'response', id, flags: always | flags, questions, answers });
}

/**
 * Splits a text into pieces of at most 255 bytes, one byte for each letter, so that a test can send bytes that are not
 * UTF-8.
 */
function piecesOf(text: TxtRecord): Buffer[] {
  const pieces = typeof text === 'string' ? (text.match(/[\s\S]{1,255}/g) ?? ['']) : text;
  return pieces.map((piece) => Buffer.from(piece, 'latin1'));
}

type Respond = (message: Buffer) => Buffer | undefined;

/** A free UDP port can be in use for TCP by another test's server. Then another port is tried. */
async function listenOnOnePort(respondUdp: Respond, respondTcp: Respond) {
  for (let tries = 1; ; tries += 1) {
    const udp = await listenUdp(respondUdp);
    const { port } = udp.address();
    try {
      return { udp, port, tcp: await listenTcp(port, respondTcp) };
    } catch (error) {
      udp.close();
      if (tries === 10) throw error;
    }
  }
}

async function listenUdp(respond: Respond): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    const answer = respond(message);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

/** Each message follows its length. There is one message for each connection. */
async function listenTcp(port: number, respond: Respond): Promise<Server> {
  const server = createServer((connection) => {
    let received = Buffer.alloc(0);
    connection.on('error', () => connection.destroy());
    connection.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      const answer = respond(received.subarray(2, 2 + received.readUInt16BE(0)));
      if (!answer) return void connection.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length, 0);
      connection.end(Buffer.concat([length, answer]));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
