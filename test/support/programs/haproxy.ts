import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { executableOf } from './installed-programs.ts';
import { startProcess } from './start-process.ts';

export interface Haproxy {
  readonly url: string;
  /** How many times it has noticed that this server came back. */
  timesUp(serverPort: number): number;
  stop(): Promise<void>;
}

/**
 * Balances requests between servers on this machine and checks their `/readyz` five times a second. It repeats no
 * request, and uses an open connection if there is one, so that a test sees every request that a server drops.
 */
export async function startHaproxy(folder: string, port: number, serverPorts: readonly number[]): Promise<Haproxy> {
  const program = executableOf('haproxy');
  if (program === undefined) throw new Error('haproxy is not installed');
  const servers = serverPorts.map((to) => `  server node${to} 127.0.0.1:${to} check inter 200ms fall 1 rise 1`);
  const lines = [
    'defaults',
    '  mode http',
    '  retries 0',
    '  timeout connect 5s',
    '  timeout client 60s',
    '  timeout server 60s',
    // A server that answers slowly does not count as down.
    '  timeout check 10s',
    '  http-reuse always',
    'frontend front',
    `  bind 127.0.0.1:${port}`,
    '  default_backend nodes',
    'backend nodes',
    '  balance roundrobin',
    '  option httpchk GET /readyz',
    '  http-check expect status 200',
    ...servers,
    '',
  ];
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, lines.join('\n'));
  const { logs, stop } = await startProcess(program, ['-f', file, '-V'], { ready: /polling mechanism/ });
  await untilListening(port);
  const timesUp = (to: number) => logs().split(`nodes/node${to} is UP`).length - 1;
  return { url: `http://127.0.0.1:${port}`, timesUp, stop };
}

/** It logs that it polls just before it accepts connections. */
export async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect({ port, host: '127.0.0.1' });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await delay(50);
  }
  throw new Error(`haproxy does not listen on port ${port}`);
}
