import { randomBytes } from 'node:crypto';
import { argv, stdout } from 'node:process';
import { makeTokenSecret } from '@lanyard/core/tokens/token-format';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';
import { fillDatabase } from './fill-database.ts';

/**
 * The whole server on SQLite, one process, with the given number of tokens in its database.
 * Arguments: port, data folder, number of tokens. Prints the credentials to use, one a line, then `ready`.
 */
const [, , port = '', dataFolder = '', count = ''] = argv;
const USED_TOKENS = 500;

const config = readConfig({ LANYARD_PORT: port, LANYARD_DATA_DIR: dataFolder });
const { services, stop } = await startServer(config, makeLogger(config.logLevel));
const secrets = Array.from({ length: USED_TOKENS }, () => makeTokenSecret('pat', (length) => randomBytes(length)));
const digests = secrets.map((secret) => services.digester.digest('token', secret));
fillDatabase(`${dataFolder}/lanyard.db`, Number(count), digests);
for (const [index, secret] of secrets.entries()) stdout.write(`account-${index} ${secret.reveal()}\n`);
stdout.write('ready\n');
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
