/** The values in the templates. Every text was checked and needs no quotes. */
export interface ProxyFacts {
  readonly registry: string;
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  readonly upstream: URL;
  readonly lanyard: URL;
  readonly alone: boolean;
}

export const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');
export const addressOf = (url: URL) => `${url.hostname}:${portOf(url)}`;
export const certificate = (host: string) => `/etc/lanyard/tls/${host}.crt`;
export const privateKey = (host: string) => `/etc/lanyard/tls/${host}.key`;

export const HEAD = (registry: string, file: string) => `# Lanyard's gate for the registry ${registry}: ${file}
# It holds the secret of the gate: let only the proxy read it.`;
