import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type HttpServer, serveHttp } from './serve-http.ts';

export interface ScanRequest {
  readonly registry: { readonly url: string; readonly authorization: string };
  readonly artifact: { readonly repository: string; readonly digest: string; readonly mime_type: string };
  readonly enabled_capabilities: readonly { readonly type: 'vulnerability' | 'sbom' }[];
}

type Respond = (response: ServerResponse) => void;

/** How the scanner answers, instead of as it should. */
export interface ScannerMisbehaviour {
  readonly metadata?: Respond;
  readonly scan?: Respond;
  readonly report?: Respond;
}

/** A scanner as the OpenAPI of goharbor/pluggable-scanner-spec 1.2 describes it. Each report is ready at the second poll. */
export interface ScannerStandIn extends HttpServer {
  readonly requests: ScanRequest[];
  /** The headers of each request. */
  readonly asked: {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly apiKey: string | string[] | undefined;
  }[];
  /** When its database was made. */
  database: string;
  /** What it finds in every image. */
  vulnerabilities: object[] | null;
  misbehave(misbehaviour: ScannerMisbehaviour): void;
}

const REPORT = 'application/vnd.security.vulnerability.report; version=1.1';
const SBOM = 'application/vnd.security.sbom.report+json; version=1.0';
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const SCANNER = { name: 'Stand-in', vendor: 'Lanyard', version: '1.0' };

export async function startScannerStandIn(): Promise<ScannerStandIn> {
  const requests: ScanRequest[] = [];
  const asked: ScannerStandIn['asked'][number][] = [];
  const polls = new Map<string, number>();
  let misbehaviour: ScannerMisbehaviour = {};

  const send = (response: ServerResponse, status: number, type: string, body: object) =>
    void response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  const accept = async (request: IncomingMessage, response: ServerResponse) => {
    requests.push(JSON.parse(await text(request)));
    send(response, 202, 'application/vnd.scanner.adapter.scan.response+json; version=1.1', {
      id: `scan ${requests.length}`,
    });
  };
  const answerReport = (id: string, accepts: string, response: ServerResponse) => {
    const polled = (polls.get(`${id} ${accepts}`) ?? 0) + 1;
    polls.set(`${id} ${accepts}`, polled);
    const { artifact } = requests[Number(id.split(' ')[1]) - 1] ?? {};
    const common = { generated_at: standIn.database, artifact, scanner: SCANNER };
    if (polled === 1) response.writeHead(302, { 'refresh-after': '0', location: '/elsewhere' }).end();
    else if (accepts === SBOM) send(response, 200, SBOM, { ...common, media_type: CYCLONE_DX, sbom: DOCUMENT });
    else send(response, 200, REPORT, { ...common, severity: 'High', vulnerabilities: standIn.vulnerabilities });
  };
  const server = await serveHttp((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    const { authorization, 'x-scanneradapter-api-key': apiKey } = request.headers;
    asked.push({ path: pathname, authorization, apiKey });
    const [, id] = /^\/api\/v1\/scan\/([^/]+)\/report$/.exec(pathname) ?? [];
    if (pathname === '/api/v1/metadata')
      (misbehaviour.metadata ?? ((to) => send(to, 200, METADATA, metadataOf(standIn.database))))(response);
    else if (pathname === '/api/v1/scan')
      void (misbehaviour.scan ? misbehaviour.scan(response) : accept(request, response));
    else if (id !== undefined)
      (misbehaviour.report ?? ((to) => answerReport(decodeURIComponent(id), request.headers.accept ?? '', to)))(
        response,
      );
    else response.writeHead(404).end();
  });
  const standIn: ScannerStandIn = {
    ...server,
    requests,
    asked,
    database: '2026-11-01T08:00:00Z',
    vulnerabilities: null,
    misbehave: (as) => {
      misbehaviour = as;
    },
  };
  return standIn;
}

const METADATA = 'application/vnd.scanner.adapter.metadata+json; version=1.1';
const CYCLONE_DX = 'application/vnd.cyclonedx+json';
const DOCUMENT = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ name: 'zlib', version: '1.2' }] };

function metadataOf(database: string) {
  const sbom = { sbom_media_types: ['application/spdx+json', CYCLONE_DX] };
  return {
    scanner: SCANNER,
    capabilities: [
      { type: 'vulnerability', consumes_mime_types: MANIFESTS, produces_mime_types: [REPORT] },
      { type: 'sbom', consumes_mime_types: MANIFESTS, produces_mime_types: [SBOM], additional_attributes: sbom },
    ],
    properties: { 'harbor.scanner-adapter/vulnerability-database-updated-at': database },
  };
}
