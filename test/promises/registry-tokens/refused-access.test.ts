import { expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { noticeOver } from '../../support/lanyard/announced-rules.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard('the access that a valid token requests and does not get', (lanyard) => {
  it('is in its history and in the log of its owner, with the cause', async () => {
    const account = await sampleAccount(lanyard(), freshName('ada'));
    const { owner, member, name, path } = await sampleOrganization(lanyard());
    const { id, secret } = await sampleToken(account, { actions: ['pull'] });
    const ask = (...scopes: readonly string[]) =>
      requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
    const events = await eventsOf(lanyard(), async () => {
      for (let time = 0; time < 3; time += 1) await ask(`repository:${account.name}/app:pull,push`);
      await ask(
        `repository:${name}/app:pull`,
        `repository:${account.name}/app:*`,
        `repository:${account.name}/app:pull`,
      );
      await ask('repository:nobody-has-this/app:pull');
    });
    const refused = { action: 'token.refused', namespace: account.name, subject: { type: 'token', id } };
    expect(
      events.toSorted((one, other) => String(one.data.access).localeCompare(String(other.data.access))),
    ).toMatchObject(
      [
        { ...refused, data: { reason: 'not-granted', count: 3, access: `${account.name}/app:push` } },
        { ...refused, data: { reason: 'no-right', count: 1, access: `${name}/app:pull` } },
        { ...refused, data: { reason: 'no-right', count: 1, access: 'nobody-has-this/app:pull' } },
      ].toSorted((one, other) => one.data.access.localeCompare(other.data.access)),
    );
    const shown = (await account.browser.get(`/api/audit?subjectId=${id}`)).body.events;
    expect(shown.filter(({ action }: { readonly action: string }) => action === 'token.refused')).toHaveLength(3);
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'], membersCreateRepositories: true });
    const other = await sampleToken(member, { actions: ['push'] });
    const byPolicy = await eventsOf(lanyard(), () =>
      requestToken(lanyard(), {
        credential: `${member.name}:${other.secret}`,
        scopes: [`repository:${name}/new:push`],
      }),
    );
    expect(byPolicy).toMatchObject([{ data: { reason: 'not-allowed-by-policy', access: `${name}/new:push` } }]);
  });

  it('names the rule if only the policy of an organization refuses the token, and tells a stranger nothing', async () => {
    const { owner, member, name, path } = await sampleOrganization(lanyard());
    await owner.browser.post('/api/repositories', { name: `${name}/app` });
    const right = { subjectType: 'account', subject: member.name, right: 'write' };
    await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
    const stranger = await sampleAccount(lanyard(), freshName('stranger'));
    const ask = async (account: SampleAccount, actions: string) => {
      const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
      const scopes = [`repository:${name}/app:${actions}`];
      const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      return status === 200 ? claimsOf(body.token).access : `${status}: ${body.errors[0].message}`;
    };
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    expect(await ask(member, 'push')).toMatch(
      `403: the organization ${name} does not allow this access token to push;`,
    );
    expect(await ask(member, 'pull,push')).toMatchObject([{ actions: ['pull'] }]);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 30 * 86_400 });
    await noticeOver(lanyard(), name);
    expect(await ask(member, 'pull')).toMatch(
      `403: the organization ${name} accepts access tokens with a lifetime of 30 days`,
    );
    expect(await ask(stranger, 'pull')).toEqual([]);
  });

  it('is not recorded for a password or an anonymous request', async () => {
    const account = await sampleAccount(lanyard(), freshName('ada'));
    const scopes = ['repository:nobody-has-this/app:pull'];
    const events = await eventsOf(lanyard(), async () => {
      await requestToken(lanyard(), { scopes });
      await requestToken(lanyard(), { credential: `${account.name}:${account.password}`, scopes });
    });
    expect(events.filter(({ action }) => action === 'token.refused')).toEqual([]);
  });
});
