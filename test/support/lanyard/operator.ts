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
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const config = readConfig({ LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url });
  const { services } = lanyard;
  const world = { config, print, input: linesOf(input), withServices: <Result>(work: Work<Result>) => work(services) };
  await adminProgram(() => world, { print, printError: print }).parseAsync(command.split(' '), { from: 'user' });
  return printed.join('');
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
