import type { Token } from '../../api/types.ts';

/** "docker CLI 28.2.2 on linux/amd64"; undefined for a manual token. */
export function describeSource({ signedInWith }: Token): string | undefined {
  if (!signedInWith) return undefined;
  const { name, version, operatingSystem } = signedInWith;
  const program = version === null ? name : `${name} ${version}`;
  return operatingSystem === null ? program : `${program} on ${operatingSystem}`;
}
