import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const SWEEP_MILLISECONDS = 100;

export interface Connections {
  /** Call this before routes are added. */
  watch(app: FastifyInstance): void;
  /** Notes that a request on this connection is answered. For requests that Fastify does not see. */
  begin(socket: Socket, response: ServerResponse): void;
  /** From now on, every answer says that its connection will close. Requests are served as before. */
  announceEnd(): void;
  /**
   * Closes connections as soon as no request uses them. The server must no longer listen. Resolves when all are closed.
   * After `limitMilliseconds`, it cuts off the rest and returns how many requests were still running.
   */
  end(limitMilliseconds: number): Promise<number>;
}

/**
 * Lets a server stop without a failed request. Node closes only connections that are idle when the server stops. A
 * connection that is in use then would stay open for its client's next request, and the process would not end.
 */
export function createConnections(): Connections {
  const open: OpenConnections = new Map();
  let isEnding = false;
  const hold = (socket: Socket, last?: ServerResponse) => {
    if (!open.has(socket)) socket.once('close', () => open.delete(socket));
    open.set(socket, last);
  };
  const begin = (socket: Socket, response: ServerResponse) => {
    hold(socket, response);
    if (isEnding) endWith(response);
  };
  return {
    begin,
    watch: (app) => {
      app.server.on('connection', (socket) => hold(socket));
      app.addHook('onRequest', (request, reply, done) => {
        // `localhost` has a server for each of its addresses. `app.server` is only one of them.
        begin(request.raw.socket, reply.raw);
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

/**
 * Each connection with its last answer. A listener for the end of every answer would cost more than everything else
 * here.
 */
type OpenConnections = Map<Socket, ServerResponse | undefined>;

/** Answers on one connection end in the order of their requests, so when the last one has ended, all have. */
function running(open: OpenConnections): readonly ServerResponse[] {
  return [...open.values()].filter((last): last is ServerResponse => last !== undefined && !hasEnded(last));
}

function hasEnded(response: ServerResponse): boolean {
  return response.writableFinished || response.destroyed;
}

function endWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** If bytes arrived since the last check, the connection can be in the middle of a request's headers. */
function endIdle(open: OpenConnections, before: Map<Socket, number>): void {
  for (const [socket, last] of open) {
    const { bytesRead } = socket;
    const isIdle = last === undefined || hasEnded(last);
    if (isIdle && before.get(socket) === bytesRead) socket.destroy();
    before.set(socket, bytesRead);
  }
}
