import { expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { noticeOver } from '../../support/lanyard/announced-rules.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { basic, type SampleToken, sampleToken } from '../../support/lanyard/tokens.ts';

const DAY = 86_400;
const WIDER = ['no-expiry', 'wider-than-used', 'no-second-factor'];
const TO_FILTER = [
  'never-used',
  'unused',
  'no-expiry',
  'expires-soon',
  'no-second-factor',
  'holder-disabled',
  'maker-left',
  'not-approved',
  'against-policy',
];

interface Found {
  readonly id: string;
  readonly findings: readonly { readonly kind: string; readonly why: string; readonly action: string }[];
}

describeLanyard(
  'the findings of an access review',
  (lanyard) => {
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
      const right = { subjectType: 'account', subject: member.name, right: 'write' };
      await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
      const use = async (
        { secret }: SampleToken,
        actions = 'pull',
        client = 'docker/28.0',
        repository = `${name}/app`,
      ) => {
        const headers = { authorization: basic(`${member.name}:${secret}`), 'user-agent': client };
        const query = `service=lanyard&scope=repository:${repository}:${actions}`;
        const { status } = await lanyard().browser().request('GET', `/token?${query}`, { headers });
        expect(status).toBe(200);
        await usesWritten(lanyard());
      };
      /** Sessions are over by then. */
      const after = async (days: number) => {
        lanyard().clock.advance(days * DAY);
        await owner.browser.signIn(owner.name, owner.password);
        await member.browser.signIn(member.name, member.password);
      };
      const list = async (query = ''): Promise<readonly Found[]> =>
        (await owner.browser.get(`${path}/access-review/tokens?pageSize=100&${query}`)).body.tokens;
      const kinds = async ({ id }: { readonly id: string }) =>
        (await list()).find((token) => token.id === id)?.findings.map(({ kind }) => kind);
      const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY * 1000).toISOString();
      return { ...place, use, after, list, kinds, inDays };
    }

    it('say what was never used, is unused, never expires or expires soon, with the reason and what to do', async () => {
      const { member, use, after, list, kinds, inDays } = await world();
      const idle = await sampleToken(member, { actions: ['pull'] });
      const used = await sampleToken(member, { actions: ['pull'] }, inDays(110));
      await use(used);
      expect(await kinds(idle)).toEqual(['no-expiry', 'no-second-factor']);
      await after(14);
      expect(await kinds(idle)).toEqual(['never-used', 'no-expiry', 'no-second-factor']);
      await after(85);
      expect(await kinds(used)).toEqual(['unused', 'expires-soon', 'no-second-factor']);
      const [found] = (await list('finding=unused')).flatMap(({ findings }) => findings);
      expect(found).toMatchObject({
        kind: 'unused',
        label: 'Unused',
        why: 'It was last used in this organization 99 days ago.',
        action: 'Block it here',
      });
    });

    it('name permissions that were not needed, and a program that is new here; uses elsewhere do not count', async () => {
      const { member, name, use, after, kinds } = await world();
      await member.browser.post('/api/repositories', { name: `${member.name}/own`, visibility: 'private' });
      const [wide, exact] = [
        await sampleToken(member, { actions: ['pull', 'push'] }),
        await sampleToken(member, { pattern: `${name}/app`, actions: ['pull', 'push'] }),
      ];
      await after(60);
      for (const token of [wide, exact]) await use(token);
      await use(wide, 'pull,push', 'unheard-of/1.0', `${member.name}/own`);
      await after(31);
      for (const token of [wide, exact]) await use(token);
      expect([await kinds(wide), await kinds(exact)]).toEqual([WIDER, WIDER]);
      for (const token of [wide, exact]) await use(token, 'pull,push');
      // One of them names other repositories, too.
      expect([await kinds(wide), await kinds(exact)]).toEqual([WIDER, ['no-expiry', 'no-second-factor']]);
      await use(exact, 'pull', 'skopeo/1.14');
      expect(await kinds(exact)).toEqual(['no-expiry', 'new-source', 'no-second-factor']);
    });

    it('name the repositories that would have been enough for a token of which only some are used', async () => {
      const { owner, member, name, use, after, list, kinds } = await world();
      for (const repository of ['web', 'api']) {
        await owner.browser.post('/api/repositories', { name: `${name}/${repository}`, visibility: 'private' });
        const right = { subjectType: 'account', subject: member.name, right: 'write' };
        await owner.browser.put(`/api/repository/rights?name=${name}/${repository}`, right);
      }
      const token = await sampleToken(member, { pattern: `${name}/*`, actions: ['pull', 'push'] });
      const widened = await sampleToken(member, { pattern: `${name}/web`, actions: ['pull', 'push'] });
      await after(80);
      const grants = [{ pattern: `${name}/*`, actions: ['pull', 'push'] }];
      expect((await member.browser.patch(`/api/tokens/${widened.id}`, { grants })).status).toBe(200);
      await after(11);
      for (const one of [token, widened]) await use(one, 'pull,push', 'docker/28.0', `${name}/app`);
      await use(token, 'pull', 'docker/28.0', `${name}/web`);
      const found = (await list()).flatMap(({ findings }) => findings).filter(({ kind }) => kind === 'wider-than-used');
      expect(found).toMatchObject([
        {
          why: 'It used 2 repositories here in the last 90 days, and its permissions allow more than that.',
          enough: [
            { pattern: `${name}/app`, actions: ['pull', 'push'] },
            { pattern: `${name}/web`, actions: ['pull'] },
          ],
        },
      ]);
      // What it got 11 days ago, it had no time to need.
      expect(await kinds(widened)).not.toContain('wider-than-used');
    });

    it('of a token that may do more than it did come with grants that are enough, which its holder applies', async () => {
      const { owner, path, name, member, use, after, list, kinds } = await world();
      await member.browser.post('/api/repositories', { name: `${member.name}/own`, visibility: 'private' });
      const wide = await sampleToken(member, { actions: ['pull', 'push'] });
      const narrower = async () => (await member.browser.get(`/api/tokens/${wide.id}/narrower-grants`)).body.grants;
      await use(wide);
      await use(wide, 'pull,push', 'docker/28.0', `${member.name}/own`);
      expect(await narrower()).toBeNull();
      await after(61);
      await use(wide);
      await use(wide, 'pull,push', 'docker/28.0', `${member.name}/own`);
      await after(30);
      // The owner reads what happened here; the holder also keeps what is used elsewhere.
      const finding = (await list()).flatMap(({ findings }) => findings).find(({ kind }) => kind === 'wider-than-used');
      expect(finding).toMatchObject({ enough: [{ pattern: `${name}/app`, actions: ['pull'] }] });
      const grants = await narrower();
      const grant = { type: 'repository', visibility: 'any' };
      expect(grants).toEqual([
        { ...grant, pattern: `${name}/app`, actions: ['pull'] },
        { ...grant, pattern: `${member.name}/own`, actions: ['pull', 'push'] },
      ]);
      expect((await owner.browser.get(`/api/tokens/${wide.id}/narrower-grants`)).status).toBe(404);
      expect((await owner.browser.get(`${path}/tokens/${wide.id}/narrower-grants`)).status).toBe(404);
      expect((await member.browser.patch(`/api/tokens/${wide.id}`, { grants })).status).toBe(200);
      await use(wide);
      await use(wide, 'pull,push', 'docker/28.0', `${member.name}/own`);
      expect(await narrower()).toBeNull();
      expect(await kinds(wide)).not.toContain('wider-than-used');
    });

    it('name a network that is new here, and an address that many people use here; what happens elsewhere never counts', async () => {
      const { owner, member, name, path, kinds, list, after } = await world();
      const place = { own: `${member.name}/own`, here: `${name}/open` };
      await owner.browser.post('/api/repositories', { name: place.here, visibility: 'public' });
      await member.browser.post('/api/repositories', { name: place.own, visibility: 'public' });
      const ask = async (holder: SampleAccount, { secret }: SampleToken, repository: string, address: string) => {
        const headers = { authorization: basic(`${holder.name}:${secret}`), 'x-forwarded-for': address };
        const query = `service=lanyard&scope=repository:${repository}:pull`;
        const { status } = await lanyard().browser().request('GET', `/token?${query}`, { headers });
        expect(status).toBe(200);
      };
      const token = await sampleToken(member, { actions: ['pull'] });
      await ask(member, token, place.here, '192.0.2.1');
      await usesWritten(lanyard());
      await after(20);
      const others: [SampleAccount, SampleToken][] = [];
      for (let count = 0; count < 4; count += 1) {
        const other = await sampleAccount(lanyard(), freshName('colleague'));
        await joinOrganization(owner, path, other);
        others.push([other, await sampleToken(other, { actions: ['pull'] })]);
      }
      // Elsewhere: from a new network that many people share.
      for (const [holder, one] of [...others, [member, token] as const])
        await ask(holder, one, place.own, '198.51.100.7');
      await usesWritten(lanyard());
      expect(await kinds(token)).toEqual(['no-expiry', 'no-second-factor']);
      for (const [holder, one] of others) await ask(holder, one, place.here, '198.51.100.7');
      await ask(member, token, place.here, '198.51.100.7');
      await usesWritten(lanyard());
      expect(await kinds(token)).toEqual(['no-expiry', 'new-source', 'shared-address', 'no-second-factor']);
      const found = (await list()).find(({ id }) => id === token.id)?.findings ?? [];
      expect(found.find(({ kind }) => kind === 'shared-address')).toMatchObject({
        why: '5 people use this organization from the address of its last use.',
        action: 'Find out whether the token is passed around',
      });
      expect(found.find(({ kind }) => kind === 'new-source')?.why).toContain('198.51.100.');
      expect((await owner.browser.get(`${path}/access-review/tokens`)).body.tokens[0].lastUse.repository).toBe(
        place.here,
      );
    });

    it('warn of a disabled holder, of tokens whose creator left, and of what the policy forbids', async () => {
      const { owner, member, name, path, list, kinds } = await world();
      const theirs = await sampleToken(member, { actions: ['pull'] });
      const second = await sampleAccount(lanyard(), `second-of-${name}`);
      await joinOrganization(owner, path, second, 'owner');
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const own = (await second.browser.post(`${path}/tokens`, { description: 'ci', grants })).body.token;
      expect(await kinds(own)).toEqual(['no-expiry']);
      const root = await sampleAccount(lanyard(), `root-of-${name}`, { isAdministrator: true });
      await root.browser.patch(`/api/accounts/${second.name}`, { active: false });
      await root.browser.patch(`/api/accounts/${member.name}`, { active: false });
      await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: DAY });
      await noticeOver(lanyard(), name);
      expect(await kinds(own)).toEqual(['no-expiry', 'maker-left', 'against-policy']);
      expect(await kinds(theirs)).toEqual(['no-expiry', 'no-second-factor', 'holder-disabled', 'against-policy']);
      expect((await list('finding=holder-disabled')).map(({ id }) => id)).toEqual([theirs.id]);
    });

    it('are found by the filter exactly where the list shows them', async () => {
      const { owner, member, name, path, use, after, list, inDays } = await world();
      const second = await sampleAccount(lanyard(), `leaver-of-${name}`);
      await joinOrganization(owner, path, second, 'owner');
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      for (const { browser } of [owner, second]) {
        await browser.post(`${path}/tokens`, { description: 'ci', grants });
        await browser.post(`${path}/tokens`, { description: 'brief', grants, expiresAt: inDays(150) });
      }
      await owner.browser.delete(`${path}/members/${second.name}`);
      for (const account of [owner, member]) {
        await sampleToken(account, { actions: ['pull'] });
        await sampleToken(account, { actions: ['pull'] }, inDays(100));
        await sampleToken(account, { actions: ['pull'] }, inDays(200));
      }
      const used = [await sampleToken(member, { actions: ['pull'] }), await sampleToken(member, { actions: ['pull'] })];
      for (const one of used) await use(one);
      await after(90);
      if (used[0]) await use(used[0]);
      await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 120 * DAY, tokenApproval: true });
      const until = inDays(30);
      const exempt = { rule: 'maximumTokenLifetimeSeconds', token: used[1]?.id, reason: 'yearly', endsAt: until };
      expect((await owner.browser.post(`${path}/exemptions`, exempt)).status).toBe(204);
      await noticeOver(lanyard(), name);
      const all = await list();
      expect(all).toHaveLength(12);
      const seen = new Set(all.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
      expect(TO_FILTER.filter((finding) => !seen.has(finding))).toEqual(['holder-disabled']);
      for (const finding of TO_FILTER) {
        const shown = all.filter(({ findings }) => findings.some(({ kind }) => kind === finding)).map(({ id }) => id);
        expect((await list(`finding=${finding}`)).map(({ id }) => id).sort()).toEqual(shown.sort());
      }
    });
  },
  () => ({ LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' }),
);
