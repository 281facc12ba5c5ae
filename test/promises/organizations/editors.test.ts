import { expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken } from '../../support/lanyard/tokens.ts';

const at = (name: string) => `/api/repository?name=${encodeURIComponent(name)}`;
const rightsOf = (name: string) => `/api/repository/rights?name=${encodeURIComponent(name)}`;

describeLanyard('editors of an organization', (lanyard) => {
  async function world() {
    const organization = await sampleOrganization(lanyard());
    const { owner, path, name } = organization;
    const editor = await sampleAccount(lanyard(), freshName('ed'));
    await joinOrganization(owner, path, editor, 'editor');
    const repository = `${name}/app`;
    await owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
    return { ...organization, editor, repository };
  }

  async function reached({ name, password }: SampleAccount, repository: string) {
    const scopes = [`repository:${repository}:pull,push,delete`];
    const { body } = await requestToken(lanyard(), { credential: `${name}:${password}`, scopes });
    return claimsOf(body.token).access[0]?.actions ?? [];
  }

  it('see, create, change and delete every repository, without a right of their own', async () => {
    const { editor, repository, name } = await world();
    const { browser } = editor;
    const { body } = await browser.get(`/api/repositories?namespace=${name}`);
    expect(body.repositories.map((one: { name: string }) => one.name)).toEqual([repository]);
    expect((await browser.get(at(repository))).body).toMatchObject({ right: 'admin' });
    expect((await browser.patch(at(repository), { visibility: 'public' })).status).toBe(200);
    expect((await browser.post('/api/repositories', { name: `${name}/web` })).status).toBe(201);
    expect((await browser.delete(at(repository))).status).toBe(204);
  });

  it('give teams rights to repositories', async () => {
    const { editor, owner, member, repository, path } = await world();
    await owner.browser.post(`${path}/teams`, { name: 'web' });
    await owner.browser.put(`${path}/teams/web/members/${member.name}`);
    const right = { subjectType: 'team', subject: 'web', right: 'read' };
    expect((await editor.browser.put(rightsOf(repository), right)).status).toBeLessThan(300);
    expect(await reached(member, repository)).toEqual(['pull']);
  });

  it('pull, push and delete at the registry, and push repositories that do not exist yet', async () => {
    const { editor, member, repository, name } = await world();
    expect(await reached(editor, repository)).toEqual(['pull', 'push', 'delete']);
    expect(await reached(editor, `${name}/new`)).toEqual(['pull', 'push', 'delete']);
    expect(await reached(member, repository)).toEqual([]);
  });

  it('govern neither people, nor teams, nor the policy, nor access tokens of the organization', async () => {
    const { editor, member, path } = await world();
    const { browser } = editor;
    const grants = [{ pattern: '*', actions: ['pull'] }];
    const refused = [
      await browser.put(`${path}/members/${member.name}`, { role: 'owner' }),
      await browser.put(`${path}/members/${editor.name}`, { role: 'owner' }),
      await browser.delete(`${path}/members/${member.name}`),
      await browser.post(`${path}/invitations`, { account: member.name, role: 'member' }),
      await browser.post(`${path}/teams`, { name: 'web' }),
      await browser.patch(`${path}/policy`, { membersCreateRepositories: true }),
      await browser.post(`${path}/tokens`, { description: 'x', grants, expiresAt: null }),
      await browser.get(`${path}/access-review/tokens`),
    ];
    expect(refused.map(({ status }) => status).filter((status) => status !== 403)).toEqual([]);
  });

  it('lose everything that the role gave at once, and tokens with it', async () => {
    const { editor, owner, repository, path } = await world();
    const events = await eventsOf(lanyard(), () =>
      owner.browser.put(`${path}/members/${editor.name}`, { role: 'member' }),
    );
    expect(events.map(({ action, data }) => [action, data])).toEqual([
      ['member.role-changed', { role: 'member', before: 'editor' }],
    ]);
    expect(await reached(editor, repository)).toEqual([]);
    expect((await editor.browser.get(at(repository))).status).toBe(404);
  });

  it('are no owners: the last owner cannot become one', async () => {
    const { owner, path } = await world();
    expect((await owner.browser.put(`${path}/members/${owner.name}`, { role: 'editor' })).status).toBe(409);
  });

  it('are named with their role where owners look who can reach a repository', async () => {
    const { owner, editor, member, repository, path } = await world();
    const grants = [{ pattern: '*', actions: ['push'] }];
    for (const { browser } of [editor, member])
      await browser.post('/api/tokens', { description: 'x', grants, expiresAt: null });
    const evidence = await owner.browser.get(`/api/evidence/accounts?repository=${encodeURIComponent(repository)}`);
    const found = evidence.body.accounts.map((one: { name: string; through: readonly { type: string }[] }) => [
      one.name,
      one.through.map(({ type }) => type),
    ]);
    expect(found).toEqual([
      [editor.name, ['editor']],
      [owner.name, ['owner']],
    ]);
    const review = await owner.browser.get(`${path}/access-review/tokens?repository=${encodeURIComponent(repository)}`);
    expect(review.body.tokens.map((one: { holder: unknown }) => one.holder)).toEqual([
      { type: 'account', name: editor.name, role: 'editor' },
    ]);
  });
});
