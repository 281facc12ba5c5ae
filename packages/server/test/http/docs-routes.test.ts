import { docsRoutesOf } from '@lanyard/server/protocols/pages/docs-routes';
import { expect, it } from 'vitest';

it('a server whose documentation is not built answers with a page that says what to do', async () => {
  const [pages] = docsRoutesOf(new URL('nowhere/', import.meta.url));
  const answer = await pages?.handle({ raw: { url: '/docs/', headers: {} } } as never);
  expect(answer).toMatchObject({ status: 503, headers: { 'Cache-Control': 'no-store' } });
  expect(answer?.headers?.['Content-Type']).toContain('text/html');
  expect(answer?.body).toContain('npm start');
});
