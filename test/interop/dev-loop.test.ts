import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROUTES } from '@lanyard/server/app/route-table';
import { pageRoutes } from '@lanyard/server/protocols/pages/page-routes';
import { expect, it } from 'vitest';
import { freePort } from '../support/programs/serve-http.ts';
import { startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';

const DEV = fileURLToPath(new URL('../../tools/dev.mjs', import.meta.url));

it('npm run dev serves the server and the pages with hot reload at one address, and leaves no process behind', async () => {
  await using folder = await temporaryFolder();
  const port = await freePort();
  const env = { LANYARD_PORT: String(port), LANYARD_DATA_DIR: folder.path };
  const dev = await startProcess(process.execPath, [DEV], { ready: /^Open /m, readyWithinSeconds: 60, env });
  const url = `http://localhost:${port}`;
  try {
    expect(dev.logs()).toContain(`Open ${url}: `);
    expect(await answeredBy(url, 'pages')).toEqual(addressesOf(pageRoutes));
    const others = ROUTES.filter((route) => !pageRoutes.includes(route));
    expect(await answeredBy(url, 'server')).toEqual(addressesOf(others));
    expect(await firstHotReloadMessage(url)).toBe('{"type":"connected"}');
  } finally {
    await dev.stop();
  }
  expect(processesWith(folder.path)).toEqual([]);
});

function addressesOf(routes: typeof ROUTES): readonly string[] {
  return [...new Set(routes.map(({ path }) => path.replace(/:\w+|\*/g, 'x')))].sort();
}

/** The addresses of the route table that the server, or the pages' own server, answers. */
async function answeredBy(url: string, whom: 'server' | 'pages'): Promise<readonly string[]> {
  const answered: string[] = [];
  for (const address of addressesOf(ROUTES)) {
    const { headers } = await fetch(url + address, { redirect: 'manual', headers: { accept: 'text/html' } });
    if (headers.has('x-request-id') === (whom === 'server')) answered.push(address);
  }
  return answered;
}

async function firstHotReloadMessage(url: string): Promise<unknown> {
  const client = await (await fetch(`${url}/@vite/client`)).text();
  const [, token] = /wsToken = "([^"]+)"/.exec(client) ?? [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/?token=${token}`, 'vite-hmr');
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  socket.onmessage = ({ data }) => resolve(data);
  socket.onerror = reject;
  return promise.finally(() => socket.close());
}

/** The processes whose environment contains the text. */
function processesWith(text: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(text));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has ended, or it belongs to another user.
    return '';
  }
}
