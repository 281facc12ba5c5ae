import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

const DAY = 86_400;

describeLanyard('the overview', (lanyard) => {
  it('counts the tokens that work, expire soon, and are not used, and the auto-generated ones that are kept', async () => {
    const { name, password, browser } = await sampleAccount(lanyard(), freshName('ada'));
    const account = { ...(await sampleAccount(lanyard(), freshName('other'))), name, password, browser };
    await sampleToken(account, { actions: ['pull'] });
    lanyard().clock.advance(91 * DAY);
    await browser.signIn(name, password);
    const expiresAt = new Date(lanyard().clock.now() + 7 * DAY * 1000).toISOString();
    const grants = [{ pattern: '*', actions: ['pull'] }];
    await browser.post('/api/tokens', { description: 'short', grants, expiresAt });
    const commandLine = await sampleCommandLine(lanyard(), account);
    await commandLine.generate();
    const { status, body } = await browser.get('/api/overview');
    expect([status, body.tokens]).toEqual([
      200,
      { active: 3, inactive: 0, expired: 0, expiring: 1, unused: 1, auto: 1, autoKept: 5 },
    ]);
    const types = body.signIns.map(({ type }: { type: string }) => type);
    expect([types.length > 1, new Set(types)]).toEqual([true, new Set(['session', 'command-line'])]);
  });

  it('shows the state of organizations only to their owners', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard());
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const { body } = await owner.browser.get('/api/overview');
    expect(body.organizations).toEqual([
      expect.objectContaining({ name, activeOwners: 1, waitingInvitations: 1, failingWebhooks: 0 }),
    ]);
    expect((await stranger.browser.get('/api/overview')).body.organizations).toEqual([]);
    expect((await lanyard().browser().get('/api/overview')).status).toBe(401);
  });
});
