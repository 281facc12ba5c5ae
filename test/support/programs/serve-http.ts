import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

/** A server on 127.0.0.1 for one test. */
export async function serveHttp(listener: RequestListener): Promise<HttpServer> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, port, [Symbol.asyncDispose]: stop };
}

/** Below the ports that Linux gives to connections and to servers that ask for any free port. */
const FIRST_PORT = 20_000;
const PORTS_OF_WORKER = 700;
/** Each worker has its own ports. Otherwise another one could take a port before the server of this one listens on it. */
const firstOfWorker = FIRST_PORT + (Number(process.env.VITEST_POOL_ID ?? 0) % 16) * PORTS_OF_WORKER;
let taken = randomInt(PORTS_OF_WORKER);

/** A TCP port on 127.0.0.1 that is free now and that no other process takes. */
export async function freePort(): Promise<number> {
  for (let tries = 1; tries <= PORTS_OF_WORKER; tries += 1) {
    taken = (taken + 1) % PORTS_OF_WORKER;
    if (await isFree(firstOfWorker + taken)) return firstOfWorker + taken;
  }
  throw new Error(`no port from ${firstOfWorker} on is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createTcpServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
