import { homedir, hostname } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the command line takes from the environment. No other file reads it. */
export interface Environment {
  /** The folder of docker's config.json. */
  readonly dockerFolder: string;
  /** The folder of the secrets, or of the list of the keychain's entries. */
  readonly lanyardFolder: string;
  /** The name of a keychain, or `file` to use none. */
  readonly secretStore: string | undefined;
  /** Docker's `registry.json`. Its path is fixed, so that no setting of the user can avoid it. */
  readonly workstationPolicyFile: string;
  readonly programFolders: readonly string[];
  /** The browser that the user has chosen. */
  readonly browser: string | undefined;
  readonly hasDisplay: boolean;
  readonly isRemoteShell: boolean;
  /** The name of this machine. It distinguishes this machine's sign-in from others. */
  readonly machine: string;
  /** Holds HTTP_PROXY, HTTPS_PROXY and NO_PROXY, which Node reads itself. */
  readonly proxies: NodeJS.ProcessEnv;
}

const WORKSTATION_POLICY_FILE = '/usr/share/docker-desktop/registry/registry.json';
const WORKSTATION_POLICY_FILES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: '/Library/Application Support/com.docker.docker/registry.json',
  // Not %ProgramData%, which the user could set.
  win32: 'C:\\ProgramData\\DockerDesktop\\registry.json',
};

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const home = homedir();
  return {
    dockerFolder: nonEmpty(env.DOCKER_CONFIG) ?? join(home, '.docker'),
    lanyardFolder: join(nonEmpty(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'lanyard'),
    secretStore: nonEmpty(env.LANYARD_SECRET_STORE),
    workstationPolicyFile: WORKSTATION_POLICY_FILES[process.platform] ?? WORKSTATION_POLICY_FILE,
    programFolders: (env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    browser: nonEmpty(env.BROWSER),
    hasDisplay: nonEmpty(env.DISPLAY) !== undefined || nonEmpty(env.WAYLAND_DISPLAY) !== undefined,
    isRemoteShell: nonEmpty(env.SSH_CONNECTION) !== undefined,
    machine: hostname(),
    proxies: env,
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** Equals the version in package.json, which a bundle does not contain. A test compares them. */
export const VERSION = '0.1.0';

/** The server shows the client's name, version and system from it. */
export const USER_AGENT = `lanyard-cli/${VERSION} (${process.platform}; ${process.arch})`;

/** The same with the name of the machine. Only the server of the sign-in gets it. */
export function userAgentOf(machine: string): string {
  const name = machine.replaceAll(/[^\w.-]/g, '').slice(0, 40);
  return name === '' ? USER_AGENT : USER_AGENT.replace(/\)$/, `; ${name})`);
}
