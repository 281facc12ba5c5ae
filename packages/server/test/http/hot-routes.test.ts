import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { SURFACES } from '../../src/app/route-table.ts';
import { createConnections } from '../../src/http/end-connections.ts';
import { hotServer } from '../../src/http/hot-routes.ts';
import { createHttpMetrics } from '../../src/http/observe-requests.ts';
import { type Answer, defineHotRoute } from '../../src/http/route.ts';
import type { Surface } from '../../src/http/surface.ts';
import type { Services } from '../../src/services.ts';

function serverWith(surface: Surface, handle: () => Promise<Answer>) {
  const route = defineHotRoute({
    method: 'GET',
    path: '/hot',
    surface,
    summary: 'A hot route',
    credential: 'basic',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: { query: z.object({ service: z.string() }) },
    answers: { 200: z.unknown() },
    handle,
  });
  const lines: string[] = [];
  const factory = hotServer({
    services: { random: { uuid: () => 'one' }, clock: { now: Date.now } } as unknown as Services,
    options: {
      routes: [route],
      surfaces: SURFACES,
      around: undefined,
      unserved: async () => undefined,
      logger: pino({}, { write: (line: string) => void lines.push(line) }),
      metrics: createHttpMetrics(undefined),
      trustedProxies: [],
      requestSeconds: 30,
      connections: createConnections(),
    },
    headers: {},
    warnOfProxy: () => undefined,
  });
  const server = factory((_request, response) => void response.end('served by Fastify'), { keepAliveTimeout: 1000 });
  return { server, lines };
}

it('a fault while an answer is written ends its connection, and not the process', async () => {
  // JSON has no numbers of this kind.
  const { server, lines } = serverWith('registry', async () => ({ status: 200, body: { secret: 7n } }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hot`;
  await expect(fetch(`${address}?service=lanyard`)).rejects.toThrow('fetch failed');
  expect(lines.join('')).toContain('an answer could not be written');
  expect(await (await fetch(`${address}?other=thing`)).text()).toBe('served by Fastify');
  server.close();
});

it('a surface with cookies or a limit of requests cannot have a hot route', () => {
  const handle = async () => ({ status: 200 });
  for (const surface of ['api', 'hub'] as const) expect(() => serverWith(surface, handle)).toThrow('cannot be hot');
});
