import { join } from 'node:path';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import { setInternalUrl } from '@lanyard/server/features/registries/registries';
import { freePort } from './subjects.ts';

/** A server without a scanner in this process, whose registry has this address. The benchmark does the scans itself. */
export async function startScanServer(folder: string, registryUrl: string) {
  const config = readConfig({
    LANYARD_PORT: String(await freePort()),
    LANYARD_DATA_DIR: join(folder, 'data'),
    LANYARD_LOG_LEVEL: 'error',
  });
  const { services, stop } = await startServer(config, makeLogger('error'));
  const registry = await setInternalUrl(services, 'default', registryUrl);
  return { services, registry, stop };
}
