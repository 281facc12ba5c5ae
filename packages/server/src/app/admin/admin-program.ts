import { DomainError } from '@lanyard/core/domain-error';
import { textTable } from '@lanyard/core/text-table';
import { Command } from 'commander';
import { verifyAudit } from '../../features/audit/audit-events.ts';
import { textOf } from '../../http/error-table.ts';
import { MasterKeyError } from '../../keys/master-key.ts';
import { ConfigError, describeSettings } from '../config.ts';
import { accountCommands } from './account-commands.ts';
import { AdminError, type OpenWorld } from './admin-world.ts';
import { memberCommands, organizationCommands } from './organization-commands.ts';
import { registryCommands } from './registry-commands.ts';
import { tokenCommands } from './token-commands.ts';

export interface AdminOutput {
  print(text: string): void;
  printError(text: string): void;
}

/** The operator's commands. It throws CommanderError for wrong usage instead of ending the process. */
export function adminProgram(open: OpenWorld, { print, printError }: AdminOutput): Command {
  const program = new Command('npm run -s admin --').description(
    "Lanyard's commands for the operator, on the server's own machine",
  );
  program.exitOverride().configureOutput({ writeOut: print, writeErr: printError });
  program.showSuggestionAfterError(false);
  accountCommands(program, open);
  organizationCommands(program, open);
  memberCommands(program, open);
  registryCommands(program, open);
  tokenCommands(program, open);
  auditCommands(program, open);
  settingsCommand(program, print);
  return program;
}

/** One line: what is wrong and what to do. Only an unexpected fault keeps its stack. */
export function explainFault(error: unknown): string {
  if (error instanceof DomainError) return textOf(error);
  if (error instanceof ConfigError) return `the settings are wrong: ${error.message.replaceAll('\n', '; ')}`;
  if (error instanceof AdminError || error instanceof MasterKeyError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
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

function auditCommands(program: Command, open: OpenWorld): void {
  const audit = program.command('audit').description('check the audit log');
  audit
    .command('verify')
    .description('check that no event was changed, removed or inserted, and print the head, to be kept elsewhere')
    .action(() => verify(open));
}

async function verify(open: OpenWorld): Promise<void> {
  const world = open();
  const { head, break: found } = await world.withServices(verifyAudit);
  if (found) throw new AdminError(`the audit log is not intact: event ${found.sequence} ${found.reason}`);
  world.print(`the audit log is intact: ${head.sequence} events, head ${head.digest}\n`);
}
