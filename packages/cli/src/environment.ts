import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the CLI takes from the environment; no other file reads it. */
export interface Environment {
  /** The folder of docker's config.json. */
  readonly dockerFolder: string;
  /** Where sign-ins are kept, or what is to be known of the keychain that keeps them. */
  readonly lanyardFolder: string;
  /** `file` to leave the system's keychain alone. */
  readonly secretStore: string | undefined;
  /** Docker's `registry.json`. Its place is fixed: no setting of the person's own may lead around it. */
  readonly workstationPolicyFile: string;
  readonly programFolders: readonly string[];
  /** The person's own choice of a browser. */
  readonly browser: string | undefined;
  readonly hasDisplay: boolean;
  readonly isRemoteShell: boolean;
  /** For the proxies that Node knows by itself: HTTP_PROXY, HTTPS_PROXY, NO_PROXY. */
  readonly proxies: NodeJS.ProcessEnv;
}

const WORKSTATION_POLICY_FILE = '/usr/share/docker-desktop/registry/registry.json';
const WORKSTATION_POLICY_FILES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: '/Library/Application Support/com.docker.docker/registry.json',
  // Not by %ProgramData%, which the person could set.
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
    proxies: env,
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
