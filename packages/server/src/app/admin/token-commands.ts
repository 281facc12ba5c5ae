import { ACTIONS, type Action } from '@lanyard/core/repositories/repository';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Command } from 'commander';
import { requireAccount, requireActiveAccount } from '../../features/access/accounts.ts';
import { OPERATOR } from '../../features/access/caller.ts';

import { createToken } from '../../features/tokens/create-token.ts';
import { AdminError, type OpenWorld, wholeNumber } from './admin-world.ts';

const DAY_MILLISECONDS = 86_400_000;

interface CreateOptions {
  readonly description: string;
  readonly pull?: true;
  readonly push?: true;
  readonly delete?: true;
  readonly repository: readonly string[];
  readonly expiresInDays?: number;
}

export function tokenCommands(program: Command, open: OpenWorld): void {
  const token = program.command('token').description('create access tokens');
  token
    .command('create <account>')
    .description('create an access token and print its secret, only this once, on standard output')
    .requiredOption('--description <text>', 'what it is for')
    .option('--pull', 'it may pull')
    .option('--push', 'it may push')
    .option('--delete', 'it may delete')
    .option(
      '--repository <pattern>',
      'in these repositories: NAMESPACE/NAME or NAMESPACE/PREFIX*; repeatable',
      appended,
      [],
    )
    .option('--expires-in-days <days>', 'it expires after this number of days', wholeNumber)
    .action((account: string, options: CreateOptions) => create(open, account, options));
}

async function create(open: OpenWorld, accountName: string, options: CreateOptions): Promise<void> {
  const grants = grantsOf(options);
  const world = open();
  const secret = await world.withServices(async (services) => {
    const account = requireActiveAccount(await requireAccount(services.store.read, accountName));
    const expiresAt = expiryOf(services.clock.now(), options.expiresInDays);
    const input = { description: options.description, grants, expiresAt };
    return (await createToken(services, OPERATOR, { account }, input)).secret;
  });
  world.print(`${secret.reveal()}\n`);
}

function grantsOf(options: CreateOptions): readonly Grant[] {
  const actions = ACTIONS.filter((action: Action) => options[action]);
  if (actions.length === 0) throw new AdminError('say what it may do: --pull, --push, --delete, or several of them');
  const patterns = options.repository.length === 0 ? ['*'] : options.repository;
  return patterns.map((pattern) => ({ type: 'repository', pattern, actions, visibility: 'any' }));
}

function expiryOf(now: number, days: number | undefined): number | null {
  return days === undefined ? null : now + days * DAY_MILLISECONDS;
}

function appended(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
