import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgramOptions, type ProgramResult, runProgram } from './run-program.ts';

/** References look like `127.0.0.1:5000/team/app:v1`, over http. Layouts come from `makeImage`. */
export interface SkopeoClient {
  readonly authFile: string;
  /** Runs any other skopeo command with this client's logins. */
  run(args: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  login(host: string, user: string, secret: string): Promise<ProgramResult>;
  logout(host: string): Promise<ProgramResult>;
  copyIn(layout: string, reference: string): Promise<ProgramResult>;
  /** Writes the tag `latest` of a layout, and creates the layout if necessary. */
  copyOut(reference: string, layout: string): Promise<ProgramResult>;
  /** Prints JSON with `Digest` and `Layers`. */
  inspect(reference: string): Promise<ProgramResult>;
  delete(reference: string): Promise<ProgramResult>;
  /** `repository` is a text such as `127.0.0.1:5000/team/app`. Prints JSON with `Tags`. */
  listTags(repository: string): Promise<ProgramResult>;
}

/** skopeo with its own logins inside `folder`. */
export async function skopeoClient(folder: string): Promise<SkopeoClient> {
  const home = join(folder, 'skopeo');
  await mkdir(home, { recursive: true });
  const authFile = join(home, 'auth.json');
  await writeFile(authFile, '{}', { mode: 0o600 });
  // HOME too, because skopeo also looks for logins in ~/.docker/config.json.
  const env = { HOME: home, TMPDIR: home, REGISTRY_AUTH_FILE: authFile };
  const run = (args: readonly string[], options: ProgramOptions = {}) =>
    runProgram('skopeo', ['--insecure-policy', ...args], { ...options, env: { ...env, ...options.env } });
  const onHttp = (command: string, ...args: readonly string[]) => run([command, '--tls-verify=false', ...args]);
  return {
    authFile,
    run,
    login: (host, user, secret) =>
      run(['login', '--tls-verify=false', '--username', user, '--password-stdin', host], { input: secret }),
    logout: (host) => run(['logout', host]),
    copyIn: (layout, reference) =>
      run(['copy', '--dest-tls-verify=false', `oci:${layout}:latest`, `docker://${reference}`]),
    copyOut: (reference, layout) =>
      run(['copy', '--src-tls-verify=false', `docker://${reference}`, `oci:${layout}:latest`]),
    inspect: (reference) => onHttp('inspect', `docker://${reference}`),
    delete: (reference) => onHttp('delete', `docker://${reference}`),
    listTags: (repository) => onHttp('list-tags', `docker://${repository}`),
  };
}
