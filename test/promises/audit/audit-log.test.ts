import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

const actionsOf = ({ body }: { readonly body: { readonly events: readonly { readonly action: string }[] } }) =>
  body.events.map(({ action }) => action);

/** The events of an invited member, newest first. */
const JOINED = ['member.terms-accepted', 'member.added', 'invitation.accepted', 'invitation.created'];

describeLanyard('the audit log', (lanyard) => {
  it('shows accounts their own events, newest first', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    await ada.browser.post('/api/repositories', { name: `${ada.name}/app` });
    const answer = await ada.browser.get('/api/audit');
    expect(actionsOf(answer)).toEqual(['repository.created', 'session.started']);
    expect(answer.body.events[0]).toMatchObject({ namespace: ada.name, data: { visibility: 'private' } });
  });

  it('the log of an organization is only for owners: members are refused, and for strangers it does not exist (R25)', async () => {
    const { name, owner, member, stranger } = await sampleOrganization(lanyard());
    const query = `/api/audit?namespace=${name}`;
    expect(actionsOf(await owner.browser.get(query))).toEqual([...JOINED, 'organization.created']);
    expect((await member.browser.get(query)).status).toBe(403);
    const foreign = await stranger.browser.get(query);
    const missing = await stranger.browser.get('/api/audit?namespace=nobodys-at-all');
    const anothers = await stranger.browser.get(`/api/audit?namespace=${owner.name}`);
    expect([foreign.status, foreign.body, anothers.body]).toEqual([404, missing.body, missing.body]);
  });

  it('the log of the whole server is only for administrators', async () => {
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    expect((await ada.browser.get('/api/server/audit')).status).toBe(403);
    const answer = await root.browser.get(`/api/server/audit?actorName=${ada.name}`);
    expect(actionsOf(answer)).toEqual(['session.started']);
  });

  it('can be filtered by action and time, and has pages', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    for (const name of ['a', 'b', 'c']) await ada.browser.post('/api/repositories', { name: `${ada.name}/${name}` });
    const page = await ada.browser.get('/api/audit?action=repository.created&page=2&pageSize=2');
    expect([page.body.total, page.body.events[0].subject.name]).toEqual([3, `${ada.name}/a`]);
    const later = new Date(lanyard().clock.now() + 60_000).toISOString();
    expect((await ada.browser.get(`/api/audit?from=${later}`)).body.total).toBe(0);
    expect((await ada.browser.get(`/api/audit?to=${later}`)).body.total).toBe(4);
  });

  it.each(['action=all', 'from=yesterday', 'page=0', 'pageSize=101', 'everything=1'])(
    'refuses ?%s with 400',
    async (query) => {
      const { browser } = await sampleAccount(lanyard(), freshName('ada'));
      expect((await browser.get(`/api/audit?${query}`)).status).toBe(400);
    },
  );
});
