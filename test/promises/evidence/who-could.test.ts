import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

interface SourceBody {
  readonly type: string;
  readonly team: string | null;
  readonly right: string;
}

interface HeldToken {
  readonly of: SampleAccount;
  readonly secret: string;
}

describeLanyard(
  'who could reach a repository',
  (lanyard) => {
    /** An administrator of the server, made once. */
    let root: Promise<SampleAccount> | undefined;
    const administrator = () => {
      root ??= sampleAccount(lanyard(), 'root', { isAdministrator: true });
      return root;
    };
    const nowText = () => new Date(lanyard().clock.now()).toISOString();

    /** `name right` of each account, and `holder actions` of each token that was on, just before a time or now. */
    async function evidence(owner: SampleAccount, repository: string, before?: string) {
      const query = `repository=${repository}&pageSize=100${before === undefined ? '' : `&before=${before}`}`;
      const accounts = (await owner.browser.get(`/api/evidence/accounts?${query}`)).body;
      const tokens = (await owner.browser.get(`/api/evidence/tokens?${query}`)).body;
      const through = (sources: readonly SourceBody[]) => sources.map(({ type, team }) => team ?? type).join('+');
      return {
        visibility: accounts.visibility,
        accounts: accounts.accounts.map(
          (one: { name: string; right: string; through: readonly SourceBody[]; disabled: boolean }) =>
            `${one.name} ${one.right} ${through(one.through)}${one.disabled ? ' disabled' : ''}`,
        ),
        tokens: tokens.tokens
          .filter(({ status, hold }: { status: string; hold: string | null }) => status === 'active' && hold === null)
          .map(({ id, actions }: { id: string; actions: readonly string[] }) => `${id} ${actions.join()}`)
          .sort(),
      };
    }

    /** What the token endpoint gives a token: nothing, or one line. */
    async function given(repository: string, id: string, { of, secret }: HeldToken): Promise<readonly string[]> {
      const scopes = [`repository:${repository}:pull,push,delete`];
      const { status, body } = await requestToken(lanyard(), { credential: `${of.name}:${secret}`, scopes });
      const [entry] = status === 200 ? claimsOf(body.token).access : [];
      return entry ? [`${id} ${entry.actions.join()}`] : [];
    }

    async function rightHeld(repository: string, { name, browser }: SampleAccount): Promise<readonly string[]> {
      const { status, body } = await browser.get(`/api/repository?name=${repository}`);
      return status === 200 && body.right !== null ? [`${name} ${body.right}`] : [];
    }

    it('is at each earlier moment what the token endpoint and the API said then', async () => {
      const directory = await sampleDirectory(lanyard(), dns);
      const { organization, scim } = directory;
      const { owner, member, stranger: other, name: acme, path } = organization;
      const app = `${acme}/app`;
      const at = `/api/repository/rights?name=${app}`;
      const { browser } = owner;
      const third = await sampleAccount(lanyard(), `${acme}-third`, { domain: directory.domain });
      const adopted = (await directory.adopt(third)).body.id;
      await joinOrganization(owner, path, other);
      const people = [owner, member, other, third];
      const secrets = new Map<string, HeldToken>();
      const make = async (of: SampleAccount, pattern: string, actions: readonly ('pull' | 'push' | 'delete')[]) => {
        const token = await sampleToken(of, { pattern, actions });
        secrets.set(token.id, { of, secret: token.secret });
        return token.id;
      };
      for (const person of people) await make(person, `${acme}/*`, ['pull', 'push', 'delete']);
      const narrow = await make(member, `${acme}/other`, ['pull']);
      const short = await make(other, app, ['pull']);
      /** What the token endpoint and the API say of the repository now. */
      const truth = async () => {
        const shown = await browser.get(`/api/repository?name=${app}`);
        // A push that is allowed would create the repository again.
        if (shown.status !== 200) return { visibility: null, accounts: [], tokens: [] };
        const tokens = await Promise.all([...secrets].map(([id, held]) => given(app, id, held)));
        const rights = await Promise.all(people.map((person) => rightHeld(app, person)));
        return {
          visibility: shown.body.visibility,
          accounts: rights.flat().sort(),
          tokens: tokens.flat().sort(),
        };
      };
      const put = (subjectType: string, subject: string, right: string) =>
        browser.put(at, { subjectType, subject, right });
      const take = (subjectType: string, subject: string) =>
        browser.delete(`${at}&subjectType=${subjectType}&subject=${subject}`);
      const group = (members: readonly string[]) =>
        scim('POST', '/Groups', { displayName: 'Blue', members: members.map((value) => ({ value })) });
      const changes: readonly (() => Promise<{ readonly status: number }>)[] = [
        () => browser.post('/api/repositories', { name: app, visibility: 'private' }),
        () => browser.post(`${path}/teams`, { name: 'red' }),
        () => browser.put(`${path}/teams/red/members/${member.name}`),
        () => put('team', 'red', 'read'),
        () => put('account', other.name, 'write'),
        () => browser.patch(`${path}/policy`, { tokenActions: ['pull'] }),
        () => browser.patch(`${path}/policy`, { tokenActions: ['pull', 'push', 'delete'] }),
        () => browser.patch(`${path}/teams/red`, { name: 'green' }),
        () => group([adopted]),
        () => put('team', 'blue', 'admin'),
        () => put('team', 'green', 'write'),
        () => browser.patch(`/api/repository?name=${app}`, { visibility: 'public' }),
        () => member.browser.patch(`/api/tokens/${narrow}`, { grants: [{ pattern: app, actions: ['pull', 'push'] }] }),
        () => take('account', other.name),
        () => browser.patch(`/api/repository?name=${app}`, { visibility: 'private' }),
        () => other.browser.patch(`/api/tokens/${short}`, { active: false }),
        () => put('account', other.name, 'read'),
        () => other.browser.patch(`/api/tokens/${short}`, { active: true }),
        () => browser.post(`${path}/access-review/rulings`, { ruling: 'block', tokens: [short], reason: 'old' }),
        () => browser.post(`${path}/access-review/rulings`, { ruling: 'lift', tokens: [short] }),
        () => other.browser.delete(`/api/tokens/${short}`),
        () => scim('DELETE', `/Users/${adopted}`),
        () => browser.delete(`${path}/members/${other.name}`),
        () => browser.put(`${path}/members/${member.name}`, { role: 'owner' }),
        () => browser.put(`${path}/members/${member.name}`, { role: 'editor' }),
        () => browser.delete(`${path}/teams/green`),
        () => browser.put(`${path}/members/${member.name}`, { role: 'member' }),
        () => put('account', member.name, 'write'),
        () => browser.delete(`/api/repository?name=${app}`),
        () => browser.post('/api/repositories', { name: app, visibility: 'private' }),
        async () => (await administrator()).browser.delete(`/api/accounts/${member.name}`),
      ];
      const moments: { readonly before: string; readonly said: Awaited<ReturnType<typeof truth>> }[] = [];
      for (const change of changes) {
        const { status } = await change();
        expect(status, String(change)).toBeLessThan(300);
        lanyard().clock.advance(1);
        moments.push({ before: nowText(), said: await truth() });
      }
      for (const [index, { before, said }] of moments.entries()) {
        const then = await evidence(owner, app, before);
        const accounts = then.accounts.map((line: string) => line.split(' ').slice(0, 2).join(' '));
        // Pulling from a public repository needs no right; the list of accounts has those with a right.
        expect({ ...then, accounts }, String(changes[index])).toEqual(said);
      }
      const now = await evidence(owner, app);
      expect(now).toEqual({ ...(await evidence(owner, app, nowText())), tokens: now.tokens });
      expect(now.tokens).toEqual(moments.at(-1)?.said.tokens);
    }, 120_000);

    it('says through what, and whose account was disabled; a member who creates a repository administers it', async () => {
      const { owner, member, stranger, name: acme, path } = await sampleOrganization(lanyard());
      const app = `${acme}/app`;
      await owner.browser.patch(`${path}/policy`, { membersCreateRepositories: true });
      await member.browser.post('/api/repositories', { name: app, visibility: 'private' });
      await joinOrganization(owner, path, stranger);
      for (const team of ['red', 'blue']) {
        await owner.browser.post(`${path}/teams`, { name: team });
        await owner.browser.put(`${path}/teams/${team}/members/${stranger.name}`);
        const right = team === 'red' ? 'write' : 'read';
        await owner.browser.put(`/api/repository/rights?name=${app}`, { subjectType: 'team', subject: team, right });
      }
      await sampleToken(stranger, { pattern: app, actions: ['pull'] });
      lanyard().clock.advance(1);
      const enabled = nowText();
      await (await administrator()).browser.patch(`/api/accounts/${stranger.name}`, { active: false });
      const expected = (isDisabled: boolean) =>
        [
          `${member.name} admin account`,
          `${owner.name} admin owner`,
          `${stranger.name} write blue+red${isDisabled ? ' disabled' : ''}`,
        ].sort();
      expect((await evidence(owner, app)).accounts).toEqual(expected(true));
      lanyard().clock.advance(1);
      const disabled = await evidence(owner, app, nowText());
      expect([disabled.accounts, disabled.tokens]).toEqual([expected(true), []]);
      const before = await evidence(owner, app, enabled);
      expect([before.accounts, before.tokens.length]).toEqual([expected(false), 1]);
    });

    it("R25: an account reads its own namespace's, and does not learn whether a name is an account", async () => {
      const ada = await sampleAccount(lanyard(), `ada-${lanyard().clock.now()}`);
      const bob = await sampleAccount(lanyard(), `bob-${lanyard().clock.now()}`);
      const app = `${ada.name}/app`;
      await ada.browser.post('/api/repositories', { name: app });
      for (const subject of [bob.name, 'nobody-at-all']) {
        await ada.browser.put(`/api/repository/rights?name=${app}`, {
          subjectType: 'account',
          subject,
          right: 'write',
        });
      }
      await sampleToken(bob, { actions: ['pull'] });
      const own = await sampleToken(ada, { actions: ['pull', 'push'] });
      await (await administrator()).browser.patch(`/api/accounts/${bob.name}`, { active: false });
      lanyard().clock.advance(1);
      for (const before of [undefined, nowText()]) {
        expect(await evidence(ada, app, before)).toEqual({
          visibility: 'private',
          accounts: [`${ada.name} admin owner`, `${bob.name} write account`, 'nobody-at-all write account'].sort(),
          tokens: [`${own.id} pull,push`],
        });
      }
      expect((await bob.browser.get(`/api/evidence/accounts?repository=${app}`)).status).not.toBe(200);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
