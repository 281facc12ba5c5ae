import { randomUUID } from 'node:crypto';
import { argv, stdout } from 'node:process';
import { Secret } from '@lanyard/core/secret';
import { readConfig } from '@lanyard/server/app/config';
import { makeLogger } from '@lanyard/server/app/make-logger';
import { startServer } from '@lanyard/server/app/start-server';

/**
 * One server process whose changes are measured. Arguments: port, data folder, and the address of a PostgreSQL database
 * or `sqlite`. For a new database, also the number of accounts to create, and the password that the client uses.
 */
const [, , port = '', dataFolder = '', database = 'sqlite', accountCount = '0', password = ''] = argv;

const config = readConfig({
  LANYARD_PORT: port,
  LANYARD_DATA_DIR: dataFolder,
  LANYARD_PUBLIC_URL: 'http://localhost',
  ...(database === 'sqlite' ? {} : { DATABASE_URL: database }),
});
const { services, stop } = await startServer(config, makeLogger('error'));
const { store, clock, passwords } = services;
for (let index = 0; index < Number(accountCount); index += 1) {
  const name = `changer-${index}`;
  const party = { type: 'account', id: name, name } as const;
  const passwordHash = await passwords.hash(new Secret(password));
  await store.transaction(async ({ accounts, audit }) => {
    const isNew = { passwordHash, isAdministrator: false, disabledAt: null, hasSecondFactor: false };
    await accounts.insert({ id: name, name, email: `${name}@example.com`, ...isNew, createdAt: clock.now() });
    const place = { address: '', client: 'bench', namespace: name, data: {} };
    const event = {
      id: randomUUID(),
      at: clock.now(),
      action: 'account.enabled',
      actor: party,
      subject: party,
    } as const;
    await audit.append({ ...event, ...place });
  });
}
stdout.write(`ready ${port}\n`);
process.on('SIGTERM', () => void stop().then(() => process.exit(0)));
