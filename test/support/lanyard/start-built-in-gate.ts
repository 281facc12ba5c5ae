import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startGate } from '@lanyard/server/app/start-gate';
import { freePort } from '../programs/serve-http.ts';
import type { Lanyard } from './start-lanyard.ts';

export interface BuiltInGate extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

export interface BuiltInGateOptions {
  readonly upstream: string;
  readonly registry?: string;
  readonly upstreamSeconds?: number;
}

/** The built-in gate of a registry without authentication, in this process, on the database of this server. */
export async function startBuiltInGate(
  lanyard: Pick<Lanyard, 'dataFolder' | 'databaseUrl' | 'url'>,
  { upstream, registry = 'default', upstreamSeconds = 300 }: BuiltInGateOptions,
): Promise<BuiltInGate> {
  const port = await freePort();
  const config = readConfig({
    LANYARD_DATA_DIR: lanyard.dataFolder,
    LANYARD_PUBLIC_URL: lanyard.url,
    DATABASE_URL: lanyard.databaseUrl,
  });
  const options = { registry, upstream, port, host: '127.0.0.1', tls: undefined, alone: true, upstreamSeconds };
  const gate = await startGate(config, options, makeLogger('silent', { write: () => undefined }));
  return { url: `http://127.0.0.1:${port}`, port, [Symbol.asyncDispose]: () => gate.stop() };
}
