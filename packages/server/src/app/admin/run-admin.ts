import { CommanderError } from 'commander';
import type { Services } from '../../services.ts';
import { composeServices } from '../compose.ts';
import { readConfig } from '../config.ts';
import { explainFault } from '../explain-fault.ts';
import { makeLogger } from '../make-logger.ts';
import { type AdminOutput, adminProgram } from './admin-program.ts';
import type { AdminWorld } from './admin-world.ts';

const FAILURE = 1;
const WRONG_USAGE = 2;

export interface AdminTerminal extends AdminOutput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Buffer | string>;
}

/** Runs the command that the arguments name, and gives its exit code. */
export async function runAdmin(args: readonly string[], terminal: AdminTerminal): Promise<number> {
  try {
    await adminProgram(() => openWorld(terminal), terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    terminal.printError(`${explainFault(error)}\n`);
    return FAILURE;
  }
}

function openWorld({ env, input, print }: AdminTerminal): AdminWorld {
  const config = readConfig(env);
  return {
    config,
    input,
    print,
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
