import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;
const RULE = 'maximumTokenLifetimeSeconds';

interface Listed {
  readonly id: string;
  readonly origin: string;
  readonly heldBack: string | null;
}

describeLanyard('a maximum lifetime lets an auto-generated token in', (lanyard) => {
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
    expect((await owner.browser.patch(`${path}/policy`, { [RULE]: 30 * DAY_SECONDS })).status).toBe(200);
    const login = async () => (await sampleCommandLine(lanyard(), member)).generate();
    const use = async (secret: string, repository = `${name}/app`) => {
      const credential = `${member.name}:${secret}`;
      const { status, body } = await requestToken(lanyard(), { credential, scopes: [`repository:${repository}:pull`] });
      await usesWritten(lanyard());
      return status === 200 ? claimsOf(body.token).access[0]?.actions : body.errors[0].message;
    };
    const get = async (query: string) => (await owner.browser.get(`${path}/${query}`)).body;
    const list = async (query = ''): Promise<readonly Listed[]> =>
      (await get(`access-review/tokens?pageSize=100&${query}`)).tokens;
    /** Ids of the tokens that could pull, now or just before that time. */
    const couldPull = async (before?: number) => {
      const moment = before === undefined ? '' : `&before=${new Date(before).toISOString()}`;
      const query = `repository=${name}/app&pageSize=100${moment}`;
      const { tokens } = (await owner.browser.get(`/api/evidence/tokens?${query}`)).body;
      return (tokens as readonly { id: string; actions: readonly string[] }[])
        .filter(({ actions }) => actions.includes('pull'))
        .map(({ id }) => id);
    };
    return { ...place, login, use, get, list, couldPull };
  }

  it('R59: until it is so old, then says to sign in again; a manual token is judged by the chosen lifetime', async () => {
    const { owner, member, name, login, use, list, couldPull } = await world();
    const secret = await login();
    const manual = await sampleToken(member, { actions: ['pull'] });
    const [auto] = await list('kind=auto');
    expect(auto).toMatchObject({ origin: 'auto', heldBack: null });
    expect([await use(secret), await use(manual.secret)]).toEqual([
      ['pull'],
      expect.stringContaining('lifetime of 30'),
    ]);
    expect((await list('finding=against-policy')).map(({ id }) => id)).toEqual([manual.id]);
    await daysLater(lanyard(), 29.9, [owner, member]);
    expect(await use(secret)).toEqual(['pull']);
    expect((await list('kind=auto'))[0]?.heldBack).toBeNull();
    expect(await couldPull()).toEqual([auto?.id]);
    const at = new Date(lanyard().clock.now() + 0.1 * DAY_SECONDS * 1000).toISOString().slice(0, 10);
    const stopsOf = async () => (await member.browser.get('/api/account/token-stops')).body.stops;
    const stop = { tokenId: auto?.id, organization: name, rule: RULE, seconds: 30 * DAY_SECONDS, isByAge: true };
    expect(await stopsOf()).toContainEqual({ ...stop, at: expect.stringContaining(at) });
    await daysLater(lanyard(), 0.2, [owner, member]);
    expect(await use(secret)).toBe(
      `the organization ${name} accepts auto-generated access tokens for 30 days at most (its maximum lifetime), and this one is older; sign in again to get a new one`,
    );
    expect(await use(secret, `${member.name}/own`)).toEqual(['pull']);
    expect(await stopsOf()).toContainEqual({ ...stop, at: null });
    expect((await list('kind=auto'))[0]?.heldBack).toBe('lifetime');
    expect((await list('finding=against-policy')).map(({ id }) => id).sort()).toEqual([auto?.id, manual.id].sort());
    const now = lanyard().clock.now();
    expect([await couldPull(), await couldPull(now), await couldPull(now - DAY_SECONDS * 1000)]).toEqual([
      [],
      [],
      [auto?.id],
    ]);
    expect(await use(await login())).toEqual(['pull']);
  });

  it('R59: is previewed by its age on the date, and a stricter value is announced before it stops one', async () => {
    const { owner, member, path, login, get, list } = await world();
    await login();
    const [auto] = await list('kind=auto');
    await daysLater(lanyard(), 5, [owner, member]);
    const preview = async (days: number, inDays: number) => {
      const bindsFrom = new Date(lanyard().clock.now() + inDays * DAY_SECONDS * 1000).toISOString();
      const query = `${RULE}=${days * DAY_SECONDS}&bindsFrom=${bindsFrom}`;
      return ((await get(`access-review/rule-preview?${query}`)).tokens as readonly Listed[]).map(({ id }) => id);
    };
    expect([await preview(10, 4), await preview(10, 8)]).toEqual([[], [auto?.id]]);
    const { body } = await owner.browser.patch(`${path}/policy`, { [RULE]: 10 * DAY_SECONDS });
    expect([body.policy[RULE], body.pendingRules[0]?.value]).toEqual([30 * DAY_SECONDS, 10 * DAY_SECONDS]);
    // In 25 days it is 30 days old: the value before stops it before the new one begins.
    const { stops } = (await member.browser.get('/api/account/token-stops')).body;
    expect(stops).toMatchObject([{ tokenId: auto?.id, seconds: 30 * DAY_SECONDS }]);
  });
});
