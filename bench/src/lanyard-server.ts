import { argv, stdout } from 'node:process';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import { fillDatabase, fillPostgres } from './fill-database.ts';
import { knownSecret } from './known-tokens.ts';

/**
 * The whole server in one process. Arguments: port, data folder, and the address of a PostgreSQL database or `sqlite`. For
 * a new database, also the number of tokens to create, and how many of them are known.
 */
const [, , port = '', dataFolder = '', database = 'sqlite', tokenCount, knownCount] = argv;

const config = readConfig({
  LANYARD_PORT: port,
  LANYARD_DATA_DIR: dataFolder,
  ...(database === 'sqlite' ? {} : { DATABASE_URL: database }),
});
const { services, stop } = await startServer(config, makeLogger(config.logLevel));
if (tokenCount !== undefined) {
  const places = Array.from({ length: Number(knownCount) }, (_, place) => place);
  const digests = places.map((place) => services.digester.digest('token', knownSecret(place)));
  if (database === 'sqlite') fillDatabase(`${dataFolder}/lanyard.db`, Number(tokenCount), digests);
  else await fillPostgres(database, Number(tokenCount), digests);
}
stdout.write(`ready ${port}\n`);
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
