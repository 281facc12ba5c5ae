import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { HTML } from './html.ts';
import { messagePage } from './page.ts';
import { WEB_FOLDER } from './web-folder.ts';

/** The addresses at which the pages' own router takes over; packages/web/src/router.tsx knows what stands there. */
const PAGE_PATHS = [
  '/',
  '/setup',
  '/sign-in',
  '/signed-in',
  '/forgot-password',
  '/reset-password',
  '/account/*',
  '/organizations',
  '/organizations/*',
] as const;

/** One page for all of them: what it shows is asked for with the session, not baked in. */
export const pageRoutes: readonly Route[] = PAGE_PATHS.map((path) =>
  defineRoute({
    method: 'GET',
    path,
    surface: 'page',
    summary: 'The pages for people',
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
