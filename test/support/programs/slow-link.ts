import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

export interface SlowLink extends AsyncDisposable {
  readonly port: number;
  /** Resolves when this many bytes were sent to the other end. */
  sent(bytes: number): Promise<void>;
}

/** Leads to a port of this machine. It passes on what a client sends at this rate. */
export async function slowLink(port: number, bytesPerSecond: number): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  let total = 0;
  const server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        incoming.destroy();
        outgoing.destroy();
      });
    }
    const slowed = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        void delay((chunk.length / bytesPerSecond) * 1000).then(() => {
          total += chunk.length;
          done(null, chunk);
        });
      },
    });
    incoming.pipe(slowed).pipe(outgoing);
    outgoing.pipe(incoming);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sent: async (bytes) => {
      while (total < bytes) await delay(20);
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
