import { describe, expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

describeLanyard('push and pull (decision 25)', (lanyard) => {
  describe('a new grant of push', () => {
    it.each([
      [['push'], ['pull', 'push']],
      [
        ['delete', 'push'],
        ['pull', 'push', 'delete'],
      ],
      [['delete'], ['delete']],
      [['pull'], ['pull']],
    ])('of %j is kept, and shown in the answer, as %j', async (actions, kept) => {
      const { owner, path, name } = await sampleOrganization(lanyard());
      const pattern = `${name}/app`;
      for (const address of ['/api/tokens', `${path}/tokens`]) {
        const { body } = await owner.browser.post(address, { description: 'ci', grants: [{ pattern, actions }] });
        expect(body.token.grants).toEqual([{ type: 'repository', pattern, actions: kept, visibility: 'any' }]);
      }
    });

    it('gives pull in its own repositories and in no other', async () => {
      const account = await sampleAccount(lanyard(), freshName('acme'));
      const { secret } = await sampleToken(account, { pattern: `${account.name}/app`, actions: ['push'] });
      const credential = `${account.name}:${secret}`;
      expect(await actionsAt(lanyard(), credential, `${account.name}/app`)).toEqual(['pull', 'push']);
      expect(await actionsAt(lanyard(), credential, `${account.name}/other`)).toEqual([]);
    });
  });

  describe('grants and policies from before', () => {
    it('a token with push alone gets no pull, and its owner finds it in the list', async () => {
      const account = await sampleAccount(lanyard(), freshName('acme'));
      const { id, secret } = await sampleToken(account, { actions: ['push'] });
      await sampleToken(account, { actions: ['pull', 'push', 'delete'] });
      await sampleToken(account, { actions: ['delete'] });
      const grants = [
        { type: 'repository', pattern: '*', actions: ['pull'], visibility: 'public' },
        { type: 'repository', pattern: '*', actions: ['push', 'delete'], visibility: 'any' },
      ] as const;
      await writeExisting(lanyard(), ({ tokens }) => tokens.update(id, { grants }));
      await account.browser.patch(`/api/tokens/${id}`, { description: 'renamed' });
      expect(await actionsAt(lanyard(), `${account.name}:${secret}`, `${account.name}/app`)).toEqual([
        'push',
        'delete',
      ]);
      const { body } = await account.browser.get('/api/tokens?pushWithoutPull=true');
      expect(body.tokens.map((token: { readonly id: string }) => token.id)).toEqual([id]);
      expect(body).toMatchObject({ total: 1, counts: { active: 1, pushWithoutPull: 1 } });
      expect((await account.browser.get('/api/tokens?pushWithoutPull=false')).body.total).toBe(3);
    });

    it('a policy with push alone stays while other rules change, and cannot be set again', async () => {
      const { owner, path, name } = await sampleOrganization(lanyard());
      const change = (rules: object) => owner.browser.patch(`${path}/policy`, rules);
      for (const rule of ['tokenActions', 'autoTokenActions']) {
        const { status, body } = await change({ [rule]: ['push', 'delete'] });
        expect([status, body.error.field]).toEqual([400, rule]);
        expect(body.error.message).toContain('registries ask for both in every upload');
      }
      await writeExisting(lanyard(), async ({ organizations }) => {
        const organization = await organizations.byName(name);
        if (!organization) throw new Error(`no organization ${name}`);
        const { id, policy, termsStricterSince, pendingRules } = organization;
        const pushOnly = { ...policy, tokenActions: ['push'] } as const;
        await organizations.setPolicy(id, { policy: pushOnly, termsStricterSince, pendingRules });
      });
      const { status, body } = await change({ maximumTokenLifetimeSeconds: 3600, tokenActions: ['push'] });
      expect([status, body.policy.tokenActions]).toEqual([200, ['push']]);
      expect((await change({ tokenActions: ['pull', 'push'] })).status).toBe(200);
      expect((await change({ tokenActions: ['push'] })).status).toBe(400);
    });
  });
});

async function actionsAt(lanyard: Lanyard, credential: string, repository: string): Promise<readonly string[]> {
  const { body } = await requestToken(lanyard, { credential, scopes: [`repository:${repository}:pull,push,delete`] });
  return claimsOf(body.token).access.flatMap(({ actions }: { readonly actions: readonly string[] }) => actions);
}
