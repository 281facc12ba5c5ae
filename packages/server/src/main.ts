import cluster from 'node:cluster';
import { type Config, readConfig } from './app/config.ts';
import { explainFault } from './app/explain-fault.ts';
import { makeLogger } from './app/make-logger.ts';
import { type RunningServer, startServer } from './app/start-server.ts';
import { isFirstWorker, superviseWorkers, type Workers } from './app/supervise-workers.ts';
import { issueSetupCode } from './features/accounts/setup.ts';

/** Gives up after this time, because something hangs. Nothing takes so long normally. */
const GIVE_UP_MILLISECONDS = 30_000;

await main().catch(explainAndExit);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = makeLogger(config.logLevel);
  if (cluster.isPrimary && config.workers > 1) return supervise(superviseWorkers(config.workers, logger));
  const isFirst = isFirstWorker(process.env);
  const server = await startServer(config, logger, { isFirst });
  stopOnSignal(server, config);
  if (!isFirst) return;
  print(`Lanyard serves on ${config.publicUrl}`);
  await printSetupCode(config, server);
}

async function supervise({ started, stop }: Workers): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop(signal).then((isWell) => process.exit(isWell ? 0 : 1), explainAndExit));
  }
  if (!(await started)) process.exit(1);
}

async function printSetupCode(config: Config, { services }: RunningServer): Promise<void> {
  const code = await issueSetupCode(services);
  if (!code) return;
  print('No administrator yet. Open this link in a browser to set up this server. It works once, for 15 minutes:');
  // In the fragment, which browsers do not send, so no log or proxy gets the code.
  print(`${config.publicUrl}/setup#${code.reveal()}`);
  print('or create the account with: npm run -s admin -- account create');
}

function stopOnSignal(server: RunningServer, { drainSeconds }: Config): void {
  let isStopping = false;
  const stop = (seconds: number) => {
    if (isStopping) return;
    isStopping = true;
    print('Stopping: waiting for running requests');
    setTimeout(() => process.exit(1), seconds * 1000 + GIVE_UP_MILLISECONDS).unref();
    server.stop(seconds).then(() => process.exit(0), explainAndExit);
  };
  // A person at a terminal waits for the end, and there is no load balancer that must notice first.
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(drainSeconds));
}

/** A fault that the operator can fix is one clear line. Any other error keeps its stack. */
function explainAndExit(error: unknown): never {
  process.stderr.write(`${explainFault(error)}\n`);
  process.exit(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
