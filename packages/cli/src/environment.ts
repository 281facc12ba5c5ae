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
  readonly programFolders: readonly string[];
  /** The person's own choice of a browser. */
  readonly browser: string | undefined;
  readonly hasDisplay: boolean;
  readonly isRemoteShell: boolean;
  /** For the proxies that Node knows by itself: HTTP_PROXY, HTTPS_PROXY, NO_PROXY. */
  readonly proxies: NodeJS.ProcessEnv;
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  const home = homedir();
  return {
    dockerFolder: nonEmpty(env.DOCKER_CONFIG) ?? join(home, '.docker'),
    lanyardFolder: join(nonEmpty(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'lanyard'),
    secretStore: nonEmpty(env.LANYARD_SECRET_STORE),
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
