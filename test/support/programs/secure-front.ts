import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DockerClient, dockerClient } from './docker-client.ts';
import { privateAuthority } from './private-authority.ts';
import { startTlsFront } from './tls-front.ts';

export interface SecureFront {
  /** `localhost:PORT`, the first part of a reference. */
  readonly host: string;
  /** A docker CLI, with its configuration inside `folder`, that trusts the front. */
  docker(folder: string): Promise<DockerClient>;
  stop(): Promise<void>;
}

/**
 * Serves what is at `url` over TLS: without a daemon, later versions of docker (28.5, say) log in to no server without it,
 * the own machine's included.
 */
export async function secureFront(folder: string, url: string): Promise<SecureFront> {
  const own = join(folder, 'authority');
  await mkdir(own, { recursive: true });
  const authority = await privateAuthority(own, ['localhost']);
  const front = await startTlsFront(authority, url);
  return {
    host: `localhost:${front.port}`,
    docker: (home) => dockerClient(home, { SSL_CERT_FILE: authority.certificateFile }),
    stop: front.stop,
  };
}
