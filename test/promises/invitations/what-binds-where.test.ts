import { ACCOUNT_WIDE_RULES, type AccountWideRule } from '@lanyard/core/organizations/member-terms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  acceptTerms,
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
} from '../../support/lanyard/accounts.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleDirectory, sampleDirectory } from '../../support/lanyard/directory.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address });
const IDLE_SECONDS = 1000;
const LIFETIME_SECONDS = 5000;
const STRICT = {
  autoTokensKept: 2,
  passwordAtRegistry: false,
  signInIdleSeconds: IDLE_SECONDS,
  signInLifetimeSeconds: LIFETIME_SECONDS,
  requireSecondFactor: true,
} as const satisfies Record<AccountWideRule, unknown>;

type Person = (typeof PEOPLE)[number];
const PEOPLE = [
  'invited',
  'accepted',
  'placed by an operator',
  'by proven domain',
  'of before, who accepts now',
  'removed',
  'left',
] as const;

/** The table of docs/decisions/0017: whether the rule applies to the whole account. */
const ACCOUNT_WIDE: Readonly<Record<Person, boolean>> = {
  invited: false,
  accepted: true,
  'placed by an operator': false,
  'by proven domain': false,
  'of before, who accepts now': true,
  removed: false,
  left: false,
};

/**
 * The result of this person's credential in the organization's repository. Members are bound by the rules, others reach
 * nothing.
 */
const INSIDE: Readonly<Record<Person, 'bound' | 'nothing'>> = {
  invited: 'nothing',
  accepted: 'bound',
  'placed by an operator': 'bound',
  'by proven domain': 'bound',
  'of before, who accepts now': 'bound',
  removed: 'nothing',
  left: 'nothing',
};

interface MemberRow {
  readonly account: string;
  readonly terms: { readonly standing: string; readonly dueAt: string | null };
}

