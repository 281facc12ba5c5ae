import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillDatabase, fillPostgres } from '../../../bench/src/fill-database.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

describeLanyard('the benchmark', (lanyard) => {
  it('can fill the tables of the current schema', async () => {
    const digests = ['digest of one', 'digest of another'];
    const { databaseUrl, dataFolder, services } = lanyard();
    if (databaseUrl === undefined) fillDatabase(join(dataFolder, 'lanyard.db'), 4, digests);
    else await fillPostgres(databaseUrl, 4, digests);
    const { access, tokens } = services.store.read;
    for (const [place, digest] of digests.entries()) {
      const found = await access.credential(digest, { namespace: `account-${place}`, name: 'app-99' });
      expect(found?.owner.name).toBe(`account-${place}`);
      expect(found?.standing?.repositoryId).toBe(`app-99-${place}`);
    }
    expect((await tokens.list({ ownerId: 'account-1', now: 0, page: 1, pageSize: 10 })).total).toBe(3);
  });
});
