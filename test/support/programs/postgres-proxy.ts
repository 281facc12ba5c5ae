import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './serve-http.ts';

export interface PostgresProxy {
  /** The address of the same database through the proxy. */
  readonly url: string;
  /** Stops passing on data of the current connections. Later connections work, as after a failover. */
  silence(): void;
  stop(): void;
  /** After `stop`. */
  start(): Promise<void>;
}

/** A proxy between a server and its PostgreSQL. */
export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const { port: serverPort, hostname } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(Number(serverPort), hostname);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  const port = await freePort();
  const start = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await start();
  const url = new URL(databaseUrl);
  url.port = String(port);
  return {
    url: url.href,
    start,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
