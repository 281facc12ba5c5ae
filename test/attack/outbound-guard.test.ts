import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createGuardedFetch, OutboundRefusal } from '@lanyard/server/outbound/guarded-fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTargets } from '../support/forgeries/hostile-targets.ts';

/** Counts all connections to this machine in these tests. */
let connections = 0;
const closers: (() => void)[] = [];

afterAll(() => {
  for (const close of closers) close();
});

async function listen(handle: RequestListener): Promise<number> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  server.on('connection', () => {
    connections += 1;
  });
  await once(server, 'listening');
  closers.push(() => void server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

/** Resolves every name to these addresses. */
function resolvesTo(...addresses: readonly string[]): LookupFunction {
  return (_name, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutboundRefusal ? error.message : error),
  );
const get = { method: 'GET', headers: {} };

describe('R38: requests to addresses from outside (attack 24)', () => {
  let port: number;

  beforeAll(async () => {
    port = await listen((_request, response) => void response.end('reached'));
  });

  it('reach none of 300 hostile targets and send nothing', async () => {
    const targets = hostileTargets(port);
    expect(new Set(targets).size).toBeGreaterThanOrEqual(300);
    const before = connections;
    const fetch = createGuardedFetch({ allowedHosts: [], lookup: resolvesTo('127.0.0.1', '::1') });
    for (const target of targets) {
      const refusal = await refusalOf(fetch(target, get));
      expect([target, refusal]).toEqual([
        target,
        expect.stringMatching(/not? (a )?public address|not https|not an address|name and password/),
      ]);
    }
    expect(connections - before).toBe(0);
  });

  it.each([
    ['a private address', ['127.0.0.1']],
    ['a public and a private address', ['93.184.216.34', '10.0.0.1']],
    ['a private address mapped to IPv6', ['::ffff:127.0.0.1']],
    ['a public address mapped to IPv6', ['::ffff:93.184.216.34']],
    ['a NAT64 address', ['64:ff9b::7f00:1']],
    ['a 6to4 address', ['2002:7f00:1::']],
    ['no address', []],
  ])('are refused when a name resolves to %s', async (_what, addresses) => {
    const before = connections;
    const fetch = createGuardedFetch({ allowedHosts: [], lookup: resolvesTo(...addresses) });
    expect(await refusalOf(fetch(`https://rebinding.example:${port}/`, get))).toMatch(/has no public address/);
    expect(connections - before).toBe(0);
  });

  it('are answered the same for a private name and for one that does not exist, so that nobody finds private names', async () => {
    const missing: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '');
    const refusals = [resolvesTo('10.0.0.1'), missing].map((lookup) =>
      refusalOf(createGuardedFetch({ allowedHosts: [], lookup })('https://intranet.example/', get)),
    );
    const [first, second] = await Promise.all(refusals);
    expect(first).toBe('intranet.example: has no public address');
    expect(second).toBe(first);
  });

  it('resolve a name once, so that a second DNS answer changes nothing', async () => {
    const asked: string[] = [];
    const rebinding: LookupFunction = (name, options, callback) => {
      asked.push(name);
      resolvesTo(asked.length === 1 ? '10.0.0.1' : '127.0.0.1')(name, options, callback);
    };
    const before = connections;
    const fetch = createGuardedFetch({ allowedHosts: [], lookup: rebinding });
    expect(await refusalOf(fetch(`https://rebinding.example:${port}/`, get))).toMatch(/has no public address/);
    expect([asked, connections - before]).toEqual([['rebinding.example'], 0]);
  });

  it('connect to the public address that was checked, not to a second DNS answer', async () => {
    const asked: string[] = [];
    // 2d00::/8 is assigned to nobody, so nothing leaves this machine.
    const rebinding: LookupFunction = (name, options, callback) => {
      asked.push(name);
      resolvesTo(asked.length === 1 ? '2d00::1' : '127.0.0.1')(name, options, callback);
    };
    const before = connections;
    const fetch = createGuardedFetch({ allowedHosts: [], lookup: rebinding, wholeMilliseconds: 200 });
    expect(await refusalOf(fetch(`https://rebinding.example:${port}/`, get))).toMatch(/^rebinding\.example: /);
    expect([asked, connections - before]).toEqual([['rebinding.example'], 0]);
  });

  describe('to a host that the operator allows', () => {
    const permitted = (at: number, wholeMilliseconds?: number) =>
      createGuardedFetch({
        allowedHosts: [`http://localhost:${at}`],
        ...(wholeMilliseconds !== undefined && { wholeMilliseconds }),
      });

    it('reach only the allowed port, and use http only if that is allowed', async () => {
      const answer = await permitted(port)(`http://localhost:${port}/path`, get);
      expect([answer.status, await answer.text()]).toEqual([200, 'reached']);
      const other = await listen((_request, response) => void response.end('other'));
      const before = connections;
      for (const target of [
        `http://localhost:${other}/`,
        `http://127.0.0.1:${port}/`,
        `http://localhost:${port}@localhost:${other}/`,
      ]) {
        expect(await refusalOf(permitted(port)(target, get))).not.toBe('answered');
      }
      expect(connections - before).toBe(0);
    });

    it('each use a new connection and send no cookie back', async () => {
      const cookies: unknown[] = [];
      const at = await listen((request, response) => {
        cookies.push(request.headers.cookie);
        response.writeHead(200, { 'set-cookie': 'a=b' }).end();
      });
      const before = connections;
      const fetch = permitted(at);
      for (let count = 0; count < 3; count += 1) await fetch(`http://localhost:${at}/`, get);
      expect([cookies, connections - before]).toEqual([[undefined, undefined, undefined], 3]);
    });

    it('follow no redirect', async () => {
      const from = await listen(
        (_request, response) => void response.writeHead(302, { location: `http://localhost:${port}/` }).end(),
      );
      const before = connections;
      expect(await refusalOf(permitted(from)(`http://localhost:${from}/`, get))).toMatch(/redirects/);
      expect(connections - before).toBe(1);
    });

    it('fail after a fixed time without headers or without the rest of the body', async () => {
      const silent = await listen(() => undefined);
      expect(await refusalOf(permitted(silent, 100)(`http://localhost:${silent}/`, get))).toMatch(/in time/);
      const slow = await listen((_request, response) => void response.writeHead(200).write('begun'));
      expect(await refusalOf(permitted(slow, 100)(`http://localhost:${slow}/`, get))).toMatch(/in time/);
    });

    it.each([
      ['as it was sent', {}, Buffer.alloc(1024 * 1024 + 1)],
      ['that grows when it is decompressed', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(64 * 1024 * 1024))],
    ])('accept at most one mebibyte of a body %s', async (_how, headers, body) => {
      const large = await listen((_request, response) => void response.writeHead(200, headers).end(body));
      expect(await refusalOf(permitted(large)(`http://localhost:${large}/`, get))).toMatch(/more than 1 MiB/);
    });

    it('report a failure by its code, without path or query', async () => {
      const closed = createTcpServer().listen(0, '127.0.0.1');
      await once(closed, 'listening');
      const { port: gone } = closed.address() as AddressInfo;
      closed.close();
      const said = await refusalOf(permitted(gone)(`http://localhost:${gone}/path?code=secret`, get));
      expect(said).toBe('localhost: ECONNREFUSED');
    });
  });
});
