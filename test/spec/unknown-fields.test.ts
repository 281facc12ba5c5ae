import { ROUTES } from '@lanyard/server/http/route-table';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trailOf } from '../lanyard/audit-trail.ts';
import { type SampleAccount, sampleAccount } from '../lanyard/sample-account.ts';
import { type Lanyard, startLanyard } from '../lanyard/start-lanyard.ts';

const TO_SMUGGLE = ['owner', 'ownerId', 'role', 'userId', 'accountId', 'isOwner', '__proto__'] as const;
const NAMES = { organization: 'acme', account: 'root', team: 'builders', name: 'default', id: 'one' };

const withBodies = ROUTES.filter(({ surface, request }) => surface === 'api' && request.body !== undefined);

/** A body that is right but for the smuggled field would be refused the same, for schemas are strict or not as a whole. */
describe('the HTTP API', () => {
  let lanyard: Lanyard;
  let root: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard();
    root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
  });
  afterAll(() => lanyard.stop());

  it.each(withBodies.map(({ method, path }) => [method, path] as const))(
    'refuses unknown fields of %s %s with 400 and changes nothing (R25, attacks 1 and 22)',
    async (method, path) => {
      const address = path.replace(/:(\w+)/g, (_, name: keyof typeof NAMES) => NAMES[name]);
      const query = path.startsWith('/api/repository') ? '?name=root/app' : '';
      const trail = await trailOf(lanyard, async () => {
        for (const field of TO_SMUGGLE) {
          const answer = await root.browser.request(method, `${address}${query}`, { body: `{"${field}":"root"}` });
          expect([field, answer.status]).toEqual([field, 400]);
        }
      });
      expect(trail).toEqual([]);
    },
  );

  it('refuses unknown query parameters with 400', async () => {
    for (const path of ['/api/accounts', '/api/audit', '/api/server/audit', '/api/tokens']) {
      expect([path, (await root.browser.get(`${path}?ownerId=root`)).status]).toEqual([path, 400]);
    }
  });
});
