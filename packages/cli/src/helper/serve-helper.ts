import { Secret } from '@lanyard/core/secret';
import { CliError } from '../cli-error.ts';
import { type Environment, VERSION } from '../environment.ts';
import { jsonObject } from '../foreign-text.ts';
import { registryHost } from '../registry-host.ts';
import { listCredentials, readCredential, removeCredential, writeCredential } from '../secrets/credential.ts';
import { openSecretStore } from '../secrets/open-secret-store.ts';
import { describePolicy, readWorkstationPolicy } from '../workstation-policy.ts';

/** Clients compare these texts word for word. With another text, docker fails instead of continuing without a login. */
const NOT_FOUND = 'credentials not found in native keychain';
const NO_SERVER_URL = 'no credentials server URL';
const NO_USERNAME = 'no credentials username';

export interface HelperInput {
  readonly environment: Environment;
  /** Reads all of standard input. */
  readonly readInput: () => string;
  /** Prints a line for the user: clients pass standard error through. */
  readonly note: (line: string) => void;
}

type Action = (input: HelperInput) => Promise<string>;

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['get', get],
  ['store', store],
  ['erase', erase],
  ['list', list],
  ['version', async () => `docker-credential-lanyard (Lanyard) ${VERSION}\n`],
]);

const USAGE = `use: docker-credential-lanyard ${[...ACTIONS.keys()].join('|')}`;

/** The answer for standard output. Throws a `HelperFault`, whose message goes there too, with exit code 1. */
export async function serveHelper(args: readonly string[], input: HelperInput): Promise<string> {
  const action = args.length === 1 ? ACTIONS.get(args[0] ?? '') : undefined;
  if (!action) throw new HelperFault(USAGE);
  return action(input).catch((error: unknown) => {
    throw error instanceof CliError ? new HelperFault(textOf(error)) : error;
  });
}

export class HelperFault extends Error {}

async function get({ environment, readInput, note }: HelperInput): Promise<string> {
  const address = readAddress(readInput());
  const host = registryHost(address);
  const policy = readWorkstationPolicy(environment);
  const secrets = await openSecretStore(environment);
  const credential = await readCredential(secrets, host);
  if (!credential) throw new HelperFault(NOT_FOUND);
  const { account, secret, endpoint } = credential;
  if (endpoint || policy) {
    const { whyWithheld } = await import('./why-withheld.ts');
    const reasons = await whyWithheld(host, credential, { secrets, policy, proxies: environment.proxies });
    for (const line of reasons ?? []) note(`lanyard: ${line}`);
    if (reasons) throw new HelperFault(NOT_FOUND);
  }
  return answer({ ServerURL: address, Username: account, Secret: secret.reveal() });
}

async function store({ environment, readInput }: HelperInput): Promise<string> {
  const { ServerURL: address, Username: account, Secret: secret } = jsonObject(readInput()) ?? {};
  if (typeof address !== 'string' || address === '') throw new HelperFault(NO_SERVER_URL);
  if (typeof account !== 'string' || account === '') throw new HelperFault(NO_USERNAME);
  if (typeof secret !== 'string') throw new HelperFault('no credentials secret');
  const host = registryHost(address);
  const secrets = await openSecretStore(environment, { create: true });
  await writeCredential(secrets, host, { account, secret: new Secret(secret), endpoint: null });
  return '';
}

async function erase({ environment, readInput, note }: HelperInput): Promise<string> {
  const host = registryHost(readAddress(readInput()));
  const secrets = await openSecretStore(environment);
  const credential = await readCredential(secrets, host);
  // `docker logout` erases several spellings of one host, so it is not a fault if nothing is left.
  if (!credential || !(await removeCredential(secrets, host))) return '';
  if (credential.endpoint)
    note(
      `lanyard: removed on this machine; run: lanyard logout ${host}, to end the command-line login on the server too`,
    );
  return '';
}

async function list({ environment, note }: HelperInput): Promise<string> {
  const policy = readWorkstationPolicy(environment);
  const secrets = await openSecretStore(environment);
  const credentials = await listCredentials(secrets);
  if (!policy) return answer(Object.fromEntries(credentials));
  const { hostsAllowed } = await import('./why-withheld.ts');
  const allowed = await hostsAllowed(policy, secrets);
  const left = [...credentials.keys()].filter((host) => !allowed.has(host));
  if (left.length > 0) note(`lanyard: ${describePolicy(policy)}; left out: ${left.join(', ')}`);
  if (left.length > 0) note('lanyard: run: lanyard login REGISTRY');
  return answer(Object.fromEntries(allowed));
}

/** docker sends no line end. People who try it by hand do. */
function readAddress(input: string): string {
  const address = input.replace(/\r?\n$/, '');
  if (address === '') throw new HelperFault(NO_SERVER_URL);
  return address;
}

function answer(body: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(body)}\n`;
}

function textOf({ message, hint }: CliError): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
