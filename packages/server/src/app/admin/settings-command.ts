import { textTable } from '@lanyard/core/text-table';
import type { Command } from 'commander';
import { describeSettings } from '../config.ts';

export function settingsCommand(program: Command, print: (text: string) => void): void {
  program
    .command('settings')
    .description('every setting, its default and its meaning')
    .action(() => {
      const rows = describeSettings().map(({ name, standard, meaning }) => [name, standard, meaning]);
      print(textTable(['SETTING', 'DEFAULT', 'MEANING'], rows));
    });
}
