import { AUDIT_ACTION_NAMES } from '@lanyard/core/audit/audit-event';
import { expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { hubClient, sampleToken } from '../../support/lanyard/tokens.ts';

const actionsOf = ({ body }: Answer) => body.logs.map(({ action }: { action: string }) => action);

/** The events of a member who accepts, newest first. */
const ACCEPTED = ['member.terms-accepted', 'member.added', 'invitation.accepted'];

describeLanyard("Docker Hub's interface for the audit log", (lanyard) => {
  it('shows an account its own events in the format of Hub, newest first', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
    const hub = await hubClient(lanyard(), ada);
    const answer = await hub('GET', `/v2/auditlogs/${ada.name}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(actionsOf(answer)).toEqual(['session.started', 'token.created', 'session.started']);
    expect(answer.body.logs[1]).toEqual({
      account: ada.name,
      action: 'token.created',
      name: 'for pull',
      actor: ada.name,
      data: {
        origin: 'manual',
        expiresAt: 'null',
        grants: expect.stringContaining('pull'),
        subject_id: id,
        address: '127.0.0.1',
        client: 'node',
      },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      action_description: `token created: for pull, by ${ada.name}`,
    });
    expect(JSON.stringify(answer.body)).not.toContain(secret);
  });

  it('filters by action, name, actor and time, and has pages', async () => {
    const { name, path, owner, member } = await sampleOrganization(lanyard());
    await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
    lanyard().clock.advance(1);
    const before = new Date(lanyard().clock.now()).toISOString();
    lanyard().clock.advance(1);
    for (const team of ['a', 'b', 'c']) await owner.browser.post(`${path}/teams`, { name: team });
    await member.browser.delete(`${path}/teams/b`);
    const hub = await hubClient(lanyard(), owner);
    const found = async (query: string) => actionsOf(await hub('GET', `/v2/auditlogs/${name}?${query}`));
    expect(await found('action=team.created')).toHaveLength(3);
    expect(await found('name=b')).toEqual(['team.deleted', 'team.created']);
    expect(await found(`actor=${member.name}`)).toEqual(['team.deleted', ...ACCEPTED]);
    expect(await found(`from=${before}`)).toHaveLength(4);
    expect(await found(`to=${before}`)).toEqual([
      'member.role-changed',
      ...ACCEPTED,
      'invitation.created',
      'organization.created',
    ]);
    expect(await found('page=2&page_size=3&name=b&action=team.created')).toEqual([]);
    expect(await found('page=2&page_size=3')).toEqual(['team.created', 'member.role-changed', 'member.terms-accepted']);
  });

  it('also gives an event the name that Docker Hub uses, and finds it by either name', async () => {
    const { name, path, owner } = await sampleOrganization(lanyard());
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    await owner.browser.post('/api/repositories', { name: `${name}/app` });
    const hub = await hubClient(lanyard(), owner);
    for (const [ours, theirs] of [
      ['team.created', 'org.team.create'],
      ['repository.created', 'repo.create'],
    ]) {
      const [byOurs, byTheirs] = await Promise.all(
        [ours, theirs].map((action) => hub('GET', `/v2/auditlogs/${name}?action=${action}`)),
      );
      expect(byTheirs?.body).toEqual(byOurs?.body);
      expect(byOurs?.body.logs).toMatchObject([{ action: ours, data: { hub_action: theirs } }]);
    }
    const { body } = await hub('GET', `/v2/auditlogs/${name}/actions`);
    expect(body.actions.repo.actions.map((one: { readonly name: string }) => one.name)).toContain(
      'repo.change_privacy',
    );
  });

  it('lists every action, grouped by what it is about', async () => {
    const ada = await sampleAccount(lanyard(), freshName('ada'));
    const { status, body } = await (await hubClient(lanyard(), ada))('GET', `/v2/auditlogs/${ada.name}/actions`);
    expect(status).toBe(200);
    const { org: _org, repo: _repo, ...own } = body.actions;
    const groups: readonly { readonly actions: readonly { readonly name: string }[] }[] = Object.values(own);
    expect(groups.flatMap(({ actions }) => actions.map(({ name }) => name)).sort()).toEqual(
      [...AUDIT_ACTION_NAMES].sort(),
    );
    expect(body.actions.team).toMatchObject({
      label: 'Team',
      actions: expect.arrayContaining([expect.objectContaining({ name: 'team.created', label: 'Team created' })]),
    });
  });

  it('R24, R25: answers only the account itself and owners, and refuses access tokens', async () => {
    const { name, owner, member, stranger } = await sampleOrganization(lanyard());
    const { secret } = await sampleToken(owner, { actions: ['pull'] });
    const clients = {
      owner: await hubClient(lanyard(), owner),
      member: await hubClient(lanyard(), member),
      stranger: await hubClient(lanyard(), stranger),
      token: await hubClient(lanyard(), { name: owner.name, password: secret }),
    };
    for (const rest of ['', '/actions']) {
      const ask = (who: keyof typeof clients, account: string) =>
        clients[who]('GET', `/v2/auditlogs/${account}${rest}`);
      expect((await ask('owner', name)).status).toBe(200);
      expect((await ask('member', name)).status).toBe(403);
      expect((await ask('token', name)).status).toBe(403);
      expect((await ask('token', owner.name)).status).toBe(403);
      const missing = await ask('stranger', 'nobodys-at-all');
      for (const account of [name, owner.name]) {
        const foreign = await ask('stranger', account);
        expect([rest, foreign.status, foreign.body]).toEqual([rest, 404, missing.body]);
      }
    }
  });

  it.each(['action=all', 'from=yesterday', 'to=2026-13-01T00:00:00Z', 'page=0', 'page_size=101', 'name=%00'])(
    'refuses ?%s with 400',
    async (query) => {
      const ada = await sampleAccount(lanyard(), freshName('ada'));
      const { status, body } = await (await hubClient(lanyard(), ada))('GET', `/v2/auditlogs/${ada.name}?${query}`);
      expect([status, typeof body.text]).toEqual([400, 'string']);
    },
  );
});
