import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { stopsToldNow, usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { numbers, writeRows } from '../../support/lanyard/write-rows.ts';

const DAY_SECONDS = 86_400;
const DAY = DAY_SECONDS * 1000;
/** More than there is room for in one answer, mail or query. */
const MANY = 6_000;

interface Listed {
  readonly id: string;
  readonly heldBack: string | null;
}

describeLanyard('the preview of a rule that stops tokens or passwords', (lanyard) => {
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, path } = place;
    const preview = async (query: string) => {
      const { status, body } = await owner.browser.get(`${path}/access-review/rule-preview?pageSize=100&${query}`);
      if (status !== 200) return { status, field: body.error.field };
      const ids = body.tokens.map(({ id }: Listed) => id).sort();
      return { ids, total: body.total, holders: body.holders };
    };
    const datesOf = async (query: string) => {
      const { body } = await owner.browser.get(`${path}/access-review/rule-preview?${query}`);
      const daysTo = (at: string) => Math.round((Date.parse(at) - lanyard().clock.now()) / DAY);
      return { bindsFrom: daysTo(body.bindsFrom), earliest: daysTo(body.earliest) };
    };
    const held = async (why: string): Promise<readonly string[]> => {
      const { tokens } = (await owner.browser.get(`${path}/access-review/tokens?status=active&pageSize=100`)).body;
      return (tokens as readonly Listed[])
        .filter(({ heldBack }) => heldBack === why)
        .map(({ id }) => id)
        .sort();
    };
    return { ...place, preview, datesOf, held };
  }

  it('lists exactly the tokens that a maximum lifetime stops when it binds, and counts who holds them', async () => {
    const { owner, member, stranger, name, path, preview, datesOf, held } = await world();
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY).toISOString();
    const make = (days: number | null) =>
      sampleToken(member, { actions: ['pull'] }, days === null ? null : inDays(days));
    const [short, long, endless, inactive] = [await make(45), await make(90), await make(null), await make(null)];
    await member.browser.patch(`/api/tokens/${inactive.id}`, { active: false });
    const elsewhere = await sampleToken(member, { pattern: `${member.name}/*`, actions: ['pull'] });
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    const own = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body.token;
    const lifetime = (days: number) => preview(`maximumTokenLifetimeSeconds=${days * DAY_SECONDS}`);
    const ofMonths = await lifetime(60);
    expect(ofMonths).toEqual({ ids: [long.id, endless.id, own.id].sort(), total: 3, holders: 2 });
    expect(ofMonths.ids).not.toContain(elsewhere.id);
    expect(await datesOf(`maximumTokenLifetimeSeconds=${60 * DAY_SECONDS}`)).toEqual({ bindsFrom: 30, earliest: 7 });
    expect(await datesOf(`maximumTokenLifetimeSeconds=${900 * DAY_SECONDS}&bindsFrom=${inDays(9)}`)).toMatchObject({
      bindsFrom: 9,
    });
    expect(await lifetime(900)).toMatchObject({ total: 2 });
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 60 * DAY_SECONDS });
    await stopsToldNow(lanyard());
    await daysLater(lanyard(), 29, [owner]);
    expect(await held('lifetime')).toEqual([]);
    await daysLater(lanyard(), 1.01, [owner, member, stranger]);
    expect(await held('lifetime')).toEqual(ofMonths.ids);
    // What is stopped already is not counted again.
    expect(await lifetime(70)).toEqual({ ids: [], total: 0, holders: 0 });
    expect(await lifetime(1)).toEqual({ ids: [short.id], total: 1, holders: 1 });
    const address = `${path}/access-review/rule-preview?maximumTokenLifetimeSeconds=1`;
    expect((await member.browser.get(address)).status).toBe(403);
    expect((await stranger.browser.get(address)).status).toBe(404);
    expect(await preview('maximumTokenLifetimeSeconds=none')).toMatchObject({ total: 0 });
    expect(await preview('')).toMatchObject({ status: 400 });
    expect(await preview('maximumTokenLifetimeSeconds=1&passwordAtRegistry=false')).toMatchObject({ status: 400 });
  });

  it('lists the tokens that would not have been used for too long on the day on which the rule begins', async () => {
    const { owner, member, name, path, preview, held } = await world();
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
    const [used, unused] = [
      await sampleToken(member, { actions: ['pull'] }),
      await sampleToken(member, { actions: ['pull'] }),
    ];
    await daysLater(lanyard(), 50, [owner, member]);
    const credential = `${member.name}:${used.secret}`;
    await requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
    await usesWritten(lanyard());
    const query = `tokenUnusedSeconds=${60 * DAY_SECONDS}`;
    const at = (days: number) => `bindsFrom=${new Date(lanyard().clock.now() + days * DAY).toISOString()}`;
    expect(await preview(`${query}&${at(9)}`)).toMatchObject({ total: 0 });
    expect(await preview(`${query}&${at(11)}`)).toEqual({ ids: [unused.id], total: 1, holders: 1 });
    expect(await preview(`${query}&${at(61)}`)).toMatchObject({ total: 2 });
    const change = { tokenUnusedSeconds: 60 * DAY_SECONDS, bindsFrom: new Date(lanyard().clock.now() + 11 * DAY) };
    const { policy, pendingRules } = (await owner.browser.patch(`${path}/policy`, change)).body;
    expect([policy.tokenUnusedSeconds, pendingRules]).toMatchObject([null, [{ rule: 'tokenUnusedSeconds' }]]);
    expect(await held('unused')).toEqual([]);
  });

  it('lists the members whose passwords were used here in the last 90 days', async () => {
    const { owner, member, name, path } = await world();
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
    const address = `${path}/access-review/rule-preview?passwordAtRegistry=false`;
    expect((await owner.browser.get(address)).body).toMatchObject({ total: 0, members: [] });
    const credential = `${member.name}:${member.password}`;
    await requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
    const { total, members } = (await owner.browser.get(address)).body;
    expect([total, members.map((one: { readonly name: string }) => one.name)]).toEqual([1, [member.name]]);
    // All of them, because each has to be told before.
    const now = lanyard().clock.now();
    await writeRows(lanyard(), [
      `${numbers(MANY)} insert into accounts (id, name, email, is_administrator, created_at)
        select '${name}-' || i, '${name}-' || i, '${name}-' || i || '@example.com', 0, ${now} from n`,
      `${numbers(MANY)} insert into memberships (organization_id, account_id, role, created_at)
        select (select id from organizations where name = '${name}'), '${name}-' || i, 'member', ${now} from n`,
      `${numbers(MANY)} insert into password_uses (namespace, account_id, last_at) select '${name}', '${name}-' || i, ${now} from n`,
    ]);
    expect((await owner.browser.get(address)).body).toMatchObject({ total: MANY + 1, holders: MANY + 1 });
    await daysLater(lanyard(), 91, [owner]);
    expect((await owner.browser.get(address)).body).toMatchObject({ total: 0 });
  });
});
