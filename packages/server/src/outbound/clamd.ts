import { connect, type Socket } from 'node:net';
import { setImmediate as otherWork } from 'node:timers/promises';
import { ScanFault } from '@lanyard/core/scans/scan-fault';

export type ClamdAnswer =
  | { readonly is: 'ok' }
  /** clamd also uses this for limits, such as `Heuristics.Limits.Exceeded.MaxFileSize`. */
  | { readonly is: 'found'; readonly signature: string }
  /** clamd could not scan this file, and continues with the next. */
  | { readonly is: 'error'; readonly text: string };

/** The ClamAV scanner at its socket. */
export interface Clamd {
  /** Includes the signature database if it is an official one. Throws ScanFault. */
  version(): Promise<string>;
  /** One connection for many files. It opens when the first file is sent. */
  session(): ClamdSession;
}

export interface ClamdSession {
  /** Begins a file. The previous one must have ended, but its answer can still be missing. */
  begin(): ClamdFile;
  close(): void;
}

export interface ClamdFile {
  /** Resolves when more can be written. Rejects with ScanFault. */
  write(chunk: Uint8Array): Promise<void>;
  /** clamd's answer for the file. Rejects with ScanFault. */
  end(): Promise<ClamdAnswer>;
}

/** By default, clamd scans one file for at most two minutes. */
const ANSWER_MILLISECONDS = 300_000;
const VERSION_MILLISECONDS = 10_000;

export interface ClamdOptions {
  /** The path of the socket. */
  readonly socketPath: string;
  readonly answerMilliseconds?: number;
}

/**
 * Implements clamd's protocol. It has no authentication, so only a private socket is safe. Answers in one session are
 * numbered and come in any order, because clamd scans several files at once.
 */
export function createClamd({ socketPath, answerMilliseconds = ANSWER_MILLISECONDS }: ClamdOptions): Clamd {
  return {
    version: async () => {
      const session = new Session(socketPath, VERSION_MILLISECONDS);
      try {
        return await session.command('zVERSION\0');
      } finally {
        session.close();
      }
    },
    session: () => new Session(socketPath, answerMilliseconds),
  };
}

interface Waiting {
  resolve(answer: string): void;
  reject(error: ScanFault): void;
}

const LENGTH_BYTES = 4;
const END_OF_FILE = Buffer.alloc(LENGTH_BYTES);
/** Small files are sent in one piece. */
const FLUSHED_BYTES = 64 * 1024;

class Session implements ClamdSession {
  readonly #path: string;
  readonly #answerMilliseconds: number;
  #socket: Socket | undefined;
  #waiting = new Map<number, Waiting>();
  #count = 0;
  #received = '';
  #fault: ScanFault | undefined;

  constructor(path: string, answerMilliseconds: number) {
    this.#path = path;
    this.#answerMilliseconds = answerMilliseconds;
  }

  begin(): ClamdFile {
    const socket = this.#connected();
    const answer = this.#answerTo('zINSTREAM\0', socket);
    let unflushed = 0;
    return {
      write: async (chunk) => {
        if (chunk.length === 0) return;
        this.#requireOpen(socket);
        const length = Buffer.alloc(LENGTH_BYTES);
        length.writeUInt32BE(chunk.length);
        socket.write(length);
        const isRoomy = socket.write(chunk);
        unflushed += chunk.length;
        if (unflushed < FLUSHED_BYTES && isRoomy) return;
        unflushed = 0;
        // Reads come first: a write to a connection that clamd has closed would lose the answer in it.
        await otherWork();
        socket.uncork();
        if (socket.writableNeedDrain) await this.#drained(socket);
        socket.cork();
      },
      end: async () => {
        if (!socket.destroyed) socket.write(END_OF_FILE);
        socket.uncork();
        return answerOf(await answer);
      },
    };
  }

  async command(text: string): Promise<string> {
    const socket = this.#connected();
    const answer = this.#answerTo(text, socket);
    socket.uncork();
    return answer;
  }

  close(): void {
    this.#socket?.end('zEND\0');
    this.#socket?.destroySoon();
    this.#socket = undefined;
  }

  /** clamd closes a connection that sends nothing for some time. Then a new one is opened. */
  #connected(): Socket {
    if (this.#socket && !this.#socket.destroyed && !this.#fault) return this.#socket;
    const socket = connect(this.#path);
    this.#socket = socket;
    this.#waiting = new Map();
    this.#count = 0;
    this.#received = '';
    this.#fault = undefined;
    const waiting = this.#waiting;
    const fail = (reason: string) => {
      if (this.#socket === socket) this.#fault ??= new ScanFault(reason);
      for (const one of waiting.values()) one.reject(new ScanFault(reason));
      waiting.clear();
      socket.destroy();
    };
    socket.setTimeout(this.#answerMilliseconds);
    socket.on('timeout', () => fail('clamd does not answer in time'));
    socket.on('data', (data: Buffer) => this.#receive(data, fail));
    // An error during a write must not hide an earlier answer of clamd.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      setImmediate(() => fail(`clamd cannot be reached: ${error.code ?? 'unknown fault'}`));
    });
    socket.on('close', () => setImmediate(() => fail('clamd ended the connection')));
    socket.write('zIDSESSION\0');
    return socket;
  }

  #answerTo(command: string, socket: Socket): Promise<string> {
    this.#count += 1;
    const answer = new Promise<string>((resolve, reject) => this.#waiting.set(this.#count, { resolve, reject }));
    // Whoever awaits the answer gets the error. Until then, it must not end the process.
    answer.catch(() => undefined);
    socket.cork();
    socket.write(command);
    return answer;
  }

  /** `12: stream: OK\0`. An answer without a number is about the whole session. */
  #receive(data: Buffer, fail: (reason: string) => void): void {
    this.#received += data.toString();
    const answers = this.#received.split('\0');
    this.#received = answers.pop() ?? '';
    for (const text of answers) {
      const [, number, answer = ''] = /^(\d+): (.*)$/s.exec(text) ?? [];
      const waiting = this.#waiting.get(Number(number));
      this.#waiting.delete(Number(number));
      if (answer.startsWith('INSTREAM size limit exceeded') || !waiting) fail(`clamd says: ${text.slice(0, 100)}`);
      waiting?.resolve(answer);
    }
  }

  #requireOpen(socket: Socket): void {
    if (socket.destroyed || this.#fault) throw this.#fault ?? new ScanFault('clamd ended the connection');
  }

  async #drained(socket: Socket): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
    this.#requireOpen(socket);
  }
}

function answerOf(text: string): ClamdAnswer {
  if (text === 'stream: OK') return { is: 'ok' };
  const signature = /^stream: (.+) FOUND$/.exec(text)?.[1];
  if (signature !== undefined) return { is: 'found', signature };
  return { is: 'error', text: text.replace(/^stream: /, '').slice(0, 200) };
}
