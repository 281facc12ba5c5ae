import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface PostgresPrograms {
  readonly majorVersion: number;
  /** Absolute, with `initdb` and `postgres`. */
  readonly folder: string;
}

const installed = '/usr/lib/postgresql';

/** The newest server that Debian's packages installed, if any. */
export function postgresPrograms(): PostgresPrograms | undefined {
  if (!existsSync(installed)) return undefined;
  return readdirSync(installed)
    .map((version) => ({ majorVersion: Number(version), folder: join(installed, version, 'bin') }))
    .filter(({ folder }) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
    .sort((one, other) => other.majorVersion - one.majorVersion)[0];
}
