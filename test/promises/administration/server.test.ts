import { beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

const METRICS_TOKEN = 'a metrics token that nobody may read 1234';

describeLanyard(
  'the state of the server',
  (lanyard) => {
    let root: SampleAccount;
    beforeAll(async () => {
      root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    });

    it('shows the settings and whether the environment sets them, and no secret', async () => {
      const { status, body } = await root.browser.get('/api/server/settings');
      const shown = new Map<string, { isSet: boolean; value: string | null }>(
        body.settings.map(({ name, isSet, value }: { name: string; isSet: boolean; value: string }) => [
          name,
          { isSet, value },
        ]),
      );
      expect(status).toBe(200);
      expect(shown.get('LANYARD_USAGE_DAYS')).toEqual({ isSet: true, value: '30' });
      expect(shown.get('LANYARD_DRAIN_SECONDS')).toEqual({ isSet: false, value: '2 s' });
      expect(shown.get('LANYARD_METRICS_TOKEN')).toEqual({ isSet: true, value: null });
      expect(JSON.stringify(body)).not.toMatch(/a metrics token|postgres(?:ql)?:\/\/[^u]/);
    });

    it('shows versions, the database, and what should be done', async () => {
      const { status, body } = await root.browser.get('/api/server/health');
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({
          database: lanyard().databaseUrl === undefined ? 'SQLite' : 'PostgreSQL',
          databaseMilliseconds: expect.any(Number),
          publicUrl: lanyard().url,
          sendsMail: false,
        }),
      ]);
      expect(body.advice.join(' ')).toContain('No address is set for default');
      expect(body.advice.join(' ')).toContain('LANYARD_SMTP_URL');
    });

    it('lists organizations with their counts, including those whose owners are all disabled', async () => {
      const { name, owner } = await sampleOrganization(lanyard());
      await root.browser.patch(`/api/accounts/${owner.name}`, { active: false });
      const { body } = await root.browser.get(`/api/server/organizations?search=${name}`);
      expect([body.total, body.organizations[0]]).toEqual([
        1,
        expect.objectContaining({ name, activeOwners: 0, repositories: 0, tokens: 0 }),
      ]);
    });

    it('is shown only to administrators (R25)', async () => {
      const { browser } = await sampleAccount(lanyard(), freshName('person'));
      for (const path of ['settings', 'health', 'organizations', 'audit']) {
        expect([path, (await browser.get(`/api/server/${path}`)).status]).toEqual([path, 403]);
      }
    });
  },
  () => ({ LANYARD_METRICS_TOKEN: METRICS_TOKEN, LANYARD_USAGE_DAYS: '30' }),
);
