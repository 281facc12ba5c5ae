import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { backUpSqlite } from '../../store/sqlite-backup.ts';
import { AdminError, type OpenWorld } from './admin-world.ts';

export function backupCommand(program: Command, open: OpenWorld): void {
  program
    .command('backup <file>')
    .description(
      'copy the SQLite database into a new file, also while the server runs; keep the master key in another place',
    )
    .action((file: string) => backUp(open, resolve(file)));
}

async function backUp(open: OpenWorld, target: string): Promise<void> {
  const { config, print } = open();
  if (config.databaseUrl !== undefined) throw new AdminError('the database is PostgreSQL: make a backup with pg_dump');
  await backUpSqlite(join(config.dataFolder, 'lanyard.db'), target);
  print(`copied the database to ${target}\n`);
}
