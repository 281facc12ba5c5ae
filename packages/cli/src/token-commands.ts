import { type Command, Option } from 'commander';
import type { ContextOf } from './commands/command-context.ts';
import type { CreateOptions, PruneOptions } from './commands/token.ts';
import type { TokenFilter } from './server/lanyard-api.ts';

export function withRegistry(command: Command): Command {
  return command.option('--registry <host>', 'use the command-line login of this registry');
}

type Add = (name: string, description: string) => Command;

const tokenModule = () => import('./commands/token.ts');

/** `lanyard token ...`. The last argument of an action is its command, which also has the options of its parents. */
export function addTokenCommands(program: Command, contextOf: ContextOf): void {
  const token = program.command('token').description('manage access tokens');
  const add: Add = (name, description) => withRegistry(token.command(name).description(description));
  addLs(add, contextOf);
  addCreate(add, contextOf);
  addShow(add, contextOf);
  addRename(add, contextOf);
  addSetActive(add('deactivate', 'stop access tokens from working until they are activated'), contextOf, false);
  addSetActive(add('activate', 'make access tokens work again'), contextOf, true);
  addRm(add, contextOf);
  addPrune(add, contextOf);
}

function addLs(add: Add, contextOf: ContextOf): void {
  add('ls', 'list access tokens')
    .addOption(new Option('--status <status>').choices(['active', 'inactive', 'expired']))
    .addOption(new Option('--origin <origin>').choices(['manual', 'auto']))
    .option('--search <text>', 'only those with this text in the description')
    .action(async ({ status, origin, search }: TokenFilter, command: Command) => {
      const filter = { ...(status && { status }), ...(origin && { origin }), ...(search && { search }) };
      await (await tokenModule()).tokenLs(contextOf(command.optsWithGlobals()), filter);
    });
}

function addCreate(add: Add, contextOf: ContextOf): void {
  add('create', 'create an access token and print it; it is shown only once')
    .argument('[description]', 'asked for when left out')
    .option(
      '--grant <pattern:actions>',
      'what it may do, for example acme/app:push, which includes pull; can be repeated',
      collect,
    )
    .option('--public', 'only public repositories')
    .option('--catalog', 'may also list the repositories of a registry')
    .option('--expires <when>', '30d, 2027-01-31 or never (default: 90d)')
    .action(async (description: string | undefined, options: CreateOptions, command: Command) => {
      await (await tokenModule()).tokenCreate(contextOf(command.optsWithGlobals()), description, options);
    });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addShow(add: Add, contextOf: ContextOf): void {
  add('show', 'show an access token')
    .argument('<id>', 'as shown by `token ls`')
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
  add('rm', 'delete access tokens permanently')
    .argument('<id...>')
    .action(async (ids: readonly string[], _, command: Command) => {
      await (await tokenModule()).tokenRm(contextOf(command.optsWithGlobals()), ids);
    });
}

function addPrune(add: Add, contextOf: ContextOf): void {
  add('prune', 'delete access tokens that expired or have not been used for a long time')
    .option('--unused <days>', 'how long is a long time', '90d')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show them and delete nothing')
    .action(async (options: PruneOptions, command: Command) => {
      const { tokenPrune } = await import('./commands/token.ts');
      await tokenPrune(contextOf(command.optsWithGlobals()), options);
    });
}
