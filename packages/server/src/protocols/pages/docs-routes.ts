import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { HTML, messagePage } from './page.ts';

/** The folder of the build of packages/docs. */
export const DOCS_FOLDER = new URL('../../../../docs/dist/', import.meta.url);

const shared = {
  method: 'GET',
  surface: 'page',
  credential: 'none',
  scope: 'anyone',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'public',
  request: {},
} as const;

export const docsRoutes: readonly Route[] = docsRoutesOf(DOCS_FOLDER);

/** The pages in a folder, with redirects to them. */
export function docsRoutesOf(folder: URL): readonly Route[] {
  return [pagesIn(folder), redirect('/docs', '/docs/'), redirect('/api/docs', '/docs/api/')];
}

function pagesIn(folder: URL): Route {
  /** Only these files are ever read, whatever an address says. */
  let addresses: ReadonlySet<string> | undefined;
  return defineRoute({
    ...shared,
    path: '/docs/*',
    summary: 'The documentation',
    answers: { 200: z.string(), 304: z.undefined(), 308: z.string(), 404: z.string(), 503: z.string() },
    handle: async ({ raw }) => {
      addresses ??= builtAddresses(folder);
      if (addresses === undefined) return UNBUILT;
      const [address = ''] = raw.url.replace(/^\/docs\//, '').split('?');
      if (addresses.has(address)) return page(raw, new URL(`${address}index.html`, folder));
      if (addresses.has(`${address}/`)) return redirectTo(`/docs/${address}/`);
      const missing = page(raw, new URL('404.html', folder));
      return { ...missing, status: 404, headers: { ...missing.headers, 'Cache-Control': 'no-store' } };
    },
  });
}

function redirect(path: string, target: string): Route {
  return defineRoute({
    ...shared,
    path,
    summary: `Redirects to ${target}`,
    answers: { 308: z.string() },
    handle: async () => redirectTo(target),
  });
}

const redirectTo = (target: string): Answer => ({ status: 308, body: '', headers: { Location: target } });

function builtAddresses(folder: URL): ReadonlySet<string> | undefined {
  if (!existsSync(new URL('404.html', folder))) return undefined;
  const files = globSync('**/index.html', { cwd: fileURLToPath(folder) });
  return new Set(files.map((path) => path.replaceAll('\\', '/').replace(/index\.html$/, '')));
}

const UNBUILT: Answer = {
  status: 503,
  body: messagePage(
    'Not built',
    'The documentation is not built on this machine. Start the server with: npm start. The same pages are in the folder docs',
  ),
  headers: { ...HTML, 'Cache-Control': 'no-store' },
};

/** The build has compressed it already. */
function page({ headers }: FastifyRequest, file: URL): Answer {
  const accepted = String(headers['accept-encoding'] ?? '');
  const [encoding, end = ''] = /\bbr\b/.test(accepted)
    ? ['br', '.br']
    : /\bgzip\b/.test(accepted)
      ? ['gzip', '.gz']
      : [];
  const path = new URL(`${file.href}${end}`);
  const { size, mtimeMs } = statSync(path);
  const cached = { ETag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`, Vary: 'Accept-Encoding' };
  if (headers['if-none-match'] === cached.ETag) return { status: 304, headers: cached };
  const body = readFileSync(path);
  return { status: 200, body, headers: { ...HTML, ...cached, ...(encoding && { 'Content-Encoding': encoding }) } };
}
