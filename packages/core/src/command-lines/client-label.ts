/** The program that signed in, as far as its User-Agent says. */
export interface ClientDescription {
  readonly name: string;
  readonly version: string | null;
  /** For example `linux/amd64`. */
  readonly operatingSystem: string | null;
}

const UNKNOWN_CLIENT = 'a command line';

/** Docker's CLI sends `docker-cli:28_2_2:linux-amd64`. Ours sends `lanyard-cli/0.1.0 (linux; x64; laptop)`. */
export function describeClient(userAgent: string): ClientDescription {
  return dockerClient(userAgent) ?? productClient(userAgent) ?? unknownClient(userAgent);
}

export function isDockerCli(userAgent: string): boolean {
  return userAgent.startsWith('docker-cli:');
}

/**
 * The default description of an auto-generated token, such as "docker CLI 28.2.2 on linux/amd64". If the client names
 * its machine, it is "lanyard CLI 0.1.0 on laptop".
 */
export function clientLabel(userAgent: string): string {
  const { name, version, operatingSystem } = describeClient(userAgent);
  const product = version === null ? name : `${name} ${version}`;
  const place = machineOf(userAgent) ?? operatingSystem;
  return place === null ? product : `${product} on ${place}`;
}

/** Two laptops can have the same program and system, so the name of the machine tells them apart. */
function machineOf(userAgent: string): string | undefined {
  return /^lanyard-cli\/[\w.-]{1,30} \([\w.-]+; [\w.-]+; ([\w.-]{1,40})\)$/.exec(userAgent)?.[1];
}

function dockerClient(userAgent: string): ClientDescription | undefined {
  const [, version, system] = /^docker-cli:([\w.+~-]{1,30}):([\w-]{1,40})$/.exec(userAgent) ?? [];
  if (version === undefined || system === undefined) return undefined;
  return { name: 'docker CLI', version: version.replaceAll('_', '.'), operatingSystem: system.replace('-', '/') };
}

const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  'lanyard-cli': 'lanyard CLI',
  DockerDesktop: 'Docker Desktop',
};

function productClient(userAgent: string): ClientDescription | undefined {
  const [, product = '', version, system] =
    /^(lanyard-cli|DockerDesktop)\/([\w.-]{1,30})(?: \(([\w; ./-]{1,60})\))?/.exec(userAgent) ?? [];
  const name = PRODUCT_NAMES[product];
  if (name === undefined) return undefined;
  const operatingSystem = system === undefined ? null : system.split(/; ?/).slice(0, 2).join('/');
  return { name, version: version ?? null, operatingSystem };
}

function unknownClient(userAgent: string): ClientDescription {
  const [, product, version] = /^([A-Za-z][\w.-]{0,30})(?:\/([\w.]{1,20}))?/.exec(userAgent) ?? [];
  return { name: product ?? UNKNOWN_CLIENT, version: version ?? null, operatingSystem: null };
}
