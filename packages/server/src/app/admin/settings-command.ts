import type { Command } from 'commander';
import { describeSettings } from '../config.ts';
import { formatTable } from './format-table.ts';

export function settingsCommand(program: Command, print: (text: string) => void): void {
  program
    .command('settings')
    .description('every setting, its default and its meaning')
    .action(() => {
      const rows = describeSettings().map(({ name, standard, meaning }) => [name, standard, meaning]);
      print(formatTable(['SETTING', 'DEFAULT', 'MEANING'], rows));
    });
}
