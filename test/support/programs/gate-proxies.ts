import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { untilListening } from './haproxy.ts';
import { executableOf, type ProgramName } from './installed-programs.ts';
import { startProcess } from './start-process.ts';
import type { PrivateAuthority } from './tls-front.ts';

export type TestedProxy = 'nginx' | 'caddy' | 'haproxy';

export interface GateProxyOptions {
  /** A new, empty folder. */
  readonly folder: string;
  readonly authority: PrivateAuthority;
  /** The configuration that the product prints for the proxy. For HAProxy, also its script. */
  readonly configuration: string;
  readonly script?: string;
}

export interface RunningProxy {
  logs(): string;
  stop(): Promise<void>;
}

/** Starts the proxy with the printed configuration. Only the paths of its files differ. */
export async function startGateProxy(proxy: TestedProxy, options: GateProxyOptions): Promise<RunningProxy> {
  const { folder, authority } = options;
  const pem = join(folder, 'both.pem');
  const parts = await Promise.all(
    [authority.serverCertificateFile, authority.serverKeyFile].map((file) => readFile(file)),
  );
  await writeFile(pem, Buffer.concat(parts), { mode: 0o600 });
  const script = join(folder, 'gate.lua');
  const text = options.configuration
    .replaceAll(/\/etc\/lanyard\/tls\/\S+\.crt/g, authority.serverCertificateFile)
    .replaceAll(/\/etc\/lanyard\/tls\/\S+\.key/g, authority.serverKeyFile)
    .replaceAll(/\/etc\/lanyard\/tls\/\S+\.pem/g, pem)
    .replaceAll(/\/etc\/haproxy\/\S+\.lua/g, script);
  if (options.script !== undefined) await writeFile(script, options.script, { mode: 0o600 });
  return START[proxy](folder, text);
}

const START: Readonly<Record<TestedProxy, (folder: string, text: string) => Promise<RunningProxy>>> = {
  nginx: async (folder, text) => {
    await writeFile(join(folder, 'gate.conf'), text);
    const file = join(folder, 'nginx.conf');
    await writeFile(file, nginxAround(folder));
    return startProcess(programOf('nginx'), ['-c', file, '-p', folder], { ready: /start worker process/ });
  },
  caddy: async (folder, text) => {
    const file = join(folder, 'Caddyfile');
    await writeFile(file, `{\n  admin off\n  auto_https disable_redirects\n}\n${text}`);
    const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    const args = ['run', '--config', file, '--adapter', 'caddyfile'];
    return startProcess(programOf('caddy'), args, { ready: /serving initial configuration/, env });
  },
  haproxy: async (folder, text) => {
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, text);
    const started = await startProcess(programOf('haproxy'), ['-f', file, '-V'], { ready: /polling mechanism/ });
    await untilListening(Number(/bind :(\d+)/.exec(text)?.[1]));
    return started;
  },
};

function programOf(name: ProgramName): string {
  const program = executableOf(name);
  if (program === undefined) throw new Error(`${name} is not installed`);
  return program;
}

/** The parts of Debian's own nginx.conf around its `conf.d`. */
function nginxAround(folder: string): string {
  return [
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    `pid ${folder}/nginx.pid;`,
    'error_log stderr notice;',
    'events {}',
    'http {',
    '  access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${folder}/${kind};`),
    `  include ${folder}/gate.conf;`,
    '}',
    '',
  ].join('\n');
}
