import { DomainError } from '@lanyard/core/domain-error';
import { type Config, ConfigError, readConfig } from './app/config.ts';
import { makeLogger } from './app/make-logger.ts';
import { type RunningServer, startServer } from './app/start-server.ts';
import { issueSetupCode } from './features/accounts/setup.ts';

import { MasterKeyError } from './keys/master-key.ts';

const DRAIN_MILLISECONDS = 10_000;

await main().catch(explainAndExit);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startServer(config, makeLogger(config.logLevel));
  stopOnSignal(server);
  print(`Lanyard serves on ${config.publicUrl}`);
  await printSetupCode(config, server);
}

async function printSetupCode(config: Config, { services }: RunningServer): Promise<void> {
  const code = await issueSetupCode(services);
  if (!code) return;
  print('No administrator yet. Set up this server in a browser with this link, good once and for 15 minutes:');
  // In the fragment, which no browser sends: the code reaches no log or proxy.
  print(`${config.publicUrl}/setup#${code.reveal()}`);
  print('or create the account with: npm run -s admin -- account create');
}

function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    print('Stopping: waiting for running requests');
    setTimeout(() => process.exit(1), DRAIN_MILLISECONDS).unref();
    server.stop().then(() => process.exit(0), explainAndExit);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** A fault that the operator can fix is one clear line; any other keeps its stack. */
function explainAndExit(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return `the settings are wrong:\n${error.message}`;
  if (error instanceof MasterKeyError) return error.message;
  if (error instanceof DomainError && error.code === 'unavailable')
    return 'the database cannot be reached: see DATABASE_URL';
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'the port is taken: stop the other program or set LANYARD_PORT';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
