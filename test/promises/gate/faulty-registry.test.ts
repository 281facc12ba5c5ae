import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { type BuiltInGate, startBuiltInGate } from '../../support/lanyard/start-built-in-gate.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { freePort, type HttpServer, serveHttp } from '../../support/programs/serve-http.ts';

/** Long enough for this machine to work in, whatever else it does. */
const SILENCE_SECONDS = 2;

describe('the built-in gate in front of a faulty registry', () => {
  let lanyard: Lanyard;
  let registry: HttpServer;
  let gate: BuiltInGate;
  let acme: SampleAccount;
  let registryToken: string;
  let answer: RequestListener;

  beforeAll(async () => {
    lanyard = await startLanyard();
    registry = await serveHttp((request, response) => answer(request, response));
    gate = await startBuiltInGate(lanyard, { upstream: registry.url, upstreamSeconds: SILENCE_SECONDS });
    acme = await sampleAccount(lanyard, 'acme');
    await acme.browser.post('/api/repositories', { name: 'acme/app' });
    const { secret } = await sampleToken(acme, { actions: ['pull', 'push'] });
    const scopes = ['repository:acme/app:pull,push'];
    registryToken = (await requestToken(lanyard, { credential: `acme:${secret}`, scopes })).body.token;
  });
  afterAll(async () => {
    await gate?.[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
    await lanyard?.stop();
  });

  const ask = (path: string, options: RequestInit = {}) =>
    fetch(`${gate.url}/v2/acme/app/${path}`, {
      ...options,
      headers: { authorization: `Bearer ${registryToken}`, 'content-type': 'application/octet-stream' },
    });

  /** One more request is recorded after all before it, so what is missing then was not recorded. */
  async function recorded(): Promise<readonly string[]> {
    answer = (_request, response) => void response.end('sound');
    const reference = `sound-${Math.random().toString(36).slice(2)}`;
    expect(await (await ask(`manifests/${reference}`)).text()).toBe('sound');
    const references = async () => {
      const { body } = await acme.browser.get('/api/repository/passages?name=acme/app&pageSize=100');
      return (body.passages as readonly { reference: string }[]).map((passage) => passage.reference);
    };
    await expect.poll(references, { timeout: 10_000 }).toContain(reference);
    return (await references()).filter((name) => !name.startsWith('sound-'));
  }

  async function expectUnavailable(response: Response): Promise<void> {
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      errors: [{ code: 'UNAVAILABLE', message: expect.any(String), detail: null }],
    });
  }

  it('answers as a registry does if it never gets an answer to a pull or a push, and records nothing', async () => {
    answer = () => undefined;
    const asked = [
      ask('manifests/silent'),
      ask('manifests/silent', { method: 'PUT', body: '{}' }),
      ask('blobs/uploads/', { method: 'POST' }),
    ];
    for (const response of await Promise.all(asked)) await expectUnavailable(response);
    expect(await recorded()).toEqual([]);
  });

  it('answers so too if the registry closes the connection instead of an answer, also in the middle of an upload', async () => {
    answer = (request) => void request.once('data', () => request.destroy()).once('end', () => request.destroy());
    await expectUnavailable(await ask('manifests/closed'));
    await expectUnavailable(await ask('manifests/closed', { method: 'PUT', body: '{}' }));
    expect(await recorded()).toEqual([]);
  });

  it('answers so too if nothing listens at the address of the registry', async () => {
    await using away = await startBuiltInGate(lanyard, { upstream: `http://127.0.0.1:${await freePort()}` });
    const headers = { authorization: `Bearer ${registryToken}` };
    await expectUnavailable(await fetch(`${away.url}/v2/acme/app/manifests/v1`, { headers }));
    expect(await recorded()).toEqual([]);
  });

  it('ends an answer that stops or breaks off in the middle, so that no client takes it for whole', async () => {
    const begin = (response: ServerResponse, headers: Record<string, string>) => {
      response.writeHead(200, headers);
      response.write('half');
    };
    const bounded = { 'content-length': '1000' };
    answer = ({ url = '' }, response) => {
      begin(response, url.includes('bounded') ? bounded : {});
      if (url.includes('closes')) setImmediate(() => response.destroy());
    };
    const halves = ['bounded-stops', 'bounded-closes', 'chunked-stops', 'chunked-closes'].map(async (name) =>
      (await ask(`manifests/${name}`)).text(),
    );
    for (const half of await Promise.allSettled(halves)) expect(half.status).toBe('rejected');
    expect(await recorded()).toEqual([]);
  });

  it('passes on an answer that comes in drops, and an upload that takes longer than a registry may be silent', async () => {
    answer = async (request: IncomingMessage, response) => {
      let length = 0;
      for await (const chunk of request) length += chunk.length;
      response.writeHead(201);
      for (const drop of `took ${length}`) {
        await delay(50);
        response.write(drop);
      }
      response.end();
    };
    const body = new ReadableStream({
      async pull(controller) {
        await delay((SILENCE_SECONDS * 1000) / 6);
        controller.enqueue(Buffer.from('drop'));
        sent += 1;
        if (sent === 8) controller.close();
      },
    });
    let sent = 0;
    const slow = await ask('blobs/uploads/1?digest=x', { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect([slow.status, await slow.text()]).toEqual([201, 'took 32']);
  });

  it('refuses what no client sends, and shows the registry none of it', async () => {
    const shown: string[] = [];
    answer = ({ method, url }, response) => {
      shown.push(`${method} ${url}`);
      response.end();
    };
    const line = `Authorization: Bearer ${registryToken}`;
    const manifest = '/v2/acme/app/manifests/v1';
    for (const [method, path, ...headers] of [
      ['GET', manifest, line, line],
      ['GET', manifest, line, 'Authorization: Basic eDp5'],
      ['GET', manifest, 'Authorization: Basic eDp5', line],
      ['GET', manifest, `${line}, Bearer x`],
      ['GET', manifest],
      ['OPTIONS', manifest, line],
      ['TRACE', manifest, line],
      ['LINK', manifest, line],
      ['PROPFIND', manifest, line],
      ['POST', manifest, line],
      ['PATCH', manifest, line],
      ['CONNECT', 'acme.example:443', line],
      ['BREW', manifest, line],
      ['GET', '/v2/acme/app/../app/manifests/v1', line],
      ['GET', '/v2//acme/app/manifests/v1', line],
      ['GET', '/v2/acme%2Fapp/manifests/v1', line],
      ['GET', '/v2/acme/app/manifests/v1%00', line],
      ['GET', '//v2/acme/app/manifests/v1', line],
      ['GET', `http://other.example${manifest}`, line],
      ['GET', '/debug/vars', line],
      ['GET', '*', line],
      ['OPTIONS', '*', line],
    ] as const) {
      const status = await statusOf(method, path, headers);
      expect([method, path, headers.length, status]).toEqual([
        method,
        path,
        headers.length,
        expect.stringMatching(/^(40[0134]|405|closed)$/),
      ]);
    }
    expect(shown).toEqual([]);
    expect(await statusOf('GET', manifest, [line])).toBe('200');
    expect(shown).toEqual([`GET ${manifest}`]);
  });

  /** As written here, which no HTTP client would send. `closed` if the gate closes the connection without an answer. */
  async function statusOf(method: string, path: string, headers: readonly string[]): Promise<string> {
    const socket = connect(gate.port, '127.0.0.1').setEncoding('latin1');
    const lines = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${gate.port}`, 'Connection: close', ...headers];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    let text = '';
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    await once(socket, 'close');
    return /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 'closed';
  }
});
