import { type Command, Option } from 'commander';
import type { ContextOf } from './commands/command-context.ts';
import type { CreateOptions } from './commands/token.ts';
import type { PruneOptions } from './commands/token-prune.ts';
import type { TokenFilter } from './server/token-api.ts';

export function withRegistry(command: Command): Command {
  return command.option('--registry <host>', 'use the sign-in of this registry');
}

type Add = (name: string, description: string) => Command;

const tokenModule = () => import('./commands/token.ts');

/** `lanyard token ...`. The last argument of an action is its command, which knows the options of all before it. */
export function addTokenCommands(program: Command, contextOf: ContextOf): void {
  const token = program.command('token').description('manage access tokens');
  const add: Add = (name, description) => withRegistry(token.command(name).description(description));
  addLs(add, contextOf);
  addCreate(add, contextOf);
  addShow(add, contextOf);
  addRename(add, contextOf);
  addSetActive(add('deactivate', 'refuse access tokens until they are activated'), contextOf, false);
  addSetActive(add('activate', 'let access tokens be used again'), contextOf, true);
  addRm(add, contextOf);
  addPrune(add, contextOf);
}

function addLs(add: Add, contextOf: ContextOf): void {
  add('ls', 'list access tokens')
    .addOption(new Option('--status <status>').choices(['active', 'inactive', 'expired']))
    .addOption(new Option('--origin <origin>').choices(['manual', 'auto']))
    .option('--search <text>', 'those whose description holds it')
    .action(async ({ status, origin, search }: TokenFilter, command: Command) => {
      const filter = { ...(status && { status }), ...(origin && { origin }), ...(search && { search }) };
      await (await tokenModule()).tokenLs(contextOf(command.optsWithGlobals()), filter);
    });
}

function addCreate(add: Add, contextOf: ContextOf): void {
  add('create', 'make an access token and print it, this once')
    .argument('<description>')
    .option('--grant <pattern:actions>', 'what it may do, as acme/app:pull,push; may be repeated', collect)
    .option('--public', 'public repositories alone')
    .option('--catalog', 'list the repositories of a registry, too')
    .option('--expires <when>', 'as 30d, 2027-01-31 or never', '90d')
    .action(async (description: string, options: CreateOptions, command: Command) => {
      await (await tokenModule()).tokenCreate(contextOf(command.optsWithGlobals()), description, options);
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addShow(add: Add, contextOf: ContextOf): void {
  add('show', 'show an access token')
    .argument('<id>', 'as `token ls` shows it')
    .action(async (id: string, _, command: Command) => {
      await (await tokenModule()).tokenShow(contextOf(command.optsWithGlobals()), id);
    });
}

function addRename(add: Add, contextOf: ContextOf): void {
  add('rename', 'change the description of an access token')
    .argument('<id>')
    .argument('<description>')
    .action(async (id: string, description: string, _, command: Command) => {
      await (await tokenModule()).tokenRename(contextOf(command.optsWithGlobals()), id, description);
    });
}

function addSetActive(command: Command, contextOf: ContextOf, active: boolean): void {
  command.argument('<id...>').action(async (ids: readonly string[]) => {
    await (await tokenModule()).tokenSetActive(contextOf(command.optsWithGlobals()), ids, active);
  });
}

function addRm(add: Add, contextOf: ContextOf): void {
  add('rm', 'delete access tokens for good')
    .argument('<id...>')
    .action(async (ids: readonly string[], _, command: Command) => {
      await (await tokenModule()).tokenRm(contextOf(command.optsWithGlobals()), ids);
    });
}

function addPrune(add: Add, contextOf: ContextOf): void {
  add('prune', 'delete access tokens that expired or are long unused')
    .option('--unused <days>', 'how long counts as long', '90d')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'list them and delete nothing')
    .action(async (options: PruneOptions, command: Command) => {
      const { tokenPrune } = await import('./commands/token-prune.ts');
      await tokenPrune(contextOf(command.optsWithGlobals()), options);
    });
}
