import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillDatabase } from '../../../bench/src/fill-database.ts';
import { startLanyard } from '../../support/lanyard/start-lanyard.ts';

it('the benchmark can fill the tables of the current schema', async () => {
  const lanyard = await startLanyard();
  try {
    fillDatabase(join(lanyard.dataFolder, 'lanyard.db'), 4, ['digest of one', 'digest of another']);
    const { access } = lanyard.services.store.read;
    expect((await access.credential('digest of one'))?.owner.name).toBe('account-0');
    expect((await access.credential('digest of another'))?.owner.name).toBe('account-1');
  } finally {
    await lanyard.stop();
  }
});
