import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorAnswers } from '../api/error-schema.ts';
import { defineRoute, type Route } from '../route.ts';

const STYLE = readFileSync(new URL('./activate.css', import.meta.url), 'utf8');

export const activateCssRoute: Route = defineRoute({
  method: 'GET',
  path: '/activate.css',
  surface: 'plain',
  summary: 'The style of the activation page',
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
    body: STYLE,
    headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=300' },
  }),
});
