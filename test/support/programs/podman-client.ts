import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgramOptions, type ProgramResult, runProgram } from './run-program.ts';

/** References look like `127.0.0.1:5000/team/app:v1`, over http. Layouts come from `makeImage`. */
export interface PodmanClient {
  readonly authFile: string;
  /** Runs any other podman command with this client's logins and images. Paths in `args` are absolute. */
  run(args: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  login(host: string, user: string, secret: string): Promise<ProgramResult>;
  logout(host: string): Promise<ProgramResult>;
  /** Reads a layout into podman's store under the given reference. */
  load(layout: string, reference: string): Promise<ProgramResult>;
  pull(reference: string): Promise<ProgramResult>;
  push(reference: string): Promise<ProgramResult>;
  rmi(reference: string): Promise<ProgramResult>;
}

/** podman with its own logins and store inside `folder`. It does not touch the machine's containers and locks. */
export async function podmanClient(folder: string): Promise<PodmanClient> {
  const home = join(folder, 'podman');
  await mkdir(join(home, 'tmp'), { recursive: true });
  const env = await writeConfiguration(home);
  // podman refuses a runroot of more than 50 characters. Relative to its working folder, the path is always short.
  const store = ['--root', join(home, 'root'), '--runroot', 'run', '--storage-driver=vfs'];
  const run = (args: readonly string[], options: ProgramOptions = {}) =>
    runProgram('podman', [...store, ...args], { ...options, cwd: home, env: { ...env, ...options.env } }).finally(() =>
      endPauseProcess(home),
    );
  return {
    authFile: env.REGISTRY_AUTH_FILE,
    run,
    login: (host, user, secret) =>
      run(['login', '--tls-verify=false', '--username', user, '--password-stdin', host], { input: secret }),
    logout: (host) => run(['logout', host]),
    load: (layout, reference) => load(home, run, layout, reference),
    pull: (reference) => run(['pull', '--tls-verify=false', reference]),
    push: (reference) => run(['push', '--tls-verify=false', reference]),
    rmi: (reference) => run(['rmi', '--force', reference]),
  };
}

/** podman makes a name from the path, and not every path is a valid name. So the path gets a link, and then a tag. */
async function load(home: string, run: PodmanClient['run'], layout: string, reference: string): Promise<ProgramResult> {
  const name = `layout-${randomUUID()}`;
  await symlink(layout, join(home, name));
  const loaded = await run(['pull', '--quiet', `oci:${name}:latest`]);
  await rm(join(home, name));
  if (loaded.exitCode !== 0) return loaded;
  const tagged = await run(['tag', `localhost/${name}:latest`, reference]);
  return tagged.exitCode === 0 ? run(['untag', reference, `localhost/${name}:latest`]) : tagged;
}

/** Without root, podman leaves a process that keeps its user namespace open for the next command. */
async function endPauseProcess(home: string): Promise<void> {
  const file = join(home, 'libpod', 'pause.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (!(pid > 1)) return;
  await rm(file, { force: true });
  try {
    process.kill(pid);
  } catch (error) {
    // Another command at the same time can have ended it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** No journal, no systemd, no lock in shared memory, because a build container has none of them. */
async function writeConfiguration(home: string) {
  const containersFile = join(home, 'containers.conf');
  const storageFile = join(home, 'storage.conf');
  const authFile = join(home, 'auth.json');
  await writeFile(containersFile, containersConfiguration(home));
  await writeFile(storageFile, storageConfiguration(home));
  await writeFile(authFile, '{}', { mode: 0o600 });
  return {
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    CONTAINERS_CONF: containersFile,
    CONTAINERS_STORAGE_CONF: storageFile,
    REGISTRY_AUTH_FILE: authFile,
  };
}

function containersConfiguration(home: string): string {
  return `[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
lock_type = "file"
tmp_dir = "${home}/libpod"
volume_path = "${home}/volumes"
[network]
network_config_dir = "${home}/networks"
`;
}

function storageConfiguration(home: string): string {
  return `[storage]
driver = "vfs"
graphroot = "${home}/root"
runroot = "${home}/run"
`;
}
