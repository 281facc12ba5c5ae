import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';
import { postgresPrograms } from './postgres-programs.ts';

export type ProgramName = 'docker' | 'skopeo' | 'podman' | 'docker-registry' | 'postgres';

export function programAvailable(name: ProgramName): boolean {
  // Debian keeps the server of PostgreSQL out of PATH.
  if (name === 'postgres') return postgresPrograms() !== undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isExecutable(join(folder, name)));
}

/**
 * A suite that needs programs. Where one is missing it is left out, and its title says why; under `CI=true` it fails.
 */
export function describeWith(programs: readonly ProgramName[], title: string, body: () => void): void {
  const missing = programs.filter((name) => !programAvailable(name));
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  const reason = `not installed: ${missing.join(', ')}`;
  if (process.env.CI === 'true') {
    describe(title, () => failFor(reason));
    return;
  }
  describe.skip(`${title} (left out: ${reason})`, body);
}

function failFor(reason: string): void {
  it('finds the programs that it needs', () => {
    throw new Error(reason);
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
