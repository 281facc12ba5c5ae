import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

describe('a client that sends slowly, or does not send HTTP', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard({ settings: { LANYARD_REQUEST_SECONDS: '1' } });
  });
  afterAll(() => lanyard?.stop());

  /**
   * Sends this text, and then one byte every 200 ms. Returns everything that comes back when the server closes the
   * connection.
   */
  async function answerTo(text: string, trickle = ''): Promise<string> {
    const socket = connect(Number(new URL(lanyard.url).port), 'localhost').setEncoding('utf8');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    const timer = setInterval(() => trickle && socket.write(trickle), 200);
    await once(socket, 'close');
    clearInterval(timer);
    return answer;
  }

  const length = 'Content-Type: application/json\r\nContent-Length: 1000\r\n';
  it.each([
    ['headers that come byte by byte', 'GET /readyz HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'a', 408],
    ['a body that comes byte by byte', `POST /api/session HTTP/1.1\r\nHost: x\r\n${length}\r\n{`, ' ', 408],
    ['a body that never comes', `POST /api/session HTTP/1.1\r\nHost: x\r\n${length}\r\n`, '', 408],
    ['something that is not HTTP', 'secret-of-somebody\r\n\r\n', '', 400],
    ['headers larger than any client sends', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, '', 431],
  ])('gets an answer and is disconnected: %s', async (_what, text, trickle, status) => {
    const answer = await answerTo(text, trickle);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const header of ["frame-ancestors 'none'", 'nosniff', 'no-referrer', 'no-store', 'connection: close']) {
      expect(answer.toLowerCase()).toContain(header);
    }
    expect(answer).not.toContain('secret-of-somebody');
  });

  it('does not delay others: the server answers while 200 slow clients are connected', async () => {
    const slow = Array.from({ length: 200 }, () => answerTo('GET /readyz HTTP/1.1\r\nX-Slow: ', 'a'));
    expect((await lanyard.browser().get('/readyz')).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toContain(' 408 ');
  });
});

describe('a proxy', () => {
  it('that is not listed is reported once in the log, when it first sends a forwarding header', async () => {
    const lanyard = await startLanyard({ settings: { LANYARD_TRUSTED_PROXIES: '192.0.2.1' } });
    const warnings = () => lanyard.logs().match(/not in LANYARD_TRUSTED_PROXIES/g)?.length ?? 0;
    await lanyard.browser().get('/readyz');
    expect(warnings()).toBe(0);
    await lanyard.browser().get('/readyz', { 'x-forwarded-for': '203.0.113.99' });
    await lanyard.browser().get('/readyz', { forwarded: 'for=203.0.113.98' });
    expect(warnings()).toBe(1);
    // What the header says is the client's word, and does not reach the log.
    expect(lanyard.logs()).not.toContain('203.0.113.9');
    await lanyard.stop();
  });

  it('that is listed is trusted, and the log does not mention it', async () => {
    const lanyard = await startLanyard({ settings: { LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' } });
    await lanyard.browser().get('/readyz', { 'x-forwarded-for': '203.0.113.99' });
    expect(lanyard.logs()).not.toContain('LANYARD_TRUSTED_PROXIES');
    await lanyard.stop();
  });
});

describe('keep-alive connections', () => {
  it('count while they are idle: the 1,001st of an address is closed, and works when another one ends', async () => {
    const lanyard = await startLanyard();
    const port = Number(new URL(lanyard.url).port);
    const request = 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n';
    const open = async () => {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      socket.on('error', () => undefined);
      const answer = new Promise<string>((resolve) => {
        socket.once('data', (chunk) => resolve(String(chunk)));
        socket.once('close', () => resolve('closed'));
      });
      socket.write(request);
      return { socket, answer: await answer };
    };
    const idle = [];
    for (let part = 0; part < 10; part += 1) idle.push(...(await Promise.all(Array.from({ length: 100 }, open))));
    expect(idle.filter(({ answer }) => answer.startsWith('HTTP/1.1 200'))).toHaveLength(1_000);
    expect((await open()).answer).toBe('closed');
    idle[0]?.socket.destroy();
    await expect.poll(async () => (await open()).answer.slice(0, 12)).toBe('HTTP/1.1 200');
    for (const { socket } of idle) socket.destroy();
    await lanyard.stop();
  });
});
