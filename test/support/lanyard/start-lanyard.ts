import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import type { Services } from '@lanyard/server/services';
import { inject } from 'vitest';
import { freePort } from '../programs/serve-http.ts';
import { temporaryFolder } from '../programs/temporary-folder.ts';
import { type AdjustableClock, adjustableClock } from './adjustable-clock.ts';
import { type Browser, createBrowser } from './browser.ts';
import { migratedFile } from './migrated-database.ts';
import { watchRoutes } from './route-watch.ts';

export interface StartOptions {
  /** An empty PostgreSQL database, or one that another server also uses. Default: SQLite. */
  readonly databaseUrl?: string | undefined;
  /** The data folder of another server, to share its master key. */
  readonly dataFolder?: string;
  /** More settings, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Lanyard {
  /** `http://localhost:PORT`, which is also the public URL. */
  readonly url: string;
  readonly host: string;
  readonly dataFolder: string;
  /** Undefined on SQLite. */
  readonly databaseUrl: string | undefined;
  readonly services: Services;
  readonly clock: AdjustableClock;
  /** Everything that was logged, at debug level. */
  logs(): string;
  /** A new client with its own cookies. */
  browser(): Browser;
  /** Throws if a route did something that its row does not list. */
  stop(): Promise<void>;
}

const isFresh = ({ databaseUrl, dataFolder }: StartOptions) => databaseUrl === undefined && dataFolder === undefined;

/** The whole server on its own port, in this process, with a clock that tests can move. */
export async function startLanyard(options: StartOptions = {}): Promise<Lanyard> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const dataFolder = options.dataFolder ?? folder.path;
  const config = readConfig({
    LANYARD_PORT: String(port),
    LANYARD_DATA_DIR: dataFolder,
    LANYARD_LOG_LEVEL: 'debug',
    DATABASE_URL: options.databaseUrl,
    ...options.settings,
  });
  const lines: string[] = [];
  const logger = makeLogger(config.logLevel, { write: (line: string) => void lines.push(line) });
  const clock = adjustableClock();
  const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
  const watch = watchRoutes();
  if (isFresh(options)) await writeFile(join(dataFolder, 'lanyard.db'), await migratedFile(), { mode: 0o600 });
  const server = await startServer(config, logger, { world: { clock, random, watch } });
  const url = `http://localhost:${port}`;
  return {
    url,
    host: `localhost:${port}`,
    dataFolder,
    databaseUrl: options.databaseUrl,
    services: server.services,
    clock,
    logs: () => lines.join(''),
    browser: () => createBrowser(url, server.services.publicUrl),
    stop: async () => {
      await server.stop();
      await folder.remove();
      watch.finish(inject('routeEvidence'));
    },
  };
}
