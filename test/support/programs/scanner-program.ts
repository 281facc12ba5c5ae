import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type ScannerProgramFault = 'hangs' | 'floods' | 'fails' | 'prints nothing' | 'lists';

/** What the program prints next. */
export interface ScannerProgramState {
  database: string;
  /** In Trivy's words. Grype's are made from them. */
  vulnerabilities: readonly object[];
  fault?: ScannerProgramFault | undefined;
  /** Then it cannot get a newer database. */
  isOffline?: boolean;
}

export interface ScannerRun {
  readonly parameters: readonly string[];
  /** The names of what is in its environment. */
  readonly environment: readonly string[];
  /** The document that it was given to match. */
  readonly sbom: string | null;
  readonly mode: { readonly folder: number; readonly file: number } | null;
}

export interface ScannerProgram {
  /** Its absolute path, for `LANYARD_SCANNER`. */
  readonly path: string;
  set(state: Partial<ScannerProgramState>): void;
  /** Every run so far, without those that ask for the version. */
  runs(): readonly ScannerRun[];
}

/**
 * A program with Trivy's or Grype's name that prints what they print, because neither can be installed here. It reads the
 * manifest with the login that docker's configuration has for the registry, as their library does.
 */
export async function scannerProgram(folder: string, name: 'trivy' | 'grype'): Promise<ScannerProgram> {
  const path = join(folder, name);
  const [state, log] = [join(folder, `${name}.state`), join(folder, `${name}.log`)];
  let current: ScannerProgramState = { database: '2026-11-01T06:00:00Z', vulnerabilities: [] };
  const set = (changes: Partial<ScannerProgramState>) => {
    current = { ...current, ...changes };
    writeFileSync(state, JSON.stringify(current));
  };
  set({});
  writeFileSync(log, '');
  await writeFile(path, source({ name, state, log }));
  await chmod(path, 0o755);
  const runs = () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ScannerRun);
  return { path, set, runs };
}

const source = ({ name, state, log }: { readonly name: string; readonly state: string; readonly log: string }) =>
  `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const state = JSON.parse(fs.readFileSync(${JSON.stringify(state)}, 'utf8'));
const parameters = process.argv.slice(2);
const print = (value) => process.stdout.write(JSON.stringify(value));
const isGrype = ${JSON.stringify(name)} === 'grype';
main();

async function main() {
  if (parameters[0] === 'version')
    return print(isGrype ? { version: '1.2' } : { Version: '1.2', VulnerabilityDB: { UpdatedAt: state.database } });
  if (parameters[0] === 'db' && parameters[1] === 'status') return print({ built: state.database, valid: true });
  const file = isGrype ? /^sbom:(.*)/.exec(parameters[0])?.[1] : parameters[0] === 'sbom' ? parameters.at(-1) : undefined;
  const run = { parameters, environment: Object.keys(process.env), sbom: null, mode: null };
  const docker = process.env.DOCKER_CONFIG;
  const kept = file ?? (docker && path.join(docker, 'config.json'));
  if (file) run.sbom = fs.readFileSync(file, 'utf8');
  if (kept) run.mode = { folder: fs.statSync(path.dirname(kept)).mode & 0o777, file: fs.statSync(kept).mode & 0o777 };
  fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify(run) + '\\n');
  if (parameters.includes('--download-db-only') || parameters[0] === 'db') return process.exit(state.isOffline ? 3 : 0);
  if (state.fault === 'hangs') return setInterval(() => undefined, 1000);
  if (state.fault === 'floods') return process.stdout.write(Buffer.alloc(70 * 1024 * 1024, 32));
  if (state.fault === 'prints nothing') return;
  if (state.fault === 'lists') return print([]);
  if (file) return print(reportOf());
  const reference = parameters.find((one) => one.includes('@sha256:')).replace(/^registry:/, '');
  const [, host, repository, digest] = /^([^/]+)\\/(.*)@(.*)$/.exec(reference);
  const login = JSON.parse(fs.readFileSync(kept, 'utf8')).auths[host];
  if (state.fault === 'fails') {
    process.stderr.write('cannot pull with ' + login.registrytoken);
    process.exit(1);
  }
  const answer = await fetch('http://' + host + '/v2/' + repository + '/manifests/' + digest, {
    headers: { authorization: 'Bearer ' + login.registrytoken, accept: '*/*' },
  });
  if (!answer.ok) process.exit(2);
  const { layers } = await answer.json();
  print({ bomFormat: 'CycloneDX', specVersion: '1.6', components: layers.map(({ digest }) => ({ name: digest })), vulnerabilities: [{}] });
}

function reportOf() {
  if (!isGrype) return { SchemaVersion: 2, Results: [{ Target: 'app', Vulnerabilities: state.vulnerabilities }, { Target: 'none' }] };
  const matches = state.vulnerabilities.map((one) => ({
    vulnerability: { id: one.VulnerabilityID, severity: one.Severity, dataSource: one.PrimaryURL, fix: { versions: [one.FixedVersion ?? []].flat() } },
    artifact: { name: one.PkgName, version: one.InstalledVersion },
  }));
  return { matches, descriptor: { name: 'grype' } };
}
`;
