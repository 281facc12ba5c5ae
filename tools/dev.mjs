import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { pinnedNode, withPinnedNode } from './pinned-node.mjs';
import { ROOT_FOLDER } from './run-command.mjs';

/** The server gives running requests 10 s to end. What still runs after this time is killed. */
const KILL_AFTER_MS = 12_000;
/** Each child leads its own process group, so that everything it started ends with it. Windows has no such groups. */
const HAS_GROUPS = process.platform !== 'win32';

await ensureDependencies();
const port = process.env.LANYARD_PORT ?? '8700';
const address = process.env.LANYARD_PUBLIC_URL ?? `http://localhost:${port}`;
const pagesHost = process.env.LANYARD_HOST ?? 'localhost';
const serverPort = await freePort();
const children = [startServer(), startPages()];

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
for (const child of children) child.once('exit', () => void stop(1));
// npm passes SIGTERM to a shell that does not pass it on. Then only the end of that shell shows that we must end too.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stop(0), 1_000).unref();
sayWhenReady();

/** Starts the server from its source, behind the pages. Node restarts it when one of its files changes. */
function startServer() {
  const parameters = ['--watch', '--watch-preserve-output', 'packages/server/src/main.ts'];
  return start(parameters, ROOT_FOLDER, {
    LANYARD_PORT: String(serverPort),
    LANYARD_HOST: '127.0.0.1',
    LANYARD_PUBLIC_URL: address,
    LANYARD_DRAIN_SECONDS: '0',
  });
}

/** Starts the pages from their source, with hot reload. vite.config.ts passes all other paths to the server. */
function startPages() {
  const vite = join(ROOT_FOLDER, 'node_modules', 'vite', 'bin', 'vite.js');
  const parameters = ['--port', port, '--strictPort', '--host', pagesHost, '--logLevel', 'warn'];
  return start([vite, ...parameters], join(ROOT_FOLDER, 'packages', 'web'), {
    SERVER_BEHIND_PAGES: `http://127.0.0.1:${serverPort}`,
  });
}

function start(parameters, cwd, environment) {
  return spawn(pinnedNode(), parameters, {
    cwd,
    env: { ...withPinnedNode(), ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: HAS_GROUPS,
  });
}

/** Ends both children and then this process. Later signals change nothing. */
async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const gone = running.map((child) => once(child, 'exit'));
  for (const child of children) signalGroup(child, 'SIGTERM');
  await Promise.race([Promise.all(gone), sleep(KILL_AFTER_MS)]);
  for (const child of children) signalGroup(child, 'SIGKILL');
  process.exit(code);
}

/** Does nothing if the group has already ended. */
function signalGroup({ pid }, signal) {
  try {
    process.kill(HAS_GROUPS ? -pid : pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function sayWhenReady() {
  const isReady = (url) =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady(`http://127.0.0.1:${serverPort}/readyz`))) await sleep(100);
  // The server of the pages starts at the same time, and can be slower.
  while (!(await isReady(`http://${pagesHost}:${port}/@vite/client`))) await sleep(100);
  process.stdout.write(`Open ${address}: pages change while you edit, the server restarts. Ctrl-C ends both.\n`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  return free;
}
