import { writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import { OPERATOR } from '@lanyard/server/features/access/caller';
import { setUpGate } from '@lanyard/server/features/gate/set-up-gate';
import { fillDatabase } from './fill-database.ts';
import { knownSecret } from './known-tokens.ts';

/**
 * The whole server with SQLite, whose first registry has a gate. Arguments: port and data folder. For a new folder,
 * also the number of tokens to create, and how many of them are known. It writes the gate's secret to `gate-secret` in
 * the folder.
 */
const [, , port = '', dataFolder = '', tokenCount, knownCount] = argv;

const config = readConfig({ LANYARD_PORT: port, LANYARD_DATA_DIR: dataFolder });
const { services, stop } = await startServer(config, makeLogger('warn'));
if (tokenCount !== undefined) {
  const places = Array.from({ length: Number(knownCount) }, (_, place) => place);
  const digests = places.map((place) => services.digester.digest('token', knownSecret(place)));
  fillDatabase(`${dataFolder}/lanyard.db`, Number(tokenCount), digests);
}
const where = { upstream: 'http://127.0.0.1:5000', lanyard: config.publicUrl, host: 'localhost:5001' };
const input = { name: 'default', proxy: 'caddy', ...where, alone: false, renewSecret: false } as const;
const printed = await setUpGate(services, OPERATOR, input);
writeFileSync(`${dataFolder}/gate-secret`, /lygate_[\w-]+/.exec(printed)?.[0] ?? '', { mode: 0o600 });
stdout.write(`ready ${port}\n`);
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
