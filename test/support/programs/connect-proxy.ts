import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxy extends AsyncDisposable {
  /** The value for `HTTPS_PROXY`. */
  readonly url: string;
  /** The `host:port` of every requested tunnel, in order. */
  targets(): readonly string[];
  stop(): Promise<void>;
}

/** An HTTP proxy on 127.0.0.1. All its tunnels end at one port of this machine, whatever host is requested. */
export async function startConnectProxy(port: number): Promise<ConnectProxy> {
  const targets: string[] = [];
  const open = new Set<Duplex>();
  const server = createServer((_request, response) => {
    response.writeHead(405, { connection: 'close' }).end('This proxy takes CONNECT alone.\n');
  });
  server.on('connect', (request, client: Duplex, head) => {
    targets.push(request.url ?? '');
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    endTogether(client, upstream);
    track(open, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    for (const socket of open) socket.destroy();
    await closed;
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, targets: () => [...targets], stop, [Symbol.asyncDispose]: stop };
}

/** If one side is reset, so is the other. */
function endTogether(one: Duplex, other: Duplex): void {
  for (const [socket, opposite] of [
    [one, other],
    [other, one],
  ] as const) {
    socket.on('error', () => opposite.destroy());
    socket.on('close', () => opposite.destroy());
  }
}

function track(open: Set<Duplex>, socket: Duplex): void {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
}
