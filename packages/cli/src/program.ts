import { CLIENT_SCOPE_NAMES } from '@lanyard/core/command-lines/client-scope';
import { Argument, Command, Option } from 'commander';
import { EXIT_CODE_HELP } from './cli-error.ts';
import type { CommandContext, ContextOf, GlobalOptions } from './commands/command-context.ts';
import type { InvitationOptions } from './commands/invitations.ts';
import type { LoginOptions } from './commands/login.ts';
import type { LogoutOptions } from './commands/logout.ts';
import type { ScanOptions } from './commands/scan.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { VERSION } from './environment.ts';
import { addReviewCommands } from './review-commands.ts';
import { addTokenCommands, withRegistry } from './token-commands.ts';

/** The whole command line. The code of a command is loaded when it runs, so that `--help` is quick. */
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
  addOpen(program, contextOf);
  addInvitations(program, contextOf);
  addTokenCommands(program, contextOf);
  addReviewCommands(program, contextOf);
  addVerify(program, context);
  addScan(program, context);
  addCompletion(program, context);
  return program;
}

function addLogin(program: Command, context: () => CommandContext): void {
  program
    .command('login')
    .description('sign in with a browser; docker, podman, skopeo and buildah use it')
    .argument('[registry]', 'for example registry.example.com; optional when you sign in again')
    .option('--no-browser', 'show the address, and do not open a browser')
    .option('--qr', 'also show the address as a QR code')
    .option('--replace', 'replace another credential helper')
    .addOption(
      new Option('--scope <scope...>', 'what lanyard may do here, for example tokens:read; all when left out').choices(
        CLIENT_SCOPE_NAMES,
      ),
    )
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
    .option('--end-tokens', 'also delete the access tokens that this command line created')
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

function addOpen(program: Command, contextOf: ContextOf): void {
  withRegistry(program.command('open').description('open the pages of the server that you are signed in to')).action(
    async (_, command: Command) => {
      const { open } = await import('./commands/open-browser.ts');
      await open(contextOf(command.optsWithGlobals()));
    },
  );
}

function addInvitations(program: Command, contextOf: ContextOf): void {
  const command = program
    .command('invitations')
    .description('show who invites you, and the rules that you would accept')
    .option('--answer', 'open the page to accept or decline, and wait for it');
  withRegistry(command).action(async (options: InvitationOptions, command: Command) => {
    const { invitations } = await import('./commands/invitations.ts');
    await invitations(contextOf(command.optsWithGlobals()), options);
  });
}

function addVerify(program: Command, context: () => CommandContext): void {
  program
    .command('verify')
    .description(
      'check a file that a server signed, without the server: an export of the audit log, a checkpoint, or the evidence of a review',
    )
    .argument(
      '<file>',
      'an export with format=proof, an export as JSON lines, a checkpoint, or the evidence of a review',
    )
    .requiredOption('--key <key>', "the server's public key of the audit log, or a file that has it")
    .option('--checkpoint <file...>', 'checkpoints that you kept: the log must still have all their events')
    .action(async (file: string, options: VerifyOptions) => {
      const { verify } = await import('./commands/verify.ts');
      await verify(context(), file, options);
    });
}

function addScan(program: Command, context: () => CommandContext): void {
  program
    .command('scan')
    .description('look for access tokens in a file, a folder, an archive, an OCI layout or an image of a registry')
    .argument('<path-or-image>', 'for example the folder of your sources, or registry.example.com/acme/app:1.0')
    .option('--platform <platform>', 'of an image, such as linux/arm64, or all; default: the one of this machine')
    .option('--sarif', 'print SARIF, for code scanning', false)
    .action(async (path: string, options: ScanOptions) => {
      const { scan } = await import('./commands/scan.ts');
      await scan(context(), path, options);
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
