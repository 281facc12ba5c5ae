import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { DOCS_FOLDER } from './docs-routes.ts';
import { HTML, messagePage } from './page.ts';

/** The folder of the build of packages/web. */
const WEB_FOLDER = new URL('../../../../web/dist/', import.meta.url);

/** The addresses that the pages' own router handles. packages/web/src/router.tsx says what each shows. */
const PAGE_PATHS = [
  '/',
  '/setup',
  '/sign-in',
  '/signed-in',
  '/forgot-password',
  '/reset-password',
  '/invitation',
  '/account/*',
  '/administration',
  '/administration/*',
  '/organizations',
  '/organizations/*',
] as const;

/** The same page for all of them. It contains no data: the page requests that with the session. */
export const pageRoutes: readonly Route[] = PAGE_PATHS.map((path) =>
  defineRoute({
    method: 'GET',
    path,
    surface: 'page',
    summary: 'The web pages',
    credential: 'none',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: {},
    answers: { 200: z.string(), 503: z.string() },
    handle: async () => {
      const index = readIndex();
      if (index !== undefined) return { status: 200, body: index, headers: HTML };
      const text = 'The pages are not built on this machine. Start the server with: npm start';
      return { status: 503, body: messagePage('Not built', text), headers: HTML };
    },
  }),
);

let indexHtml: string | undefined;

function readIndex(): string | undefined {
  const path = new URL('index.html', WEB_FOLDER);
  if (indexHtml === undefined && existsSync(path)) indexHtml = readFileSync(path, 'utf8');
  return indexHtml;
}

/** The few files for pages that the server renders. Those of packages/web come from its build. */
export const fileRoutes: readonly Route[] = [
  fileRoute('/activate.css', 'text/css; charset=utf-8', 'The style of the activation page'),
  fileRoute('/icon.svg', 'image/svg+xml', 'The logo of Lanyard'),
];

function fileRoute(path: string, type: string, summary: string): Route {
  const content = readFileSync(new URL(`.${path}`, import.meta.url), 'utf8');
  return defineRoute({
    method: 'GET',
    path,
    surface: 'plain',
    summary,
    credential: 'none',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'public',
    request: {},
    answers: { 200: z.string() },
    handle: async () => ({
      status: 200,
      body: content,
      headers: { 'Content-Type': type },
    }),
  });
}

/**
 * File names contain a digest of the content, so browsers can cache them permanently. The builds made the compressed
 * files.
 */
export async function serveAssets(app: FastifyInstance): Promise<void> {
  await serveFolder(app, new URL('assets/', WEB_FOLDER), '/assets/');
  await serveFolder(app, new URL('assets/', DOCS_FOLDER), '/docs/assets/');
}

async function serveFolder(app: FastifyInstance, folder: URL, prefix: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: fileURLToPath(folder),
    prefix,
    preCompressed: true,
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    schemaHide: true,
  });
}
