import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { attributesOf, receiveTraces, type TraceReceiver } from '../../support/programs/receive-traces.ts';
import { freePort } from '../../support/programs/serve-http.ts';
import { startProcess } from '../../support/programs/start-process.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';

const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));
/** Prints each package of OpenTelemetry that is loaded. */
const SPY = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (specifier, context, next) => {
    if (specifier.startsWith('@opentelemetry/')) process.stdout.write('loaded ' + specifier + '\\n');
    return next(specifier, context);
  } });
`)}`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const spansNamed = ({ spans }: TraceReceiver, name: string) => spans.filter((span) => span.name === name);

describe('traces', () => {
  it('have a span for each request and for its calls of the database, and no name, secret, address or query', async () => {
    await using receiver = await receiveTraces();
    const lanyard = await startLanyard({ settings: { LANYARD_TRACES_URL: receiver.url } });
    const ada = await sampleAccount(lanyard, 'ada-of-the-traces');
    const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
    await requestToken(lanyard, { credential: `${ada.name}:${secret}`, scopes: [`repository:${ada.name}/app:pull`] });
    await lanyard.browser().signIn('somebody-else', 'a wrong password');
    await ada.browser.get(`/api/tokens/${id}?typed=by-somebody`);
    await lanyard.browser().get('/no/such/page-of-anybody', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    await lanyard.stop();
    const [made, given] = ['POST /api/tokens', 'GET /token'].map((name) => spansNamed(receiver, name)[0]);
    expect(made && attributesOf(made)).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/api/tokens',
      'http.response.status_code': 201,
    });
    for (const request of [made, given]) {
      const calls = receiver.spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
      expect(calls.length, request?.name).toBeGreaterThan(0);
      expect(
        calls.filter(({ name, traceId }) => !name.startsWith('database ') || traceId !== request?.traceId),
      ).toEqual([]);
    }
    expect(receiver.spans.map(({ name }) => name)).toContain('database transaction');
    const refused = spansNamed(receiver, 'POST /api/session').map((span) => attributesOf(span)['error.type']);
    expect(refused).toContain('invalid-credential');
    expect(receiver.text()).not.toContain(TRACE);
    expect(receiver.text()).not.toMatch(
      /ada-of|traces\.|somebody|anybody|scope=|repository:|127\.0\.0\.1|::1|lyd_pat_|localhost|wrong|@example/,
    );
    expect(receiver.text()).not.toContain(id);
  });

  it('continue the trace of a trusted proxy, which decides what is sent', async () => {
    await using receiver = await receiveTraces();
    const settings = { LANYARD_TRACES_URL: receiver.url, LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' };
    const lanyard = await startLanyard({ settings });
    const traceparent = (flags: string) => ({ traceparent: `00-${TRACE}-00f067aa0ba902b7-${flags}` });
    await lanyard.browser().get('/readyz', traceparent('01'));
    await lanyard.browser().get('/healthz', traceparent('00'));
    await lanyard.browser().get('/api/session', { traceparent: 'not one' });
    await lanyard.stop();
    const [ready] = spansNamed(receiver, 'GET /readyz');
    expect(ready).toMatchObject({ traceId: TRACE, parentSpanId: '00f067aa0ba902b7' });
    expect(spansNamed(receiver, 'GET /healthz')).toEqual([]);
    expect(spansNamed(receiver, 'GET /api/session')).toHaveLength(1);
  });

  it('cost no request anything while the collector hangs or is gone, and the log says it once', async () => {
    await using receiver = await receiveTraces();
    receiver.hang();
    const gone = `http://127.0.0.1:${await freePort()}/v1/traces`;
    await Promise.all(
      [receiver.url, gone].map(async (url) => {
        const lanyard = await startLanyard({ settings: { LANYARD_TRACES_URL: url } });
        // More than one batch, so that sending begins at once.
        for (let round = 0; round < 6; round += 1) {
          const answers = await Promise.all(Array.from({ length: 100 }, () => lanyard.browser().get('/healthz')));
          expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
        }
        await lanyard.stop();
        expect(lanyard.logs().split('traces do not arrive').length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('load nothing while they are off, except the interface that the metrics load anyway', async () => {
    await using folder = await temporaryFolder();
    const env = { LANYARD_DATA_DIR: folder.path, LANYARD_PORT: String(await freePort()) };
    const server = await startProcess(process.execPath, ['--import', SPY, MAIN], {
      ready: /serves on/,
      readyWithinSeconds: 60,
      env,
    });
    await server.stop();
    expect([...new Set(server.logs().match(/(?<=loaded )@\S+/g))]).toEqual(['@opentelemetry/api']);
  }, 90_000);
});
