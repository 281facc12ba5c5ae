import { randomUUID } from 'node:crypto';
import type { Counted } from '@lanyard/server/identity/limiters';
import { LIMITS } from '@lanyard/server/identity/limiters';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { approve, postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { existingCount, forgetCount } from '../../support/lanyard/existing-counts.ts';
import { sampleTotp, signInWithTotp } from '../../support/lanyard/second-factors.ts';
import { sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { basic, hubClient, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns?.stop());

describeLanyard(
  'there is a limit for',
  (lanyard) => {
    const person = () => sampleAccount(lanyard(), freshName('person'));

    /** Makes the last one within the limit, then one too many, then one after the time is over. */
    async function expectLimit(counted: Counted, make: () => Promise<Answer>): Promise<void> {
      const { points, durationSeconds } = LIMITS[counted.limit];
      await existingCount(lanyard(), counted, points - 1);
      expect((await make()).status).toBeLessThan(400);
      const refused = await make();
      expect(refused.status).toBe(429);
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(durationSeconds - 60);
      expect(wait).toBeLessThanOrEqual(durationSeconds);
    }

    it('passkey sign-ins that one network begins', async () => {
      const begin = (address: string) =>
        lanyard()
          .browser()
          .request('POST', '/api/session/passkey/options', { headers: { 'x-forwarded-for': address } });
      await expectLimit({ limit: 'flow-network', of: '192.0.2.1' }, () => begin('192.0.2.1'));
      expect((await begin('192.0.2.2')).status).toBe(200);
      let part = 0;
      const inSite = () => begin(`2001:db8:7:${(part++).toString(16)}::1`);
      await expectLimit({ limit: 'flow-wide-network', of: '2001:db8:7::/48' }, inSite);
      lanyard().clock.advance(601);
      expect((await begin('192.0.2.1')).status).toBe(200);
    });

    it('the sessions of an account', async () => {
      const { id, name, password, browser } = await person();
      const signIn = () => lanyard().browser().signIn(name, password);
      await existingCount(lanyard(), { limit: 'sessions-started', of: id }, LIMITS['sessions-started'].points - 2);
      expect((await signIn()).status).toBe(200);
      const refused = await signIn();
      expect([refused.status, refused.body.error.message]).toEqual([429, expect.stringContaining('too many sign-ins')]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
      expect((await browser.get('/api/session')).status).toBe(200);
      const other = await person();
      expect((await lanyard().browser().signIn(other.name, other.password)).status).toBe(200);
    });

    it('attack 19: the sessions of an account with a second factor, which its password alone cannot use up', async () => {
      const account = await person();
      const totp = await sampleTotp(lanyard(), account.browser);
      await existingCount(lanyard(), { limit: 'sessions-started', of: account.id }, LIMITS['sessions-started'].points);
      const answer = await signInWithTotp(lanyard(), lanyard().browser(), account, totp);
      expect(answer.status).toBe(200);
    });

    it('the access tokens of an account, and separately those of each command line', async () => {
      const account = await person();
      const body = { description: 'x', grants: [{ pattern: '*', actions: ['pull'] }] };
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      const commandLine = await sampleCommandLine(lanyard(), account);
      await existingCount(lanyard(), { limit: 'tokens-created', of: account.id }, LIMITS['tokens-created'].points);
      expect((await account.browser.post('/api/tokens', body)).status).toBe(429);
      // A command line has its own limit, so neither can block the other.
      await commandLine.generate();
      const [{ id }] = (await account.browser.get('/api/sign-ins')).body.signIns;
      await existingCount(lanyard(), { limit: 'auto-tokens-created', of: id }, LIMITS['auto-tokens-created'].points);
      await expect(commandLine.generate()).rejects.toThrow('429');
      await (await sampleCommandLine(lanyard(), account)).generate();
      // Existing ones continue to work.
      expect((await requestToken(lanyard(), { credential: `${account.name}:${secret}` })).status).toBe(200);
    });

    it('the repositories of an account, created on the page or by a push', async () => {
      const account = await person();
      const { secret } = await sampleToken(account, { actions: ['pull', 'push'] });
      const push = (repository: string) => {
        const scopes = [`repository:${account.name}/${repository}:pull,push`];
        return requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      };
      await expectLimit({ limit: 'repositories-created', of: account.id }, () => push(freshName('made')));
      expect((await push('made-before-the-end')).body.errors[0].code).toBe('TOOMANYREQUESTS');
      const page = await account.browser.post('/api/repositories', { name: `${account.name}/other` });
      expect([page.status, page.body.error.message]).toEqual([
        429,
        expect.stringContaining('too many new repositories'),
      ]);
    });

    it('the organizations of an account', async () => {
      const account = await person();
      const create = () => account.browser.post('/api/organizations', { name: freshName('org') });
      await expectLimit({ limit: 'organizations-created', of: account.id }, create);
    });

    it('the changes of an account, of which those that only end something never wait', async () => {
      const account = await person();
      const repository = `/api/repository?name=${account.name}/app`;
      await account.browser.post('/api/repositories', { name: `${account.name}/app` });
      const token = await sampleToken(account, { actions: ['pull'] });
      const switched = (active: boolean) => account.browser.patch(`/api/tokens/${token.id}`, { active });
      let visibility = 'private';
      const toggle = () => {
        visibility = visibility === 'public' ? 'private' : 'public';
        return account.browser.patch(repository, { visibility });
      };
      await forgetCount(lanyard(), { limit: 'changes-hour', of: account.id });
      await expectLimit({ limit: 'changes-hour', of: account.id }, toggle);
      expect((await toggle()).status).toBe(200);
      expect((await toggle()).body.error.message).toContain('too many changes');
      // What was refused changed nothing, and left no event.
      expect((await account.browser.get(repository)).body.visibility).toBe('public');
      const { items } = await lanyard().services.store.read.audit.list({
        namespace: account.name,
        page: 1,
        pageSize: 100,
      });
      expect(items.filter(({ action }) => action === 'repository.changed')).toHaveLength(1);
      expect((await switched(false)).status).toBe(200);
      expect((await switched(true)).status).toBe(429);
      expect((await account.browser.delete(`/api/tokens/${token.id}`)).status).toBe(204);
      expect((await account.browser.post('/api/account/sign-out-everywhere')).status).toBe(200);
    });

    it('the changes of an account in a day', async () => {
      const account = await person();
      const create = () => account.browser.post('/api/repositories', { name: `${account.name}/${freshName('made')}` });
      await expectLimit({ limit: 'changes-day', of: account.id }, create);
    });

    it('the changes of all access tokens of an organization together, which its owners do not use up', async () => {
      const { owner, name, path } = await sampleOrganization(lanyard());
      const { id } = (await lanyard().services.store.read.organizations.byName(name)) ?? { id: '' };
      const hub = await hubClient(lanyard(), owner);
      const tokens = await Promise.all(
        ['one', 'two'].map(async (label) => {
          const resources = [{ type: 'TYPE_ORG', path: name, scopes: ['scope-group-edit'] }];
          const { body } = await hub('POST', `/v2/orgs/${name}/access-tokens`, { label, resources });
          return hubClient(lanyard(), { name, password: body.token });
        }),
      );
      let turn = 0;
      const create = async () => {
        const token = tokens[turn++ % 2];
        if (!token) throw new Error('two were made');
        return token('POST', `/v2/orgs/${name}/groups`, { name: freshName('group') });
      };
      const { body: group } = await create();
      await forgetCount(lanyard(), { limit: 'changes-hour', of: id });
      await expectLimit({ limit: 'changes-hour', of: id }, create);
      expect((await create()).status).toBe(429);
      // Ending something never waits, and an owner has a counter of their own.
      expect((await tokens[0]?.('DELETE', `/v2/orgs/${name}/groups/${group.name}`))?.status).toBe(204);
      expect((await owner.browser.post(`${path}/teams`, { name: 'hands' })).status).toBe(201);
    });

    it('the changes of a directory, which still deactivates and removes people then', async () => {
      const { organization, scim, user, domain } = await sampleDirectory(lanyard(), dns);
      const { id } = (await lanyard().services.store.read.organizations.byName(organization.name)) ?? { id: '' };
      const [ann, ben, cay] = await Promise.all(
        ['ann', 'ben', 'cay'].map(async (local) => {
          const name = freshName(local);
          return { name, id: (await user(name)).body.id };
        }),
      );
      const group = await scim('POST', '/Groups', { displayName: 'Engines' });
      const rename = () => scim('PUT', `/Groups/${group.body.id}`, { displayName: freshName('Engines') });
      await forgetCount(lanyard(), { limit: 'directory-changes-hour', of: id });
      await expectLimit({ limit: 'directory-changes-hour', of: id }, rename);
      const changed = (whom: typeof ann, Operations: readonly object[]) =>
        scim('PATCH', `/Users/${whom?.id}`, { Operations });
      const active = (value: boolean) => ({ op: 'replace', path: 'active', value });
      const named = () => ({ op: 'replace', path: 'userName', value: `${freshName('gone')}@${domain}` });
      expect((await changed(ann, [active(false)])).body.active).toBe(false);
      // Entra ID also gives a user whom it deactivates another name.
      expect((await changed(ben, [named(), active(false)])).body.active).toBe(false);
      expect((await scim('DELETE', `/Users/${cay?.id}`)).status).toBe(204);
      expect((await scim('DELETE', `/Groups/${group.body.id}`)).status).toBe(204);
      // What begins something, or changes somebody who is deactivated already, waits.
      expect((await changed(ann, [active(true)])).status).toBe(429);
      expect((await changed(ben, [named(), active(false)])).status).toBe(429);
      expect((await organization.owner.browser.post(`${organization.path}/teams`, { name: 'hands' })).status).toBe(201);
    });

    it('no change of an administrator', async () => {
      const { browser, id } = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      await existingCount(lanyard(), { limit: 'changes-hour', of: id }, LIMITS['changes-hour'].points);
      expect((await browser.post('/api/organizations', { name: freshName('org') })).status).toBe(201);
    });

    it('the passwords that an account sets', async () => {
      const { id, password, browser } = await person();
      const body = { currentPassword: password, newPassword: 'a longer password for today', endCommandLines: false };
      const counted = { limit: 'passwords-changed', of: id } as const;
      await existingCount(lanyard(), counted, LIMITS['passwords-changed'].points);
      expect((await browser.put('/api/account/password', body)).status).toBe(429);
    });

    it('the reviews that an account starts', async () => {
      const account = await person();
      const name = freshName('org');
      await account.browser.post('/api/organizations', { name });
      const dueAt = new Date(lanyard().clock.now() + 86_400_000).toISOString();
      const review = { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt };
      const start = () => account.browser.post(`/api/organizations/${name}/reviews`, review);
      await expectLimit({ limit: 'reviews-started', of: account.id }, start);
    });

    it('the accounts that the directory and the provider of an organization bring', async () => {
      const singleSignOn = await sampleSingleSignOn(lanyard(), dns);
      const { organization, domain, user } = singleSignOn;
      const { id } = (await lanyard().services.store.read.organizations.byName(organization.name)) ?? { id: '' };
      const person = () => freshName('person');
      const known = { subject: person(), email: `${person()}@${domain}` };
      await singleSignOn.singleSignOn(lanyard().browser(), known);
      // One came already.
      await existingCount(lanyard(), { limit: 'accounts-brought', of: id }, LIMITS['accounts-brought'].points - 2);
      expect((await user(person())).status).toBe(201);
      const refused = await user(person());
      expect([refused.status, Number(refused.headers.get('retry-after')) > 3_000]).toEqual([429, true]);
      const comesNew = await singleSignOn.singleSignOn(lanyard().browser(), {
        subject: person(),
        email: `${person()}@${domain}`,
      });
      expect(comesNew.status).toBe(429);
      // Those who are known come in.
      expect((await singleSignOn.singleSignOn(lanyard().browser(), known)).status).toBe(303);
    });

    it('the teams and the domains of an organization, which are listed whole', async () => {
      const { owner, name, path } = await sampleOrganization(lanyard());
      const { id: organizationId } = (await lanyard().services.store.read.organizations.byName(name)) ?? { id: '' };
      const createdAt = lanyard().clock.now();
      await writeExisting(lanyard(), async ({ teams, domains }) => {
        const team = { organizationId, description: '', createdAt };
        for (let count = 1; count < 1_000; count += 1)
          await teams.insert({ ...team, id: randomUUID(), name: `t-${count}` });
        const domain = { organizationId, challenge: 'x', createdAt, verifiedAt: null };
        for (let count = 1; count < 100; count += 1) await domains.insert({ ...domain, name: `d-${count}.example` });
      });
      for (const [route, body] of [
        ['teams', { name: 'the-last' }],
        ['domains', { name: 'the-last.example' }],
      ] as const) {
        expect((await owner.browser.post(`${path}/${route}`, body)).status).toBe(201);
        const { status, body: answer } = await owner.browser.post(`${path}/${route}`, { name: `more-${body.name}` });
        expect([status, answer.error.message]).toEqual([409, expect.stringContaining('an organization can have')]);
      }
      const { secret } = (await owner.browser.post(`${path}/scim-token`)).body;
      const group = { headers: { authorization: `Bearer ${secret}` }, body: { displayName: 'One more' } };
      const answer = await lanyard().browser().request('POST', `/scim/v2/organizations/${name}/Groups`, group);
      expect(answer.status).toBe(409);
    });

    it('the command lines that an account approves', async () => {
      const account = await person();
      const counted = { limit: 'command-lines-approved', of: account.id } as const;
      await existingCount(lanyard(), counted, LIMITS['command-lines-approved'].points);
      const opened = await postForm(`${lanyard().url}/oauth/device/code`, { client_id: 'cli' });
      expect(await approve(account, opened.body.user_code)).toBe(429);
    });

    it('the recorded clients of one token: after 1,000 uses a day, further uses are only counted', async () => {
      const account = await person();
      const { id, secret } = await sampleToken(account, { actions: ['pull'] });
      const { services, clock } = lanyard();
      const common = { tokenId: id, at: clock.now(), registry: 'lanyard', repository: null, actions: '' };
      for (let use = 0; use < 998; use += 1)
        services.usage.record({ ...common, address: '192.0.2.1', client: `client ${use}` });
      await usesWritten(lanyard());
      for (let use = 0; use < 30; use += 1) {
        const headers = { authorization: basic(`${account.name}:${secret}`), 'user-agent': `bent client ${use}` };
        expect((await lanyard().browser().request('GET', '/token?service=lanyard', { headers })).status).toBe(200);
      }
      await usesWritten(lanyard());
      const usage = await services.store.read.usage.ofToken(id, { page: 1, pageSize: 2_000 });
      expect(usage.total).toBeLessThanOrEqual(1_001);
      expect(usage.items.reduce((sum, { count }) => sum + count, 0)).toBe(1_028);
      expect(usage.items.some(({ client }) => client === 'many others')).toBe(true);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_TRUSTED_PROXIES: '127.0.0.1,::1' }),
);
