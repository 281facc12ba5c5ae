import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';

/** The few files that pages made by the server need; those of packages/web are served from its build. */
export const fileRoutes: readonly Route[] = [
  fileRoute('/activate.css', 'text/css; charset=utf-8', 'The style of the activation page'),
  fileRoute('/icon.svg', 'image/svg+xml', 'The mark of Lanyard'),
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
    answers: { 200: z.string(), ...errorAnswers },
    handle: async () => ({
      status: 200,
      body: content,
      headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=300' },
    }),
  });
}
