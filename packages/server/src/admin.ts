import { CommanderError } from 'commander';
import { adminProgram } from './app/admin/admin-program.ts';
import type { AdminWorld } from './app/admin/admin-world.ts';
import { composeServices } from './app/compose.ts';
import { readConfig } from './app/config.ts';
import { explainFault } from './app/explain-fault.ts';
import { makeLogger } from './app/make-logger.ts';
import type { Services } from './services.ts';

const FAILURE = 1;
const WRONG_USAGE = 2;

const print = (text: string) => void process.stdout.write(text);
const printError = (text: string) => void process.stderr.write(text);

process.exitCode = await run();

async function run(): Promise<number> {
  try {
    await adminProgram(openWorld, { print, printError }).parseAsync(process.argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    printError(`${explainFault(error)}\n`);
    return FAILURE;
  }
}

function openWorld(): AdminWorld {
  const config = readConfig(process.env);
  return {
    config,
    input: process.stdin,
    print,
    printProgress: printError,
    withServices: async <Result>(
      work: (services: Services) => Promise<Result>,
      purpose: 'command' | 'set-up' = 'command',
    ) => {
      const { services, close } = await composeServices({ ...config, purpose }, makeLogger('silent'));
      try {
        return await work(services);
      } finally {
        await close();
      }
    },
  };
}
