import { Argument, Command } from 'commander';
import { EXIT_CODE_HELP } from './cli-error.ts';
import type { CommandContext, ContextOf, GlobalOptions } from './commands/command-context.ts';
import type { LoginOptions } from './commands/login.ts';
import type { LogoutOptions } from './commands/logout.ts';
import { VERSION } from './environment.ts';
import { addTokenCommands, withRegistry } from './token-commands.ts';

/** The whole command line. A command's code is loaded when it runs, so that `--help` is quick. */
export function createProgram(contextOf: ContextOf): Command {
  const program = new Command('lanyard')
    .description('access tokens for any container registry')
    .version(VERSION, '-V, --version')
    .option('--json', 'print JSON')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText('after', `\n${EXIT_CODE_HELP}`);
  const context = () => contextOf(program.opts<GlobalOptions>());
  addLogin(program, context);
  addLogout(program, context);
  addWhoami(program, contextOf);
  addTokenCommands(program, contextOf);
  addCompletion(program, context);
  return program;
}

function addLogin(program: Command, context: () => CommandContext): void {
  program
    .command('login')
    .description('sign in with a browser; docker, podman, skopeo and buildah use it')
    .argument('[registry]', 'for example registry.example.com; optional when you sign in again')
    .option('--no-browser', 'show the address and open no browser')
    .option('--qr', 'show a QR code of the address')
    .option('--replace', 'replace another credential helper')
    .action(async (registry: string | undefined, options: LoginOptions) => {
      const { login } = await import('./commands/login.ts');
      await login(context(), registry, options);
    });
}

function addLogout(program: Command, context: () => CommandContext): void {
  program
    .command('logout')
    .description('sign out, on this machine and on the server')
    .argument('[registry]', 'needed when there are several')
    .option('--all', 'sign out of all registries')
    .action(async (registry: string | undefined, options: LogoutOptions) => {
      const { logout } = await import('./commands/logout.ts');
      await logout(context(), registry, options);
    });
}

function addWhoami(program: Command, contextOf: ContextOf): void {
  withRegistry(program.command('whoami').description('show who is signed in')).action(async (_, command: Command) => {
    const { whoami } = await import('./commands/whoami.ts');
    await whoami(contextOf(command.optsWithGlobals()));
  });
}

function addCompletion(program: Command, context: () => CommandContext): void {
  program
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScript } = await import('./commands/completion-script.ts');
      context().terminal.result(completionScript(program, shell));
    });
}
