import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { WEB_FOLDER } from './web-folder.ts';

/** Names hold a digest of the content, so a browser may keep them for good; the compressed ones were made by the build. */
export async function serveAssets(app: FastifyInstance): Promise<void> {
  const root = fileURLToPath(new URL('assets/', WEB_FOLDER));
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    schemaHide: true,
  });
}
