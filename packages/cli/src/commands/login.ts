import { CLIENT_SCOPE_NAMES, type ClientScope } from '@lanyard/core/command-lines/client-scope';
import type { Secret } from '@lanyard/core/secret';
import { failed, wrongUse } from '../cli-error.ts';
import { addHelper, HELPER, helperOf, holdsPlainLogin, hostsOfHelper } from '../docker-config.ts';
import { registryHost } from '../registry-host.ts';
import { findProgram } from '../secrets/keychain-program.ts';
import { openSecretStore } from '../secrets/open-secret-store.ts';
import { discoverRegistry, discoverServer, type RegistryAddress } from '../server/discover-server.ts';
import { listOrganizations, makeAutoToken, showAccount } from '../server/lanyard-api.ts';
import { endCommandLine } from '../server/oauth.ts';
import { type CheckedCredential, proveLogin } from '../server/registry-token.ts';
import { readWorkstationPolicy, requirePolicyMet, type WorkstationPolicy } from '../workstation-policy.ts';
import { adoptCommandLine } from './adopt-command-line.ts';
import { approveInBrowser } from './approve-in-browser.ts';
import { type CommandContext, printResult } from './command-context.ts';

export interface LoginOptions {
  /** Opens a browser if there is one. */
  readonly browser: boolean;
  readonly qr?: boolean;
  /** Replaces another credential helper. */
  readonly replace?: boolean;
  /** What `lanyard` may do besides signing in. Default: everything. */
  readonly scope?: readonly string[];
}

/** Signs in with a browser, and lets docker use the auto-generated token of this sign-in. */
export async function login(context: CommandContext, registry: string | undefined, options: LoginOptions) {
  const { environment, terminal } = context;
  const host = registry === undefined ? onlyKnownHost(context) : registryHost(registry);
  const scopes = scopesOf(options);
  requireFreeHelper(context, host, options.replace);
  const policy = readWorkstationPolicy(environment);
  const address = await discoverRegistry(host, environment.proxies);
  const server = await discoverServer(new URL(address.endpoint.realm).origin, environment.proxies);
  const { accessToken, refreshToken } = await approveInBrowser(context, server, {
    ...options,
    registry: host,
    scopes,
    machine: environment.machine,
  });
  const started = { server: server.origin, refreshToken };
  const credential = await firstCredential(context, host, address, { ...started, accessToken, policy });
  const { account } = credential;
  const store = await openSecretStore(environment, { create: true });
  const commandLine = { ...started, account, registries: [host] };
  const replaced = await adoptCommandLine(environment, store, commandLine, credential);
  await addHelper(environment, host);
  for (const old of replaced) await endQuietly(context, old);
  noteObstacles(context, host);
  const result = { registry: host, account, server: server.origin, secretStore: store.name };
  printResult(context, result, () => `signed in to ${host} as ${account}\n`);
  terminal.note(`the token is stored in ${store.name}; to end it, run: lanyard logout ${host}`);
}

/** The sign-in itself needs the name and the organizations. */
const NEEDED: ClientScope = 'account:read';

function scopesOf({ scope }: LoginOptions): readonly ClientScope[] {
  if (scope === undefined) return CLIENT_SCOPE_NAMES;
  return CLIENT_SCOPE_NAMES.filter((name) => name === NEEDED || scope.includes(name));
}

interface Started {
  readonly server: string;
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  readonly policy: WorkstationPolicy | undefined;
}

/** Ends the sign-in on the server again if it is not allowed here, or if its token does not work. */
async function firstCredential(
  context: CommandContext,
  host: string,
  { url, endpoint }: RegistryAddress,
  started: Started,
): Promise<CheckedCredential> {
  const { proxies } = context.environment;
  const access = { ...started, proxies };
  try {
    const { name: account } = await showAccount(access);
    const organizations = await listOrganizations(access);
    requirePolicyMet(started.policy, account, organizations);
    const secret = await makeAutoToken(access);
    const credential = { account, secret, endpoint, organizations, confirmedHost: host };
    await proveLogin(host, url, credential, proxies);
    return credential;
  } catch (error) {
    await endQuietly(context, started);
    throw error;
  }
}

async function endQuietly(
  context: CommandContext,
  commandLine: Pick<Started, 'server' | 'refreshToken'>,
): Promise<void> {
  try {
    await endCommandLine(commandLine, context.environment.proxies);
  } catch {
    context.terminal.note(
      `note: an earlier command-line login at ${commandLine.server} could not be ended; end it on the pages of the server`,
    );
  }
}

/** Nobody has to type the name to sign in again if there is only one. */
function onlyKnownHost({ environment }: CommandContext): string {
  const hosts = hostsOfHelper(environment);
  if (hosts.length === 1 && hosts[0] !== undefined) return hosts[0];
  throw wrongUse('which registry?', 'run: lanyard login registry.example.com');
}

function requireFreeHelper({ environment }: CommandContext, host: string, replace = false): void {
  const helper = helperOf(environment, host);
  if (helper === undefined || helper === HELPER || replace) return;
  throw failed(`docker uses another credential helper for ${host}`, 'add --replace to replace it');
}

function noteObstacles({ environment, terminal }: CommandContext, host: string): void {
  if (findProgram(`docker-credential-${HELPER}`, environment.programFolders) === undefined) {
    terminal.note(`note: docker-credential-${HELPER} is not in PATH, so docker cannot find it; add it`);
  }
  if (holdsPlainLogin(environment, host)) {
    terminal.note(`note: docker's config.json also has an older login for ${host}, in plain text`);
  }
}
