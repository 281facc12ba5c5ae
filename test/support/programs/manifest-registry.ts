import { createHash } from 'node:crypto';
import { type HttpServer, serveHttp } from './serve-http.ts';

/** A registry with manifests and a catalogue. A test sets its tags and can read which requests it got. */
export interface ManifestRegistry extends HttpServer {
  /** Returns the digest of the manifest with this text. */
  hold(repository: string, text: string, tag?: string): string;
  setTag(repository: string, tag: string, digest: string): void;
  /** The method and path of each request since the last call. */
  asked(): readonly string[];
  /** Answers everything with this status. Undefined makes it work again. */
  fail(status: number | undefined): void;
}

/** Two names on each page, in whatever order a client asks. */
function catalogue(paths: Iterable<string>, url: string): string {
  const last = new URL(url, 'http://registry').searchParams.get('last') ?? '';
  const names = new Set([...paths].map((path) => path.slice('/v2/'.length, path.indexOf('/manifests/'))));
  return JSON.stringify({
    repositories: [...names]
      .sort()
      .filter((name) => name > last)
      .slice(0, 2),
  });
}

export async function serveManifests(): Promise<ManifestRegistry> {
  const manifests = new Map<string, string>();
  let asked: string[] = [];
  let fault: number | undefined;
  const server = await serveHttp((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = (status: number, body = '') => void response.writeHead(status).end(body);
    if (fault !== undefined) return answer(fault);
    if (request.url === '/v2/') return answer(200);
    if (request.url?.startsWith('/v2/_catalog?')) return answer(200, catalogue(manifests.keys(), request.url));
    const text = manifests.get(request.url ?? '');
    return text === undefined ? answer(404) : answer(200, text);
  });
  const at = (repository: string, reference: string) => `/v2/${repository}/manifests/${reference}`;
  const setTag = (repository: string, tag: string, digest: string) =>
    void manifests.set(at(repository, tag), manifests.get(at(repository, digest)) ?? '');
  return {
    ...server,
    hold: (repository, text, tag) => {
      const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
      manifests.set(at(repository, digest), text);
      if (tag !== undefined) setTag(repository, tag, digest);
      return digest;
    },
    setTag,
    asked: () => {
      const before = asked;
      asked = [];
      return before;
    },
    fail: (status) => {
      fault = status;
    },
  };
}
