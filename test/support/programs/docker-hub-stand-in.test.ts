import { mkdir } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDockerHubStandIn } from './docker-hub-stand-in.ts';
import { describeWith } from './installed-programs.ts';
import { type HttpServer, serveHttp } from './serve-http.ts';
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts';

const refreshToken = 'refresh-of-the-stand-in';
const accessTokenSecret = 'access-token-of-the-stand-in';
const unsigned = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const signature = Buffer.alloc(256, 1).toString('base64url');
const hubClaims = { uuid: 'u', email: 'h@example.com', username: 'stand-in', source: 'docker', session_id: 's' };
const jwt = `${unsigned({ alg: 'RS256', typ: 'JWT' })}.${unsigned({ 'https://hub.docker.com': hubClaims })}.${signature}`;

interface ReceivedForm {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

interface FakeHub extends HttpServer {
  forms(): readonly ReceivedForm[];
}

/** Docker Hub as the docker CLI sees it: one device login. `decision` is the answer after a first pending one. */
async function fakeHub(decision: { readonly status: number; readonly body: object }): Promise<FakeHub> {
  const forms: ReceivedForm[] = [];
  const { promise: listening, resolve: isListening } = Promise.withResolvers<string>();
  const basic = `Basic ${Buffer.from(`stand-in:${accessTokenSecret}`).toString('base64')}`;
  const answers: Record<string, (request: IncomingMessage, url: string) => readonly [number, object, object?]> = {
    'POST /oauth/device/code': (_request, url) => [200, deviceCode(url)],
    'POST /oauth/token': () =>
      polls() > 1 ? [decision.status, decision.body] : [403, { error: 'authorization_pending' }],
    'POST /oauth/revoke': () => [200, {}],
    'POST /v2/access-tokens/desktop-generate': ({ headers }) =>
      headers.authorization === `Bearer ${jwt}` ? [201, { data: { token: accessTokenSecret } }] : [401, {}],
    'GET /token': ({ headers }) => (headers.authorization === basic ? [200, { token: 'registry-token' }] : [401, {}]),
    'GET /v2/': ({ headers }, url) =>
      headers.authorization === 'Bearer registry-token'
        ? [200, {}]
        : [401, {}, { 'WWW-Authenticate': `Bearer realm="${url}/token",service="fake"` }],
  };
  const polls = () => forms.filter(({ path }) => path === '/oauth/token').length;
  const server = await serveHttp(async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const body = await text(request);
    if (path.startsWith('/oauth/')) forms.push({ path, form: Object.fromEntries(new URLSearchParams(body)) });
    const [status, json, headers = {}] = answers[`${request.method} ${path}`]?.(request, await listening) ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  });
  isListening(server.url);
  return { ...server, forms: () => [...forms] };
}

function deviceCode(url: string): object {
  const verification = {
    verification_uri: `${url}/activate`,
    verification_uri_complete: `${url}/activate?user_code=ABCD-EFGH`,
  };
  return { device_code: 'device-code', user_code: 'ABCD-EFGH', ...verification, expires_in: 600, interval: 1 };
}

describeWith(['docker'], 'a stand-in for Docker Hub', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder?.remove());

  async function newFolder(name: string): Promise<string> {
    const path = join(folder.path, name);
    await mkdir(path);
    return path;
  }

  it('lets docker log in by browser, store the login, and log out', async () => {
    const tokens = {
      access_token: jwt,
      id_token: jwt,
      refresh_token: refreshToken,
      expires_in: 600,
      token_type: 'Bearer',
    };
    await using hub = await fakeHub({ status: 200, body: { ...tokens, scope: 'openid offline_access' } });
    await using standIn = await startDockerHubStandIn(await newFolder('stand-in'), hub.url);
    const docker = await standIn.docker('docker');

    const { session: login, userCode, url } = await docker.startLogin();
    expect({ userCode, url }).toEqual({ userCode: 'ABCD-EFGH', url: `${hub.url}/activate?user_code=ABCD-EFGH` });
    expect(await login.exitCode()).toBe(0);
    expect(login.text()).toContain('Login Succeeded');
    expect(await docker.stored()).toEqual({
      name: 'stand-in',
      secret: accessTokenSecret,
      accessToken: jwt,
      refreshToken,
      clientId: hub.forms()[0]?.form.client_id,
    });

    const logout = docker.run('logout');
    expect(await logout.exitCode()).toBe(0);
    expect(logout.text()).not.toContain('WARNING');
    expect(await docker.storedServers()).toEqual([]);
    expect(hub.forms().at(-1)).toMatchObject({ path: '/oauth/revoke', form: { token: refreshToken } });
    expect(standIn.requests().map(({ method, host, path, status }) => `${method} ${host}${path} ${status}`)).toEqual([
      'POST login.docker.com/oauth/device/code 200',
      'POST login.docker.com/oauth/token 403',
      'POST login.docker.com/oauth/token 200',
      'POST hub.docker.com/v2/access-tokens/desktop-generate 201',
      'GET registry-1.docker.io/v2/ 401',
      'GET registry-1.docker.io/v2/ 200',
      'POST login.docker.com/oauth/revoke 200',
    ]);
  });

  it('makes docker print why the login is refused, and store nothing', async () => {
    const refusal = { error: 'access_denied', error_description: 'the stand-in refuses' };
    await using hub = await fakeHub({ status: 403, body: refusal });
    await using standIn = await startDockerHubStandIn(await newFolder('refusing'), hub.url);
    const docker = await standIn.docker('docker');
    const login = docker.run('login');
    expect(await login.exitCode()).toBe(1);
    expect(login.text()).toContain('failed waiting for authentication: the stand-in refuses');
    expect(await docker.storedServers()).toEqual([]);
  });
});
