import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

describe('a client that sends slowly, or no HTTP', () => {
  let lanyard: Lanyard;
  beforeAll(async () => {
    lanyard = await startLanyard({ settings: { LANYARD_REQUEST_SECONDS: '1' } });
  });
  afterAll(() => lanyard?.stop());

  /** What comes back for this text, with a byte more each 200 ms; resolves when the server closes the connection. */
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
    ['headers a byte at a time', 'GET /readyz HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'a', 408],
    ['a body a byte at a time', `POST /api/session HTTP/1.1\r\nHost: x\r\n${length}\r\n{`, ' ', 408],
    ['a body that never comes', `POST /api/session HTTP/1.1\r\nHost: x\r\n${length}\r\n`, '', 408],
    ['no HTTP', 'secret-of-somebody\r\n\r\n', '', 400],
    ['headers larger than any client sends', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, '', 431],
  ])('is answered and let go: %s', async (_what, text, trickle, status) => {
    const answer = await answerTo(text, trickle);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const header of ["frame-ancestors 'none'", 'nosniff', 'no-referrer', 'no-store', 'connection: close']) {
      expect(answer.toLowerCase()).toContain(header);
    }
    expect(answer).not.toContain('secret-of-somebody');
  });

  it('keeps nobody else waiting: 200 slow clients, and another one is served', async () => {
    const slow = Array.from({ length: 200 }, () => answerTo('GET /readyz HTTP/1.1\r\nX-Slow: ', 'a'));
    expect((await lanyard.browser().get('/readyz')).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toContain(' 408 ');
  });
});
