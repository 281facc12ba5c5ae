import { createRequestLimit } from '@lanyard/server/http/limit-requests';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';

describe('the requests of a network in a minute', () => {
  function world(networksCounted = 100) {
    const clock = { time: 1_000, now: () => clock.time };
    const app = Fastify();
    const limit = createRequestLimit(clock, networksCounted);
    app.addHook('onRequest', (request, reply, done) => done(limit(request, reply, 2)));
    app.get('/hub', async () => 'served');
    return { clock, ask: (url: string, remoteAddress: string) => app.inject({ url, remoteAddress }) };
  }

  it('are counted for one network, and start again with the next minute', async () => {
    const { clock, ask } = world();
    const statuses = [];
    for (const address of ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1']) {
      statuses.push((await ask('/hub', address)).statusCode);
    }
    expect(statuses).toEqual([200, 200, 500, 200]);
    clock.time += 59_999;
    expect((await ask('/hub', '2001:db8::1')).headers).toMatchObject({ 'x-ratelimit-remaining': '0' });
    clock.time += 1;
    const served = await ask('/hub', '2001:db8::1');
    expect([served.statusCode, served.headers]).toMatchObject([
      200,
      { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '121' },
    ]);
  });

  it('share one count if there are too many networks to count each', async () => {
    const { ask } = world(2);
    const statuses = [];
    for (const last of [1, 2, 3, 4, 5, 1]) statuses.push((await ask('/hub', `192.0.2.${last}`)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 500, 200]);
  });
});
