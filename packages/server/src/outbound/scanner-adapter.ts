import { isJsonObject, jsonText } from '@lanyard/core/scans/adapter-json';
import { type AdapterMetadata, parseAdapterMetadata } from '@lanyard/core/scans/adapter-metadata';
import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import type { Secret } from '@lanyard/core/secret';
import { Agent, type Dispatcher } from 'undici';
import { discardBody } from './discard-body.ts';

/** An image in a registry that the scanner can reach, and a token to pull it. */
export interface ScannedArtifact {
  readonly registryUrl: string;
  /** A registry token for this repository. */
  readonly token: string;
  /** The full name. */
  readonly repository: string;
  readonly digest: string;
  readonly mediaType: string;
}

/** What a scan is to find, and the media type of its report. */
export interface WantedReport {
  readonly type: 'vulnerability' | 'sbom';
  readonly mediaType: string;
}

export type AdapterAnswer =
  | { readonly is: 'report'; readonly text: string }
  /** Null if it does not say when to ask again. */
  | { readonly is: 'waiting'; readonly afterSeconds: number | null };

/** A scanner with an adapter of Harbor's Pluggable Scanner API 1.2. All functions reject with ScanFault. */
export interface ScannerAdapter {
  metadata(): Promise<AdapterMetadata>;
  /** Asks for a scan. Returns its id. */
  begin(artifact: ScannedArtifact, wanted: WantedReport): Promise<string>;
  report(id: string, wanted: WantedReport): Promise<AdapterAnswer>;
}

export interface AdapterOptions {
  /** As the operator set it. */
  readonly url: string;
  /** Undefined for an adapter without authentication. */
  readonly token: Secret | undefined;
  readonly authentication: AdapterAuthentication;
}

/** The ways that Harbor knows. For Basic, the token is `name:password`. */
export const ADAPTER_AUTHENTICATIONS = ['bearer', 'basic', 'api-key'] as const;
export type AdapterAuthentication = (typeof ADAPTER_AUTHENTICATIONS)[number];

const METADATA = 'application/vnd.scanner.adapter.metadata+json';
const REQUEST = 'application/vnd.scanner.adapter.scan.request+json; version=1.1';
const CYCLONE_DX = 'application/vnd.cyclonedx+json';
const ANSWER_MILLISECONDS = 30_000;
const MAXIMUM_ANSWER_BYTES = 1024 * 1024;
const MAXIMUM_REPORT_BYTES = 64 * 1024 * 1024;
const LONGEST_WAIT_SECONDS = 60;

/**
 * Talks only to the address that the operator set, and follows no redirect: the answer 302 means "not yet", and a scan
 * request has a token for the registry.
 */
export function createScannerAdapter({ url, token, authentication }: AdapterOptions): ScannerAdapter {
  const agent = new Agent({ headersTimeout: ANSWER_MILLISECONDS, bodyTimeout: ANSWER_MILLISECONDS });
  const base = new URL(`${url.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1/`);
  const ask = async (path: string, options: Omit<Dispatcher.RequestOptions, 'path' | 'origin'>) => {
    const target = new URL(path, base);
    const proof = token === undefined ? {} : headersOf(token, authentication);
    const headers = { 'user-agent': 'lanyard', ...proof, ...(options.headers as Record<string, string>) };
    try {
      const address = { origin: target.origin, path: `${target.pathname}${target.search}` };
      return await agent.request({ ...options, ...address, headers });
    } catch (error) {
      throw new ScannerDown(`the scanner does not answer: ${causeOf(error)}`);
    }
  };
  return {
    metadata: async () => {
      // Some adapters know only the older version, and some refuse a type with a version.
      const answer = await ask('metadata', {
        method: 'GET',
        headers: { accept: `${METADATA}, application/json, */*` },
      });
      return parseAdapterMetadata(await textOf(answer, 200, MAXIMUM_ANSWER_BYTES));
    },
    begin: async (artifact, wanted) => {
      const body = JSON.stringify(requestOf(artifact, wanted));
      const answer = await ask('scan', { method: 'POST', headers: { 'content-type': REQUEST }, body });
      return idOf(await textOf(answer, 202, MAXIMUM_ANSWER_BYTES));
    },
    report: async (id, { type, mediaType }) => {
      const query = type === 'sbom' ? `?sbom_media_type=${encodeURIComponent(CYCLONE_DX)}` : '';
      const path = `scan/${encodeURIComponent(id)}/report${query}`;
      const answer = await ask(path, { method: 'GET', headers: { accept: mediaType } });
      if (answer.statusCode === 302) {
        await answer.body.dump();
        return { is: 'waiting', afterSeconds: waitOf(answer.headers['refresh-after']) };
      }
      requireJsonType(String(answer.headers['content-type'] ?? ''), answer);
      return { is: 'report', text: await textOf(answer, 200, MAXIMUM_REPORT_BYTES) };
    },
  };
}

function headersOf(token: Secret, authentication: AdapterAuthentication): Readonly<Record<string, string>> {
  const secret = token.reveal();
  if (authentication === 'api-key') return { 'x-scanneradapter-api-key': secret };
  if (authentication === 'basic') return { authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
  return { authorization: `Bearer ${secret}` };
}

function requestOf({ registryUrl, token, repository, digest, mediaType }: ScannedArtifact, wanted: WantedReport) {
  const parameters = wanted.type === 'sbom' ? { parameters: { sbom_media_types: [CYCLONE_DX] } } : {};
  return {
    registry: { url: registryUrl, authorization: `Bearer ${token}` },
    artifact: { repository, digest, mime_type: mediaType },
    enabled_capabilities: [{ type: wanted.type, produces_mime_types: [wanted.mediaType], ...parameters }],
  };
}

function idOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ScanFault('the scanner answered to a scan request with something that is not JSON');
  }
  const id = isJsonObject(value) ? jsonText(value.id) : '';
  if (id === '' || id.length > 300) throw new ScanFault('the scanner gave the scan no id');
  return id;
}

function waitOf(header: string | readonly string[] | undefined): number | null {
  const seconds = Number(header);
  return typeof header === 'string' && seconds >= 0 ? Math.min(seconds, LONGEST_WAIT_SECONDS) : null;
}

/** A page of a proxy in between is no report, whatever its status is. Errors of adapters have all sorts of types. */
function requireJsonType(type: string, { statusCode, body }: Dispatcher.ResponseData): void {
  if (statusCode !== 200 || /json|vnd\.security\.|vnd\.scanner\./i.test(type) || type === '') return;
  discardBody(body);
  throw new ScanFault('the scanner sent a report of another media type');
}

async function textOf(answer: Dispatcher.ResponseData, status: number, maximumBytes: number): Promise<string> {
  const { statusCode, body } = answer;
  // Some adapters accept a scan with 200 or 201. No text of an error is repeated, because it can contain the token.
  if (statusCode !== status && !(status === 202 && (statusCode === 200 || statusCode === 201))) {
    discardBody(body);
    throw new ScanFault(`the scanner answered ${statusCode}`);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maximumBytes) throw new ScanFault(`the scanner answered more than ${maximumBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    discardBody(body);
    throw error instanceof ScanFault ? error : new ScanFault(`the scanner ended early: ${causeOf(error)}`);
  }
  return Buffer.concat(chunks).toString();
}

function causeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
}
