import { adminProgram } from '@lanyard/server/app/admin/admin-program';
import { runAdmin } from '@lanyard/server/app/admin/run-admin';
import { readConfig } from '@lanyard/server/app/config';
import { OPERATOR } from '@lanyard/server/features/access/caller';
import { changeOrganizationPolicy } from '@lanyard/server/features/organizations/policy';
import type { ProgramResult } from '../programs/run-program.ts';
import type { Lanyard } from './start-lanyard.ts';

/**
 * Runs the operator's command, such as `account disable ada`, in this process and on the server's own database. Returns
 * what it prints, and throws if it fails. `test/promises/app` runs the real program.
 */
export async function operatorRuns(lanyard: Lanyard, command: string, input = ''): Promise<string> {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const config = readConfig({ LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url });
  const { services } = lanyard;
  const world = { config, print, input: linesOf(input), withServices: <Result>(work: Work<Result>) => work(services) };
  await adminProgram(() => world, { print, printError: print }).parseAsync(command.split(' '), { from: 'user' });
  return printed.join('');
}

export interface OperatorOptions {
  readonly input?: string;
  /** More settings, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Runs the operator's command as its program does, with connections of its own to the server's data, but in this process:
 * a start of the program costs a second.
 */
export async function operatorCommand(
  { dataFolder, databaseUrl, url }: Lanyard,
  args: readonly string[],
  { input = '', settings = {} }: OperatorOptions = {},
): Promise<ProgramResult> {
  const printed = { stdout: '', stderr: '' };
  const exitCode = await runAdmin(args, {
    env: { LANYARD_DATA_DIR: dataFolder, LANYARD_PUBLIC_URL: url, DATABASE_URL: databaseUrl, ...settings },
    input: linesOf(input),
    print: (text) => {
      printed.stdout += text;
    },
    printError: (text) => {
      printed.stderr += text;
    },
  });
  return { exitCode, ...printed };
}

type Work<Result> = (services: Lanyard['services']) => Promise<Result>;

async function* linesOf(input: string): AsyncGenerator<string> {
  yield input;
}

/** There is no command for this yet. */
export async function operatorChangesPolicy(
  { services }: Lanyard,
  organization: string,
  patch: Parameters<typeof changeOrganizationPolicy>[3],
): Promise<void> {
  await changeOrganizationPolicy(services, OPERATOR, organization, patch);
}
