/** A program as the server knows it from its User-Agent. */
interface Client {
  readonly name: string;
  readonly version: string | null;
  readonly operatingSystem: string | null;
}

/** "docker CLI 28.2.2 on linux/amd64" */
export function describeClient({ name, version, operatingSystem }: Client): string {
  const program = version === null ? name : `${name} ${version}`;
  return operatingSystem === null ? program : `${program} on ${operatingSystem}`;
}