describeLanyard(
  'R47, attack 41: where the rules of an organization apply',
  (lanyard) => {
    /** An organization with a repository, a domain and only this rule. */
    async function organizationWith(rule: AccountWideRule): Promise<SampleDirectory> {
      const place = await sampleDirectory(lanyard(), dns);
      const { owner, path, name } = place.organization;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'private' });
      if (rule === 'requireSecondFactor') await sampleTotp(lanyard(), owner.browser);
      const { status } = await owner.browser.patch(`${path}/policy`, { [rule]: STRICT[rule] });
      if (status !== 200) throw new Error(`the policy answered ${status}`);
      return place;
    }

    const places = (account: SampleAccount, { organization }: SampleDirectory) =>
      operatorRuns(lanyard(), `member add ${organization.name} ${account.name}`);

    /** Gives a person the relation to the organization that its name says. */
    const BECOMES: Readonly<Record<Person, (place: SampleDirectory) => Promise<SampleAccount>>> = {
      invited: async ({ organization: { owner, path } }) => {
        const account = await sampleAccount(lanyard(), freshName('invited'));
        await owner.browser.post(`${path}/invitations`, { account: account.name, role: 'member' });
        return account;
      },
      accepted: async ({ organization: { owner, path } }) => {
        const account = await sampleAccount(lanyard(), freshName('accepted'));
        await joinOrganization(owner, path, account);
        return account;
      },
      'placed by an operator': async (place) => {
        const account = await sampleAccount(lanyard(), freshName('placed'));
        await places(account, place);
        return account;
      },
      'by proven domain': async ({ user }) => {
        const { body } = await user(freshName('provisioned'));
        const [name, password] = [body.nickName, 'a long enough password'];
        await operatorRuns(lanyard(), `account set-password ${name} --password-stdin`, password);
        const browser = lanyard().browser();
        await browser.signIn(name, password);
        return { id: body.id, name, password, browser };
      },
      'of before, who accepts now': async (place) => {
        const account = await sampleAccount(lanyard(), freshName('before'));
        await places(account, place);
        await acceptTerms(place.organization.path, account);
        return account;
      },
      removed: async (place) => {
        const account = await BECOMES.accepted(place);
        const { owner, path } = place.organization;
        await owner.browser.delete(`${path}/members/${account.name}`);
        return account;
      },
      left: async (place) => {
        const account = await BECOMES.accepted(place);
        await account.browser.delete(`${place.organization.path}/members/${account.name}`);
        return account;
      },
    };

    const reaches = async (account: SampleAccount, secret: string, repository: string): Promise<boolean> => {
      const scopes = [`repository:${repository}:pull`];
      const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
      return status === 200 && claimsOf(body.token).access.length === 1;
    };
    const makesTokens = async ({ browser }: SampleAccount) => {
      const grants = [{ pattern: '*', actions: ['pull'] }];
      return (await browser.post('/api/tokens', { description: 'ci', grants })).status === 201;
    };

    /** Whether the rule has an effect outside the organization. */
    const IS_FELT: Readonly<Record<AccountWideRule, (account: SampleAccount) => Promise<boolean>>> = {
      autoTokensKept: async ({ browser }) => (await browser.get('/api/account/auto-tokens')).body.limit === 2,
      passwordAtRegistry: async (account) => !(await reaches(account, account.password, `${account.name}/mine`)),
      signInIdleSeconds: async (account) => {
        const commandLine = await sampleCommandLine(lanyard(), account);
        lanyard().clock.advance(IDLE_SECONDS + 1);
        return (await commandLine.refresh()).status !== 200;
      },
      signInLifetimeSeconds: async (account) => {
        await sampleCommandLine(lanyard(), account);
        const [commandLine] = (await account.browser.get('/api/sign-ins')).body.signIns;
        return Date.parse(commandLine.expiresAt) - Date.parse(commandLine.createdAt) === LIFETIME_SECONDS * 1000;
      },
      requireSecondFactor: async (account) => !(await makesTokens(account)),
    };

    const rows = ACCOUNT_WIDE_RULES.flatMap((rule) => PEOPLE.map((person) => [rule, person] as const));

    it.each(rows)('%s applies to the whole account only if the person accepted it: %s', async (rule, person) => {
      const account = await BECOMES[person](await organizationWith(rule));
      expect(await IS_FELT[rule](account)).toBe(ACCOUNT_WIDE[person]);
    });

    /** For a member without a second factor, in the organization's own repository. */
    async function inside(rule: 'passwordAtRegistry' | 'requireSecondFactor', person: Person) {
      const place = await organizationWith(rule);
      const { owner, name } = place.organization;
      const repository = `${name}/app`;
      const account = await BECOMES[person](place);
      const right = { subjectType: 'account', subject: account.name, right: 'read' };
      await owner.browser.put(`/api/repository/rights?name=${repository}`, right);
      return { account, repository };
    }

    it.each(PEOPLE)("passwordAtRegistry applies to members in the organization's repositories: %s", async (person) => {
      const { account, repository } = await inside('passwordAtRegistry', person);
      expect(await reaches(account, account.password, repository)).toBe(false);
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      expect(await reaches(account, secret, repository)).toBe(INSIDE[person] === 'bound');
    });

    it.each(PEOPLE)("requireSecondFactor applies to members in the organization's repositories: %s", async (person) => {
      const { account, repository } = await inside('requireSecondFactor', person);
      expect(await reaches(account, account.password, repository)).toBe(false);
      await sampleTotp(lanyard(), account.browser);
      const { secret } = await sampleToken(account, { actions: ['pull'] });
      expect(await reaches(account, secret, repository)).toBe(INSIDE[person] === 'bound');
    });

    it("the organization's repositories refuse a password and say why, and it works elsewhere", async () => {
      const place = await organizationWith('passwordAtRegistry');
      const { name, owner } = place.organization;
      const account = await BECOMES['placed by an operator'](place);
      const right = { subjectType: 'account', subject: account.name, right: 'read' };
      await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
      const credential = `${account.name}:${account.password}`;
      const refused = await requestToken(lanyard(), { credential, scopes: [`repository:${name}/app:pull`] });
      expect([refused.status, refused.body.errors[0].message]).toEqual([
        401,
        'an organization of this account does not accept passwords here; use an access token instead',
      ]);
      expect((await requestToken(lanyard(), { credential })).status).toBe(200);
    });

    it('members have 7 days to accept a stricter rule; then they are suspended, but their accounts are not', async () => {
      const place = await sampleDirectory(lanyard(), dns);
      const { name, path, owner, member } = place.organization;
      const repository = `${name}/app`;
      await owner.browser.post('/api/repositories', { name: repository, visibility: 'private' });
      const placed = await BECOMES['placed by an operator'](place);
      const people = [member, placed, owner];
      for (const { name: subject } of [member, placed]) {
        await owner.browser.put(`/api/repository/rights?name=${repository}`, {
          subjectType: 'account',
          subject,
          right: 'read',
        });
      }
      const secrets = await Promise.all(
        people.map(async (one) => (await sampleToken(one, { actions: ['pull'] })).secret),
      );
      const reached = () => Promise.all(people.map((one, index) => reaches(one, secrets[index] ?? '', repository)));
      const standings = async () => {
        for (const one of people) await one.browser.signIn(one.name, one.password);
        return Promise.all(people.map(async (one) => (await one.browser.get(path)).body.terms.standing));
      };
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3 });
      expect(await standings()).toEqual(['noticed', 'none-accepted', 'accepted']);
      const { dueAt } = (await member.browser.get(path)).body.terms;
      lanyard().clock.advance(6 * 86_400);
      expect(await standings()).toEqual(['noticed', 'none-accepted', 'accepted']);
      // Stricter again: the 7 days for that rule start again, so that everybody has enough time.
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 2 });
      lanyard().clock.advance(2 * 86_400);
      expect(await standings()).toEqual(['noticed', 'none-accepted', 'accepted']);
      expect(Date.parse((await member.browser.get(path)).body.terms.dueAt)).toBeGreaterThan(Date.parse(dueAt));
      expect(await reached()).toEqual([true, true, true]);
      lanyard().clock.advance(5 * 86_400);
      expect(await standings()).toEqual(['suspended', 'none-accepted', 'accepted']);
      expect(await reached()).toEqual([false, true, true]);
      const credential = `${member.name}:${secrets[0]}`;
      const refused = await requestToken(lanyard(), { credential, scopes: [`repository:${repository}:pull`] });
      expect([refused.status, refused.body.errors[0].message]).toEqual([
        403,
        expect.stringContaining(`the organization ${name} has stricter rules that you did not accept`),
      ]);
      // The account, its own namespace and its other memberships did not change.
      expect(await reaches(member, secrets[0] ?? '', `${member.name}/mine`)).toBe(true);
      expect((await member.browser.get('/api/account/auto-tokens')).body.limit).toBe(5);
      const shown = (await member.browser.get(`${path}/membership/terms`)).body;
      expect(shown).toMatchObject({ standing: 'suspended', notAccepted: ['autoTokensKept'] });
      await acceptTerms(path, member);
      expect(await reached()).toEqual([true, true, true]);
      expect((await member.browser.get('/api/account/auto-tokens')).body.limit).toBe(2);
      expect((await placed.browser.get('/api/account/auto-tokens')).body.limit).toBe(5);
    });

    it('owners see which members have not accepted a stricter rule, until when, and who is suspended; members do not', async () => {
      const place = await sampleDirectory(lanyard(), dns);
      const { path, owner, member, name } = place.organization;
      const placed = await BECOMES['placed by an operator'](place);
      const late = await BECOMES.accepted(place);
      const before = (await owner.browser.get(`${path}/members`)).body;
      expect(before.notAccepted).toEqual({ noticed: 0, suspended: 0, nextDueAt: null });
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3 });
      const dueAt = new Date(lanyard().clock.now() + 7 * 86_400_000).toISOString();
      const shown = (await owner.browser.get(`${path}/members`)).body;
      expect(shown.notAccepted).toMatchObject({ noticed: 2, suspended: 0 });
      expect(Math.abs(Date.parse(shown.notAccepted.nextDueAt) - Date.parse(dueAt))).toBeLessThan(5_000);
      const standings = Object.fromEntries(
        shown.members.map(({ account, terms }: MemberRow) => [account, [terms.standing, terms.dueAt]]),
      );
      expect(standings).toEqual({
        [owner.name]: ['accepted', null],
        [placed.name]: ['none-accepted', null],
        [member.name]: ['noticed', shown.notAccepted.nextDueAt],
        [late.name]: ['noticed', shown.notAccepted.nextDueAt],
      });
      const toMember = (await member.browser.get(`${path}/members`)).body;
      expect([toMember.notAccepted, toMember.members.map(({ terms }: MemberRow) => terms)]).toEqual([
        null,
        [null, null, null, null],
      ]);
      expect((await member.browser.get(`${path}/members?notAccepted=true`)).status).toBe(403);
      await acceptTerms(path, member);
      lanyard().clock.advance(8 * 86_400);
      await owner.browser.signIn(owner.name, owner.password);
      const only = (await owner.browser.get(`${path}/members?notAccepted=true`)).body;
      expect(only).toMatchObject({ total: 1, notAccepted: { noticed: 0, suspended: 1, nextDueAt: null } });
      expect(only.members).toMatchObject([{ account: late.name, terms: { standing: 'suspended' } }]);
      expect((await owner.browser.get(`/api/organizations/${name}/members`)).body.total).toBe(4);
    });

    it('a member accepts only the rules that were shown: rules that became stricter are shown first', async () => {
      const { organization } = await sampleDirectory(lanyard(), dns);
      const { path, owner, member } = organization;
      const { terms } = (await member.browser.get(`${path}/membership/terms`)).body;
      await owner.browser.patch(`${path}/policy`, { passwordAtRegistry: false });
      const late = await member.browser.post(`${path}/membership/terms`, { terms });
      expect([late.status, late.body.error.code]).toEqual([409, 'terms-changed']);
      expect(late.body.error.message).toContain('refuses your password in docker');
      expect(await IS_FELT.passwordAtRegistry(member)).toBe(false);
      await acceptTerms(path, member);
      expect(await IS_FELT.passwordAtRegistry(member)).toBe(true);
      // A rule that was accepted and then removed binds nobody.
      await owner.browser.patch(`${path}/policy`, { passwordAtRegistry: true });
      expect(await IS_FELT.passwordAtRegistry(member)).toBe(false);
    });

    it('a removed member can come back only by an invitation; no owner or operator can add them', async () => {
      const { owner, path, name } = (await sampleDirectory(lanyard(), dns)).organization;
      const account = await sampleAccount(lanyard(), freshName('back'));
      await joinOrganization(owner, path, account);
      await owner.browser.delete(`${path}/members/${account.name}`);
      await owner.browser.put(`${path}/members/${account.name}`, { role: 'member' });
      await expect(operatorRuns(lanyard(), `member add ${name} ${account.name}`)).rejects.toThrow('conflict');
      expect((await account.browser.get(path)).status).toBe(404);
      await joinOrganization(owner, path, account);
      expect((await account.browser.get(path)).body.role).toBe('member');
    });
  },
  settings,
);
