import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const SWEEP_MILLISECONDS = 100;

export interface Connections {
  /** Before routes are added. */
  watch(app: FastifyInstance): void;
  /** From now on every answer says that its connection ends with it. Requests are served as before. */
  announceEnd(): void;
  /**
   * Ends those that no request uses, as they become idle; the server must not listen any more. Resolves when all are
   * gone. After `limitMilliseconds` it cuts off what still runs, and gives how many requests that were.
   */
  end(limitMilliseconds: number): Promise<number>;
}

/**
 * Lets a server stop without a failed request. Node closes what is idle at the moment of the stop alone: a connection that
 * is in use then would stay open for its client's next request, and the process with it.
 */
export function createConnections(): Connections {
  const open: OpenConnections = new Map();
  let isEnding = false;
  const hold = (socket: Socket, last?: ServerResponse) => {
    if (!open.has(socket)) socket.once('close', () => open.delete(socket));
    open.set(socket, last);
  };
  return {
    watch: (app) => {
      app.server.on('connection', (socket) => hold(socket));
      app.addHook('onRequest', (request, reply, done) => {
        // `localhost` has a server for each of its addresses, of which `app.server` is one.
        hold(request.raw.socket, reply.raw);
        if (isEnding) endWith(reply.raw);
        done();
      });
    },
    announceEnd: () => {
      isEnding = true;
      for (const response of running(open)) endWith(response);
    },
    end: async (limitMilliseconds) => {
      const before = new Map<Socket, number>();
      for (let waited = 0; open.size > 0 && waited < limitMilliseconds; waited += SWEEP_MILLISECONDS) {
        endIdle(open, before);
        await new Promise((resolve) => setTimeout(resolve, SWEEP_MILLISECONDS));
      }
      const cut = running(open).length;
      for (const socket of open.keys()) socket.destroy();
      return cut;
    },
  };
}

/** Each with the last answer on it: to listen for the end of every answer would cost more than the rest of this. */
type OpenConnections = Map<Socket, ServerResponse | undefined>;

/** Answers on one connection end in the order of their requests: when the last has ended, all have. */
function running(open: OpenConnections): readonly ServerResponse[] {
  return [...open.values()].filter((last): last is ServerResponse => last !== undefined && !hasEnded(last));
}

function hasEnded(response: ServerResponse): boolean {
  return response.writableFinished || response.destroyed;
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** One on which bytes arrived since the last look may be in the middle of a request's headers. */
function endIdle(open: OpenConnections, before: Map<Socket, number>): void {
  for (const [socket, last] of open) {
    const { bytesRead } = socket;
    const isIdle = last === undefined || hasEnded(last);
    if (isIdle && before.get(socket) === bytesRead) socket.destroy();
    before.set(socket, bytesRead);
  }
}
