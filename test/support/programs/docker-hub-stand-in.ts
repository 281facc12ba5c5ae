import { join } from 'node:path';
import { startConnectProxy } from './connect-proxy.ts';
import { privateAuthority } from './private-authority.ts';
import { type RedirectedDocker, redirectedDocker } from './redirected-docker.ts';
import { type RecordedRequest, startTlsFront } from './tls-front.ts';

export interface DockerHubStandIn extends AsyncDisposable {
  /** What it was asked until now. */
  requests(): readonly RecordedRequest[];
  /** A docker CLI of its own; `name` is that of its folder. */
  docker(name: string): Promise<RedirectedDocker>;
  /** Ends it with every docker that still runs. */
  stop(): Promise<void>;
}

/**
 * Lets the unmodified docker CLI take what is at `url` for Docker Hub, its login and its registry, as any user: its
 * requests go through a proxy to a TLS server that its certificate authority vouches for. A host in `elsewhere`, such
 * as registry-1.docker.io, is the address beside it.
 */
export async function startDockerHubStandIn(
  folder: string,
  url: string,
  elsewhere: Readonly<Record<string, string>> = {},
): Promise<DockerHubStandIn> {
  const authority = await privateAuthority(folder);
  const front = await startTlsFront(authority, url, elsewhere);
  const proxy = await startConnectProxy(front.port);
  const network = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: authority.certificateFile };
  const dockers: RedirectedDocker[] = [];
  const stop = async () => {
    for (const docker of dockers) await docker.stop();
    await proxy.stop();
    await front.stop();
  };
  const docker = async (name: string) => {
    const made = await redirectedDocker(join(folder, name), network);
    dockers.push(made);
    return made;
  };
  return { requests: front.requests, docker, stop, [Symbol.asyncDispose]: stop };
}
