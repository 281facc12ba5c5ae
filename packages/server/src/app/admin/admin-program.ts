import { Command } from 'commander';
import { accountCommands } from './account-commands.ts';
import type { OpenWorld } from './admin-world.ts';
import { auditCommands } from './audit-commands.ts';
import { memberCommands, organizationCommands } from './organization-commands.ts';
import { registryCommands } from './registry-commands.ts';
import { settingsCommand } from './settings-command.ts';
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
