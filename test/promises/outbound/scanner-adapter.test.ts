import { ScanFault } from '@lanyard/core/scans/scan-fault';
import { parseVulnerabilityReport } from '@lanyard/core/scans/vulnerability';
import { Secret } from '@lanyard/core/secret';
import { createScannerAdapter } from '@lanyard/server/outbound/scanner-adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ScannerMisbehaviour,
  type ScannerStandIn,
  startScannerStandIn,
} from '../../support/programs/scanner-stand-in.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const ARTIFACT = {
  registryUrl: 'http://127.0.0.1:5000',
  token: 'a-registry-token',
  repository: 'acme/app',
  digest: DIGEST,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
};

describe('a scanner with an adapter for Harbor', () => {
  let scanner: ScannerStandIn;
  beforeAll(async () => {
    scanner = await startScannerStandIn();
  });
  afterAll(() => scanner[Symbol.asyncDispose]());

  async function scan(misbehaviour: ScannerMisbehaviour) {
    scanner.misbehave(misbehaviour);
    const adapter = createScannerAdapter({ url: `${scanner.url}/api/v1/`, token: undefined, authentication: 'bearer' });
    const wanted = { type: 'vulnerability', mediaType: (await adapter.metadata()).reportType } as const;
    const id = await adapter.begin(ARTIFACT, wanted);
    for (let polls = 0; polls < 3; polls += 1) {
      const answer = await adapter.report(id, wanted);
      if (answer.is === 'report') return parseVulnerabilityReport(answer.text, DIGEST);
    }
    throw new Error('the report was never ready');
  }

  it('reports what it finds, and a list that is null or missing is empty', async () => {
    scanner.vulnerabilities = [{ id: 'CVE-1', package: 'zlib', version: '1', fix_version: '2', severity: 'HIGH' }];
    expect(await scan({})).toMatchObject({ counts: { high: 1 }, fixableCounts: { high: 1 } });
    scanner.vulnerabilities = null;
    expect((await scan({})).vulnerabilities).toEqual([]);
    const without = JSON.stringify({ scanner: {}, generated_at: '2026-11-01T08:00:00Z' });
    expect((await scan({ report: (to) => to.end(without) })).vulnerabilities).toEqual([]);
  });

  it('that knows only an older version of the interface is used as well', async () => {
    const type = 'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0';
    const old = { scanner: { name: 'Old' }, capabilities: [{ produces_mime_types: [type] }] };
    scanner.misbehave({ metadata: (to) => to.end(JSON.stringify(old)) });
    const metadata = await createScannerAdapter({
      url: scanner.url,
      token: undefined,
      authentication: 'bearer',
    }).metadata();
    expect(metadata).toEqual({
      engine: 'Old',
      tellsDatabase: false,
      reportType: type,
      sbomType: null,
      consumes: [],
    });
  });

  it.each([
    ['bearer', 'a-secret', 'Bearer a-secret', undefined],
    ['basic', 'lanyard:a:secret', `Basic ${Buffer.from('lanyard:a:secret').toString('base64')}`, undefined],
    ['api-key', 'a-secret', undefined, 'a-secret'],
  ] as const)('gets the secret of the operator as Harbor sends it: %s', async (authentication, secret, bearer, key) => {
    scanner.misbehave({});
    const adapter = createScannerAdapter({ url: scanner.url, token: new Secret(secret), authentication });
    await adapter.metadata();
    await adapter.begin(ARTIFACT, { type: 'vulnerability', mediaType: 'application/json' });
    for (const { authorization, apiKey } of scanner.asked.slice(-2))
      expect([authorization, apiKey]).toEqual([bearer, key]);
  });

  it.each([
    ['answers 500', { report: (to) => to.writeHead(500).end('a secret') }, 'answered 500'],
    ['has forgotten the scan', { report: (to) => to.writeHead(404).end() }, 'answered 404'],
    ['refuses the scan', { scan: (to) => to.writeHead(422).end('no') }, 'answered 422'],
    ['redirects elsewhere', { scan: (to) => to.writeHead(307, { location: '/x' }).end() }, 'answered 307'],
    ['gives no id', { scan: (to) => to.writeHead(202).end('{}') }, 'no id'],
    ['sends garbage', { report: (to) => to.end('{"vulnerabilities": [') }, 'not JSON'],
    ['sends an error with status 200', { report: (to) => to.end('{"error": {}}') }, 'other than a report'],
    ['sends a number', { report: (to) => to.end('7') }, 'other than a report'],
    ['lists texts', { report: (to) => to.end('{"scanner": {}, "vulnerabilities": ["x"]}') }, 'other than vuln'],
    ['sends a page', { report: (to) => to.setHeader('content-type', 'text/html').end('<p>') }, 'media type'],
    [
      'ends early',
      { report: (to) => to.writeHead(200, { 'content-length': '9' }).write('{', () => to.destroy()) },
      'ended early',
    ],
    ['closes the connection', { scan: (to) => to.destroy() }, 'does not answer'],
    ['is of another kind', { metadata: (to) => to.end('{"capabilities": [{"type": "sbom"}]}') }, 'no report about'],
    [
      'sends the report of another image',
      { report: (to) => to.end('{"artifact": {"digest": "sha256:b"}, "vulnerabilities": []}') },
      'another image',
    ],
  ] as const satisfies readonly (readonly [string, ScannerMisbehaviour, string])[])(
    'R53: that %s makes the scan fail, so that nobody believes that nothing was found',
    async (_, misbehaviour, fault) => {
      const error = await scan(misbehaviour).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ScanFault);
      expect((error as ScanFault).message).toContain(fault);
      expect((error as ScanFault).message).not.toContain('secret');
    },
  );
});
