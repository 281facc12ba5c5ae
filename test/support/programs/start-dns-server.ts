import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { answerTo, failureAnswer, readQuestion, type TxtRecord, truncatedAnswer } from './dns-message.ts';

/**
 * What is wrong with the answers: none comes; a failure is told; half of the bytes come; all are asked to come again over
 * TCP, where nobody answers.
 */
export type DnsFault = 'silent' | 'failure' | 'half' | 'no-tcp';

export interface DnsServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** The names that were asked for, in order. */
  readonly asked: readonly string[];
  /** Replaces the TXT records at the name. */
  setTxt(name: string, records: readonly TxtRecord[]): void;
  /** Answers with the other name's records, and that it does (CNAME). */
  setAlias(name: string, target: string): void;
  /** Of every answer until it is taken back. */
  setFault(fault: DnsFault | undefined): void;
  stop(): Promise<void>;
}

/** What does not fit comes over TCP, as servers have it on the Internet. */
const MAXIMUM_UDP_BYTES = 1232;

/** A DNS server over UDP and TCP (RFC 1035) that knows TXT records and their aliases alone. */
export async function startDnsServer(): Promise<DnsServer> {
  const zone = { txt: new Map<string, readonly TxtRecord[]>(), aliases: new Map<string, string>() };
  const asked: string[] = [];
  let fault: DnsFault | undefined;
  const answer = (message: Buffer, maximumBytes: number): Buffer | undefined => {
    if (fault === 'silent') return undefined;
    const question = readQuestion(message);
    asked.push(question.name);
    if (fault === 'failure') return failureAnswer(message, question);
    const whole = answerTo(message, question, zone);
    if (fault === 'half') return whole.subarray(0, whole.length / 2);
    return fault === 'no-tcp' || whole.length > maximumBytes ? truncatedAnswer(message, question) : whole;
  };
  const udp = await listenUdp((message) => answer(message, MAXIMUM_UDP_BYTES));
  const { port } = udp.address();
  const tcp = await listenTcp(port, (message) => (fault === 'no-tcp' ? undefined : answer(message, 0xffff)));
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

type Respond = (message: Buffer) => Buffer | undefined;

async function listenUdp(respond: Respond): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    const answer = respond(message);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

/** Each message with its length before it, one a connection. */
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
