import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const settings = () => ({ LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' });

describeLanyard(
  'what administrators do to other accounts',
  (lanyard) => {
    let root: SampleAccount;
    beforeAll(async () => {
      root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    });

    const person = () => sampleAccount(lanyard(), freshName('ada'));
    const promote = ({ name }: SampleAccount, isAdministrator: boolean) =>
      root.browser.put(`/api/accounts/${name}/administrator`, { isAdministrator });

    async function subjectsTo(address: string, work: () => Promise<unknown>): Promise<readonly string[]> {
      await mailsSent(lanyard());
      const before = inbox.mails.length;
      await work();
      await mailsSent(lanyard());
      const mails = inbox.mails.slice(before).filter(({ recipients }) => recipients[0] === address);
      return mails.map(({ parsed }) => parsed.subject ?? '');
    }

    it('a new administrator signs in again, and all administrators are told', async () => {
      const ada = await person();
      const told = await subjectsTo(`${root.name}@example.com`, async () => {
        expect(await trailOf(lanyard(), () => promote(ada, true))).toEqual([
          `${root.name} account.promoted ${ada.name}`,
        ]);
      });
      expect(told).toEqual([`${ada.name} is an administrator now`]);
      expect((await ada.browser.get('/api/session')).status).toBe(401);
      await ada.browser.signIn(ada.name, ada.password);
      expect((await ada.browser.get('/api/accounts')).status).toBe(200);
      expect(await trailOf(lanyard(), () => promote(ada, false))).toEqual([`${root.name} account.demoted ${ada.name}`]);
      await ada.browser.signIn(ada.name, ada.password);
      expect((await ada.browser.get('/api/accounts')).status).toBe(403);
    });

    it('nobody changes their own role, promotes a disabled account, or does it without a fresh sign-in', async () => {
      const ada = await person();
      expect((await promote(root, false)).status).toBe(409);
      await root.browser.patch(`/api/accounts/${ada.name}`, { active: false });
      expect((await promote(ada, true)).status).toBe(409);
      const other = await sampleAccount(lanyard(), freshName('other'), { isAdministrator: true });
      lanyard().clock.advance(601);
      const stale = await Promise.all([
        other.browser.put(`/api/accounts/${ada.name}/administrator`, { isAdministrator: true }),
        other.browser.put(`/api/accounts/${ada.name}/email`, { email: 'thief@example.com' }),
        other.browser.delete(`/api/accounts/${ada.name}`),
      ]);
      expect(stale.map(({ status, body }) => [status, body.error.code])).toEqual(
        Array.from({ length: 3 }, () => [403, 'fresh-sign-in-required']),
      );
      await root.browser.signIn(root.name, root.password);
    });

    it('both addresses get a mail when an e-mail address changes, and links that were mailed earlier stop working', async () => {
      const ada = await person();
      const old = `${ada.name}@example.com`;
      const change = (email: string) => root.browser.put(`/api/accounts/${ada.name}/email`, { email });
      const told = await subjectsTo(old, async () => {
        const [event] = await eventsOf(lanyard(), () => change(` ${ada.name}@NEW.example`));
        expect([event?.action, event?.data]).toEqual([
          'account.email-changed',
          { before: old, after: `${ada.name}@new.example` },
        ]);
      });
      expect(told).toEqual(['The e-mail address of your account was changed']);
      expect((await change('not an address')).body.error.field).toBe('email');
      expect((await change(`${root.name}@example.com`)).status).toBe(409);
      expect((await lanyard().browser().signIn(`${ada.name}@new.example`, ada.password)).status).toBe(200);
    });

    it('its sessions and command lines are ended at once, and its owner is told', async () => {
      const ada = await person();
      const commandLine = await sampleCommandLine(lanyard(), ada);
      await commandLine.generate();
      const end = () => root.browser.post(`/api/accounts/${ada.name}/end-sessions`);
      const told = await subjectsTo(`${ada.name}@example.com`, async () => {
        expect((await end()).body).toEqual({ endedSessions: 1, endedSignIns: 1 });
      });
      expect(told).toContain('You were signed out everywhere');
      expect((await ada.browser.get('/api/session')).status).toBe(401);
      expect((await commandLine.refresh()).body.error).toBe('invalid_grant');
    });

    it('an administrator sees how much an account has, and not what it does', async () => {
      const { name, owner } = await sampleOrganization(lanyard());
      await sampleToken(owner, { actions: ['pull'] });
      const { status, body } = await root.browser.get(`/api/accounts/${owner.name}`);
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({
          name: owner.name,
          hasPassword: true,
          sessions: 1,
          tokens: { active: 1, inactive: 0, expired: 0 },
          organizations: [{ name, role: 'owner' }],
          onlyOwnerOf: [name],
          managedBy: null,
        }),
      ]);
      expect((await owner.browser.get(`/api/accounts/${owner.name}`)).status).toBe(403);
      expect((await root.browser.get('/api/accounts/nobody-of-that-name')).status).toBe(404);
    });

    it('the only owner of an organization cannot be deleted; with another owner the account is gone, and its name stays taken', async () => {
      const { name, path, owner } = await sampleOrganization(lanyard());
      const remove = () => root.browser.delete(`/api/accounts/${owner.name}`);
      const refused = await remove();
      expect([refused.status, refused.body.error.message]).toEqual([
        409,
        expect.stringContaining(`${owner.name} is the only owner of ${name}`),
      ]);
      expect((await owner.browser.get('/api/session')).status).toBe(200);

      const heir = await person();
      await joinOrganization(owner, path, heir);
      await owner.browser.put(`${path}/members/${heir.name}`, { role: 'owner' });
      const token = await sampleToken(owner, { actions: ['pull'] });
      await owner.browser.post('/api/repositories', { name: `${owner.name}/app`, visibility: 'public' });
      const commandLine = await (await sampleCommandLine(lanyard(), owner)).generate();
      await heir.browser.post('/api/repositories', { name: `${heir.name}/app` });
      const right = { subjectType: 'account', subject: owner.name, right: 'write' };
      await heir.browser.put(`/api/repository/rights?name=${heir.name}/app`, right);
      const told = await subjectsTo(`${owner.name}@example.com`, async () => {
        const trail = await trailOf(lanyard(), remove);
        expect(trail.map((line) => line.split(' ')[1]).toSorted()).toEqual([
          'account.deleted',
          'account.disabled',
          'member.removed',
          'repository.right-removed',
          'sign-in.ended',
          'token.deleted',
        ]);
      });
      const [lost] = (await heir.browser.get('/api/audit?action=repository.right-removed')).body.events;
      expect([lost.subject.name, lost.data]).toEqual([`${heir.name}/app`, { account: owner.name, before: 'write' }]);
      expect((await requestToken(lanyard(), { credential: `${owner.name}:${commandLine}` })).status).toBe(401);
      expect(told).toEqual(['Your account was deleted']);

      expect((await root.browser.get(`/api/accounts/${owner.name}`)).status).toBe(404);
      expect((await lanyard().browser().signIn(owner.name, owner.password)).status).toBe(401);
      const credential = `${owner.name}:${token.secret}`;
      expect((await requestToken(lanyard(), { credential })).status).toBe(401);
      const anonymous = await requestToken(lanyard(), { scopes: [`repository:${owner.name}/app:pull`] });
      expect(JSON.stringify(anonymous.body.access ?? [])).not.toContain(owner.name);
      const again = { name: owner.name, email: `${owner.name}@example.com`, password: 'correct horse battery' };
      expect((await root.browser.post('/api/accounts', again)).status).toBe(409);
      expect((await root.browser.post('/api/accounts', { ...again, name: freshName('fresh') })).status).toBe(201);
      const members = (await heir.browser.get(`${path}/members`)).body.members;
      const names = members.map(({ account }: { account: string }) => account);
      expect([names.includes(heir.name), names.includes(owner.name)]).toEqual([true, false]);
    });

    it('administrators cannot delete themselves', async () => {
      expect((await root.browser.delete(`/api/accounts/${root.name}`)).status).toBe(409);
    });

    it('a token is found by its id or its secret, and its owner sees that somebody looked', async () => {
      const ada = await person();
      const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
      const find = (body: object) => root.browser.post('/api/server/tokens/find', body);
      const events = await eventsOf(lanyard(), async () => {
        for (const clue of [{ id }, { secret: ` ${secret} ` }]) {
          const { status, body } = await find(clue);
          expect([status, body.token.id, body.owner]).toEqual([200, id, { type: 'account', name: ada.name }]);
        }
      });
      expect(events.map(({ action, namespace, data }) => [action, namespace, data])).toEqual([
        ['token.looked-up', ada.name, { bySecret: false }],
        ['token.looked-up', ada.name, { bySecret: true }],
      ]);
      expect(`${JSON.stringify(events)}${lanyard().logs()}`).not.toContain(secret);
      for (const wrong of [{ id: 'nothing' }, { secret: 'no secret' }, { secret: `${secret}x` }]) {
        expect((await find(wrong)).status).toBe(404);
      }
      expect((await ada.browser.post('/api/server/tokens/find', { secret })).status).toBe(403);
    });

    it('a token is revoked at once with a reason, which its owner is told', async () => {
      const ada = await person();
      const { id, secret } = await sampleToken(ada, { actions: ['pull'] });
      const revoke = (reason: string) => root.browser.post(`/api/server/tokens/${id}/revoke`, { reason });
      for (const wrong of ['', 'two\nlines', `found ${secret}`]) {
        const { status, body } = await revoke(wrong);
        expect([status, body.error.field, JSON.stringify(body).includes(secret)]).toEqual([400, 'reason', false]);
      }
      const told = await subjectsTo(`${ada.name}@example.com`, async () => {
        const [event] = await eventsOf(lanyard(), () => revoke('It was in a public repository'));
        expect([event?.action, event?.namespace, event?.data]).toEqual([
          'token.deleted',
          ada.name,
          { reason: 'It was in a public repository' },
        ]);
      });
      expect(told).toEqual(['An access token was revoked']);
      expect((await requestToken(lanyard(), { credential: `${ada.name}:${secret}` })).status).toBe(401);
      expect((await revoke('again')).status).toBe(404);
      expect((await root.browser.post('/api/server/tokens/find', { secret })).body.deletedAt).not.toBeNull();
    });
  },
  settings,
);
