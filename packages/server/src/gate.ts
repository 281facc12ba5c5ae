import { Command, CommanderError } from 'commander';
import { AdminError } from './app/admin/admin-world.ts';
import { readConfig } from './app/config.ts';
import { explainFault } from './app/explain-fault.ts';
import { makeLogger } from './app/make-logger.ts';
import { startGate } from './app/start-gate.ts';

interface GateParameters {
  readonly registry: string;
  readonly upstream: string;
  readonly port: string;
  readonly host: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly alone: boolean;
  readonly upstreamSeconds: string;
}

const program = new Command('gate')
  .description('run a gate in front of a registry, which checks every request')
  .requiredOption('--registry <name>', 'the registry, as "admin registry list" names it')
  .requiredOption('--upstream <url>', 'where the registry is, as http://HOST:PORT')
  .requiredOption('--port <port>', 'the port to listen on')
  .option('--host <address>', 'the address to listen on', 'localhost')
  .option('--tls-certificate <file>', 'serve TLS with this certificate (PEM, with its chain)')
  .option('--tls-key <file>', 'the key of the certificate (PEM)')
  .option('--alone', 'the registry has no authentication of its own: do not pass tokens on to it', false)
  .option('--upstream-seconds <seconds>', 'give a request up if the registry is silent for so long', '300')
  .exitOverride()
  .action(serve);

await program.parseAsync(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  process.stderr.write(`${explainFault(error)}\n`);
  process.exit(1);
});

async function serve(parameters: GateParameters): Promise<void> {
  const { tlsCertificate, tlsKey, port, upstream, upstreamSeconds, ...others } = parameters;
  if ((tlsCertificate === undefined) !== (tlsKey === undefined))
    throw new AdminError('--tls-certificate and --tls-key belong together');
  const config = readConfig(process.env);
  const tls = tlsCertificate === undefined ? undefined : { certificate: tlsCertificate, key: tlsKey ?? '' };
  const options = {
    ...others,
    tls,
    port: requirePort(port),
    upstream: requireUpstream(upstream),
    upstreamSeconds: requireSeconds(upstreamSeconds),
  };
  const gate = await startGate(config, options, makeLogger(config.logLevel));
  process.stdout.write(
    `The gate of ${options.registry} serves on ${tls ? 'https' : 'http'}://${options.host}:${port}\n`,
  );
  const stop = () => void gate.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function requirePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new AdminError(`--port must be 1 to 65535, not ${text}`);
}

function requireSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= 86_400) return seconds;
  throw new AdminError(`--upstream-seconds must be 1 to 86400, not ${text}`);
}

function requireUpstream(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new AdminError('--upstream must be http://HOST:PORT');
}
