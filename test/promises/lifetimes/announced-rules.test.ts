import { expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { daysLater } from '../../support/lanyard/announced-rules.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { rulesBoundNow, stopsToldNow } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY_SECONDS = 86_400;
const DAY = DAY_SECONDS * 1000;

describeLanyard('a rule that becomes stricter and would stop something', (lanyard) => {
  async function world() {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
    const change = async (rules: object) => {
      const { status, body } = await owner.browser.patch(`${path}/policy`, rules);
      return { status, ...body };
    };
    const ask = async (secret: string, account: SampleAccount = member) => {
      const scopes = [`repository:${name}/app:pull`];
      const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      return status === 200 ? 'in' : `${status}: ${body.errors[0].message}`;
    };
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY).toISOString();
    const shown = async () => (await owner.browser.get(path)).body;
    /** In the log of this organization alone: housekeeping looks after all of the server. */
    const actionsOf = async (work: () => Promise<unknown>) =>
      (await eventsOf(lanyard(), work)).filter(({ namespace }) => namespace === name).map(({ action }) => action);
    return { ...place, change, ask, inDays, shown, actionsOf };
  }
  it('binds in 30 days if nobody says when, and the old value until then', async () => {
    const { owner, member, change, ask, shown, actionsOf } = await world();
    const { secret } = await sampleToken(member, { actions: ['pull'] });
    expect(await actionsOf(() => change({ maximumTokenLifetimeSeconds: DAY_SECONDS }))).toEqual([
      'organization.rule-announced',
    ]);
    const { policy, pendingRules } = await shown();
    expect(policy.maximumTokenLifetimeSeconds).toBeNull();
    expect(pendingRules).toMatchObject([{ rule: 'maximumTokenLifetimeSeconds', value: DAY_SECONDS }]);
    expect(Date.parse(pendingRules[0].bindsFrom) - Date.parse(pendingRules[0].announcedAt)).toBe(30 * DAY);
    expect(await actionsOf(() => stopsToldNow(lanyard()))).toEqual(['organization.rule-told']);
    await daysLater(lanyard(), 29.9, [owner]);
    expect(await ask(secret)).toBe('in');
    await daysLater(lanyard(), 0.1, [owner]);
    // At its moment, before housekeeping makes it a part of the policy.
    expect(await ask(secret)).toMatch(
      /^403: the organization .* accepts access tokens with a lifetime of 1 day at most/,
    );
    expect((await shown()).pendingRules).toEqual([]);
    expect((await shown()).policy.maximumTokenLifetimeSeconds).toBe(DAY_SECONDS);
    expect(await actionsOf(() => rulesBoundNow(lanyard()))).toEqual(['organization.rule-bound']);
    expect(await actionsOf(() => rulesBoundNow(lanyard()))).toEqual([]);
    expect(await ask(secret)).toMatch(/^403/);
  });

  it('binds at once if it stops nothing, or if it is less strict', async () => {
    const { member, change, ask, actionsOf } = await world();
    const events = await actionsOf(() => change({ maximumTokenLifetimeSeconds: DAY_SECONDS }));
    expect(events).toEqual(['organization.policy-changed']);
    const { secret } = await sampleToken(member, { actions: ['pull'] });
    expect(await ask(secret)).toMatch(/^403/);
    expect(await change({ maximumTokenLifetimeSeconds: null })).toMatchObject({ status: 200, pendingRules: [] });
    expect(await ask(secret)).toBe('in');
    // Nobody used a password here yet, so nobody misses it.
    expect(await change({ passwordAtRegistry: false })).toMatchObject({ pendingRules: [] });
    expect(await ask(member.password)).toMatch(/^401/);
  });

  it('is announced too if it is so short that nobody could be told a week before, or if what it stops only sleeps', async () => {
    const { owner, member, change, inDays } = await world();
    await sampleToken(member, { actions: ['pull'] });
    const short = await change({ tokenUnusedSeconds: 7 * DAY_SECONDS });
    expect([short.policy.tokenUnusedSeconds, short.pendingRules.length]).toEqual([null, 1]);
    const long = await change({ tokenUnusedSeconds: 14 * DAY_SECONDS });
    expect([long.policy.tokenUnusedSeconds, long.pendingRules]).toEqual([14 * DAY_SECONDS, []]);
    await daysLater(lanyard(), 15, [owner, member]);
    // The holder may let the token in again, which this rule would stop then.
    const other = await change({ maximumTokenLifetimeSeconds: DAY_SECONDS });
    expect(other.pendingRules).toMatchObject([{ rule: 'maximumTokenLifetimeSeconds' }]);
    expect(Date.parse(other.pendingRules[0].bindsFrom)).toBeGreaterThan(Date.parse(inDays(29)));
  });

  it('takes a start date of 7 days to a year from now, and none that is earlier', async () => {
    const { member, change, inDays } = await world();
    await sampleToken(member, { actions: ['pull'] });
    const rule = { maximumTokenLifetimeSeconds: DAY_SECONDS };
    for (const days of [-1, 0, 6.9, 366]) {
      expect(await change({ ...rule, bindsFrom: inDays(days) })).toMatchObject({
        status: 400,
        error: { field: 'bindsFrom' },
      });
    }
    expect(await change({ bindsFrom: inDays(9) })).toMatchObject({ status: 400 });
    expect(await change({ tokenApproval: true, bindsFrom: inDays(9) })).toMatchObject({ status: 400 });
    const bindsFrom = inDays(7.1);
    expect(await change({ ...rule, bindsFrom })).toMatchObject({ status: 200, pendingRules: [{ bindsFrom }] });
  });

  it('takes the place of what was announced of the same rule before, or takes it back', async () => {
    const { member, change, inDays, actionsOf } = await world();
    await sampleToken(member, { actions: ['pull'] });
    await change({ maximumTokenLifetimeSeconds: DAY_SECONDS, bindsFrom: inDays(8) });
    const again = await change({ maximumTokenLifetimeSeconds: DAY_SECONDS });
    expect(again.pendingRules).toHaveLength(1);
    const other = await change({ maximumTokenLifetimeSeconds: 2 * DAY_SECONDS });
    expect(other.pendingRules).toMatchObject([{ value: 2 * DAY_SECONDS }]);
    expect(Date.parse(other.pendingRules[0].bindsFrom)).toBeGreaterThan(Date.parse(inDays(29)));
    const both = await change({ tokenUnusedSeconds: 7 * DAY_SECONDS, bindsFrom: inDays(9) });
    expect(both.pendingRules.map(({ rule }: { readonly rule: string }) => rule)).toEqual([
      'maximumTokenLifetimeSeconds',
      'tokenUnusedSeconds',
    ]);
    const events = await actionsOf(() => change({ maximumTokenLifetimeSeconds: null }));
    expect(events).toEqual(['organization.rule-withdrawn']);
  });

  it('binds nobody before people were told, and begins later if the server was away then', async () => {
    const { owner, member, change, ask, shown, actionsOf } = await world();
    const { secret } = await sampleToken(member, { actions: ['pull'] });
    await change({ maximumTokenLifetimeSeconds: DAY_SECONDS });
    await daysLater(lanyard(), 28, [owner]);
    expect(await actionsOf(() => stopsToldNow(lanyard()))).toEqual([
      'organization.rule-announced',
      'organization.rule-told',
    ]);
    const [pending] = (await shown()).pendingRules;
    expect(Date.parse(pending.bindsFrom) - lanyard().clock.now()).toBeGreaterThan(6.9 * DAY);
    await daysLater(lanyard(), 6);
    expect(await ask(secret)).toBe('in');
    await daysLater(lanyard(), 1.1);
    expect(await ask(secret)).toMatch(/^403/);
  });

  it('is applied by the next change of an owner, if housekeeping was not there yet', async () => {
    const { owner, member, change, actionsOf } = await world();
    await sampleToken(member, { actions: ['pull'] });
    await change({ maximumTokenLifetimeSeconds: DAY_SECONDS });
    await stopsToldNow(lanyard());
    await daysLater(lanyard(), 31, [owner]);
    const events = await actionsOf(() => change({ membersCreateRepositories: true }));
    expect(events).toEqual(['organization.rule-bound', 'organization.policy-changed']);
  });

  it('about passwords asks members for their whole accounts from its date on', async () => {
    const { owner, member, path, change, ask } = await world();
    expect(await ask(member.password)).toBe('in');
    expect(await change({ passwordAtRegistry: false })).toMatchObject({
      policy: { passwordAtRegistry: true },
      pendingRules: [{ rule: 'passwordAtRegistry', value: false }],
    });
    const standing = async () => (await member.browser.get(`${path}/membership/terms`)).body.standing;
    expect(await standing()).toBe('accepted');
    await stopsToldNow(lanyard());
    await daysLater(lanyard(), 30.1, [owner, member]);
    expect(await ask(member.password)).toMatch(/^401: .*does not accept passwords/);
    await rulesBoundNow(lanyard());
    expect(await standing()).toBe('noticed');
  });
});
