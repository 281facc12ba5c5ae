import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ProgramOptions, type ProgramResult, runProgram } from '../programs/run-program.ts';

const PROGRAMS = fileURLToPath(new URL('../../../packages/cli/bin/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../../packages/cli/src/', import.meta.url));

export interface WorkplaceOptions {
  /** Called with the address that a program opens in the browser. */
  readonly onPage?: string;
  readonly secretStore?: string;
  /** Replaces the path of registry.json, which no user can choose. */
  readonly workstationPolicyFile?: string;
  /** Folders that come first in PATH. */
  readonly programFolders?: readonly string[];
}

/** A home folder with both programs in PATH, as a person would have them. */
export interface Workplace {
  readonly home: string;
  readonly dockerConfig: string;
  readonly secretsFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a line of the shell in the home folder. */
  shell(command: string, input?: string): Promise<ProgramResult>;
  run(program: string, args: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
}

export async function newWorkplace(home: string, options: WorkplaceOptions = {}): Promise<Workplace> {
  const programs = join(home, 'programs');
  await mkdir(programs, { recursive: true, mode: 0o700 });
  for (const name of ['lanyard', 'docker-credential-lanyard']) {
    if (options.workstationPolicyFile !== undefined) await boundProgram(programs, name, options.workstationPolicyFile);
    else await symlink(join(PROGRAMS, `${name}.mjs`), join(programs, name));
  }
  const path = [...(options.programFolders ?? []), programs, dirname(process.execPath), process.env.PATH];
  const env = {
    HOME: home,
    PATH: path.join(':'),
    DOCKER_HOST: 'unix:///nonexistent.sock',
    LANYARD_SECRET_STORE: options.secretStore ?? 'file',
    ...(options.onPage !== undefined && { BROWSER: await browserProgram(programs, options.onPage) }),
  };
  const run = (program: string, args: readonly string[], more: ProgramOptions = {}) =>
    runProgram(program, args, { cwd: home, ...more, env: { ...env, ...more.env } });
  return {
    home,
    dockerConfig: join(home, '.docker', 'config.json'),
    secretsFile: join(home, '.config', 'lanyard', 'secrets.json'),
    env,
    run,
    shell: (command, input = '') => run('sh', ['-c', command], { input }),
  };
}

/** The program itself. Only one path differs. */
async function boundProgram(folder: string, name: string, workstationPolicyFile: string): Promise<void> {
  const script = `import { main } from ${JSON.stringify(join(SOURCES, `${name}.ts`))};
import { readEnvironment } from ${JSON.stringify(join(SOURCES, 'environment.ts'))};
const workstationPolicyFile = ${JSON.stringify(workstationPolicyFile)};
await main(process.argv.slice(2), () => ({ ...readEnvironment(), workstationPolicyFile }));
`;
  await writeProgram(join(folder, name), script);
}

/** Sends the address that it gets to `onPage`, and ends. */
async function browserProgram(folder: string, onPage: string): Promise<string> {
  const file = join(folder, 'test-browser');
  const script = `await fetch(${JSON.stringify(onPage)}, { method: 'POST', body: process.argv[2] });`;
  await writeProgram(file, script);
  return file;
}

async function writeProgram(file: string, script: string): Promise<void> {
  await writeFile(`${file}.mjs`, script);
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${file}.mjs" "$@"\n`);
  await chmod(file, 0o755);
}
