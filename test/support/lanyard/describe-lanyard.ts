import { afterAll, beforeAll, describe } from 'vitest';
import { describeWith } from '../programs/installed-programs.ts';
import { migratedDatabase } from './migrated-database.ts';
import { type Lanyard, startLanyard } from './start-lanyard.ts';

type Settings = Readonly<Record<string, string>>;

/**
 * Runs the same promises on both databases. `lanyard()` returns the server that all tests of the body share. `settings`
 * is called just before it starts.
 */
export function describeLanyard(
  title: string,
  body: (lanyard: () => Lanyard) => void,
  settings: () => Settings = () => ({}),
): void {
  describe(`${title}, on SQLite`, () => body(started(async () => undefined, settings)));
  describeWith(['postgres'], `${title}, on PostgreSQL`, () => body(started(migratedDatabase, settings)));
}

function started(databaseUrl: () => Promise<string | undefined>, settings: () => Settings): () => Lanyard {
  let running: Lanyard | undefined;
  beforeAll(async () => {
    running = await startLanyard({ databaseUrl: await databaseUrl(), settings: settings() });
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (!running) throw new Error('the server has not been started');
    return running;
  };
}
