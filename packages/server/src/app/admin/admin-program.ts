import type { AuditHead } from '@lanyard/core/audit/audit-chain';
import { textTable } from '@lanyard/core/text-table';
import { Command, InvalidArgumentError } from 'commander';
import { headText, parseHead, verifyAudit } from '../../features/audit/verify-audit.ts';
import { describeSettings } from '../config.ts';
import { accountCommands } from './account-commands.ts';
import { AdminError, type OpenWorld } from './admin-world.ts';
import { backupCommand } from './backup-command.ts';
import { inviteCommand } from './invite-command.ts';
import { memberCommands, organizationCommands } from './organization-commands.ts';
import { registryCommands } from './registry-commands.ts';
import { samlCommands } from './saml-commands.ts';
import { tokenCommands } from './token-commands.ts';

export interface AdminOutput {
  print(text: string): void;
  printError(text: string): void;
}

/** The operator's commands. For wrong usage, it throws a CommanderError and does not end the process. */
export function adminProgram(open: OpenWorld, { print, printError }: AdminOutput): Command {
  const program = new Command('npm run -s admin --').description(
    "Lanyard's commands for the operator, on the server's own machine",
  );
  program.exitOverride().configureOutput({ writeOut: print, writeErr: printError });
  program.showSuggestionAfterError(false);
  accountCommands(program, open);
  organizationCommands(program, open);
  memberCommands(program, open);
  inviteCommand(program, open);
  registryCommands(program, open);
  samlCommands(program, open);
  tokenCommands(program, open);
  auditCommands(program, open);
  backupCommand(program, open);
  initCommand(program, open);
  settingsCommand(program, print);
  return program;
}

function settingsCommand(program: Command, print: (text: string) => void): void {
  program
    .command('settings')
    .description('list every setting with its default and its meaning')
    .action(() => {
      const rows = describeSettings().map(({ name, standard, meaning }) => [name, standard, meaning]);
      print(textTable(['SETTING', 'DEFAULT', 'MEANING'], rows));
    });
}

function initCommand(program: Command, open: OpenWorld): void {
  program
    .command('init')
    .description('make the database and the master key of a new server, as its first start does')
    .action(async () => {
      const world = open();
      await world.withServices(async () => undefined, 'set-up');
      world.print('the database and the master key are there\n');
    });
}

function auditCommands(program: Command, open: OpenWorld): void {
  const audit = program.command('audit').description('check the audit log');
  audit
    .command('verify')
    .description('check that no event was changed, removed or inserted, and print the head; keep it in another place')
    .option('--head <sequence:digest>', 'a head that was printed before: the log must still have it', knownHead)
    .action((options) => verify(open, options.head));
}

function knownHead(text: string): AuditHead {
  const head = parseHead(text);
  if (head) return head;
  throw new InvalidArgumentError('must be SEQUENCE:DIGEST, as it was printed');
}

async function verify(open: OpenWorld, known: AuditHead | undefined): Promise<void> {
  const world = open();
  const { head, keyedFrom, break: found } = await world.withServices((services) => verifyAudit(services, known));
  if (found) throw new AdminError(`the audit log is not intact: event ${found.sequence} ${found.reason}`);
  world.print(`the audit log is intact: ${head.sequence} events, head ${headText(head)}\n`);
  if (keyedFrom === 1) return;
  const covered = keyedFrom === undefined ? 'no event covers them yet' : `event ${keyedFrom} covers them`;
  world.print(`events 1 to ${(keyedFrom ?? head.sequence + 1) - 1} were written without a key; ${covered}\n`);
}
