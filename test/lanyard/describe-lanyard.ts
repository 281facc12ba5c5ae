import { afterAll, beforeAll, describe, inject } from 'vitest';
import { describeWith } from '../harness/available-programs.ts';
import { createDatabase } from '../harness/create-database.ts';
import { type Lanyard, startLanyard } from './start-lanyard.ts';

/** The same promises over both databases: `lanyard()` gives the server that all tests of the body share. */
export function describeLanyard(title: string, body: (lanyard: () => Lanyard) => void): void {
  describe(`${title}, on SQLite`, () => body(started(async () => undefined)));
  describeWith(['postgres'], `${title}, on PostgreSQL`, () => body(started(freshDatabase)));
}

async function freshDatabase(): Promise<string> {
  const url = inject('postgresUrl');
  if (url === undefined) throw new Error('PostgreSQL was not started');
  return createDatabase(url);
}

function started(databaseUrl: () => Promise<string | undefined>): () => Lanyard {
  let running: Lanyard | undefined;
  beforeAll(async () => {
    running = await startLanyard({ databaseUrl: await databaseUrl() });
  });
  afterAll(async () => {
    await running?.stop();
  });
  return () => {
    if (!running) throw new Error('the server has not been started');
    return running;
  };
}
