import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;

describeLanyard('the preview of a maximum lifetime', (lanyard) => {
  it('lists exactly the tokens that stop when the rule is set, and counts who holds them', async () => {
    const { owner, member, stranger, name, path } = await sampleOrganization(lanyard());
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();
    const make = (days: number | null) =>
      sampleToken(member, { actions: ['pull'] }, days === null ? null : inDays(days));
    const [short, long, endless, inactive] = [await make(5), await make(50), await make(null), await make(null)];
    await member.browser.patch(`/api/tokens/${inactive.id}`, { active: false });
    const elsewhere = await sampleToken(member, { pattern: `${member.name}/*`, actions: ['pull'] });
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    const own = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body.token;
    const preview = async (days: number) => {
      const query = `maximumTokenLifetimeSeconds=${days * DAY_SECONDS}&pageSize=100`;
      const { body } = await owner.browser.get(`${path}/access-review/lifetime-preview?${query}`);
      const ids = body.tokens.map(({ id }: { readonly id: string }) => id).sort();
      return { ids, total: body.total, holders: body.holders };
    };
    const held = async (): Promise<readonly string[]> => {
      const { tokens } = (await owner.browser.get(`${path}/access-review/tokens?status=active&pageSize=100`)).body;
      const stopped = tokens.filter(({ heldBack }: { readonly heldBack: string | null }) => heldBack === 'lifetime');
      return stopped.map(({ id }: { readonly id: string }) => id).sort();
    };
    const ofMonth = await preview(30);
    expect(ofMonth).toEqual({ ids: [long.id, endless.id, own.id].sort(), total: 3, holders: 2 });
    expect(ofMonth.ids).not.toContain(elsewhere.id);
    expect(await held()).toEqual([]);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 30 * DAY_SECONDS });
    expect(await held()).toEqual(ofMonth.ids);
    // What is stopped already is not counted again.
    expect(await preview(60)).toEqual({ ids: [], total: 0, holders: 0 });
    expect(await preview(1)).toEqual({ ids: [short.id], total: 1, holders: 1 });
    const address = `${path}/access-review/lifetime-preview?maximumTokenLifetimeSeconds=1`;
    expect((await member.browser.get(address)).status).toBe(403);
    expect((await stranger.browser.get(address)).status).toBe(404);
    expect((await owner.browser.get(`${path}/access-review/lifetime-preview`)).body.total).toBe(0);
  });
});
