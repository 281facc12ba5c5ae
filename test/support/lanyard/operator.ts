import { adminProgram } from '@lanyard/server/app/admin/admin-program';
import { readConfig } from '@lanyard/server/app/config';
import { OPERATOR } from '@lanyard/server/features/access/caller';
import { changeOrganizationPolicy } from '@lanyard/server/features/organizations/policy';
import type { Lanyard } from './start-lanyard.ts';

/**
 * Runs the operator's command, such as `account disable ada`, in this process and on the server's own database. Returns
 * what it prints, and throws if it fails. `test/promises/app` runs the real program.
 */
export async function operatorRuns(lanyard: Lanyard, command: string, input = ''): Promise<string> {
  return (await operatorSees(lanyard, command, input)).printed;
}

/** The same, with what a long command said of its progress. */
export async function operatorSees(
  lanyard: Lanyard,
  command: string,
  input = '',
): Promise<{ readonly printed: string; readonly progress: readonly string[] }> {
  const printed: string[] = [];
  const progress: string[] = [];
  const print = (text: string) => void printed.push(text);
  const config = readConfig({ LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url });
  const { services } = lanyard;
  const world = {
    config,
    print,
    printProgress: (text: string) => void progress.push(text),
    input: linesOf(input),
    withServices: <Result>(work: Work<Result>) => work(services),
  };
  await adminProgram(() => world, { print, printError: print }).parseAsync(command.split(' '), { from: 'user' });
  return { printed: printed.join(''), progress };
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
