import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  acceptTerms,
  existingAccount,
  freshName,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { existingCount } from '../../support/lanyard/existing-counts.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let server: MailServer;
beforeAll(async () => {
  server = await receiveMail();
});
afterAll(() => server.stop());

const settings = () => ({
  LANYARD_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
});
const generous = () => ({ ...settings(), LANYARD_OWNERS_INVITE_NEW_PEOPLE: 'true' });
const PASSWORD = 'a long enough password';

async function mailsTo(lanyard: Lanyard, address: string) {
  await mailsSent(lanyard);
  return server.mails.filter(({ recipients }) => recipients.includes(address)).map(({ parsed }) => parsed);
}

/** The code of the link in the newest mail. */
async function codeIn(lanyard: Lanyard, address: string): Promise<string> {
  const text = (await mailsTo(lanyard, address)).at(-1)?.text ?? '';
  const line = text.split('\n').find((one) => one.startsWith(`${lanyard.url}/invitation#code=`)) ?? '';
  expect(line).toMatch(/#code=[\w-]{43}$/);
  return line.slice(line.indexOf('=') + 1);
}

describeLanyard(
  'invitations by mail',
  (lanyard) => {
    const addressOf = ({ name }: SampleAccount) => `${name}@example.com`;
    const open = (code: string) => lanyard().browser().post('/api/invitations/open', { code });

    it("also send the link for an invitation through Docker Hub's interface, which never shows it", async () => {
      const { name, owner, stranger } = await sampleOrganization(lanyard());
      const hub = await hubClient(lanyard(), owner);
      const invitee = { org: name, invitees: [addressOf(stranger)] };
      const { id } = (await hub('POST', '/v2/invites/bulk', invitee)).body.invitees[0].invite;
      const first = await codeIn(lanyard(), addressOf(stranger));
      expect((await hub('PATCH', `/v2/invites/${id}/resend`)).status).toBe(204);
      const second = await codeIn(lanyard(), addressOf(stranger));
      expect([(await open(first)).status, (await open(second)).status]).toEqual([404, 200]);
      const member = `${freshName('new')}@example.net`;
      const sent = await hub('PUT', `/v2/orgs/${name}/members/${member}`, { role: 'member' });
      expect([sent.status, JSON.stringify(sent.body).includes('#code=')]).toEqual([200, false]);
      expect(await mailsTo(lanyard(), member)).toHaveLength(1);
    });

    it('send the link to the invited person, and show it to no one else', async () => {
      const { name, path, owner, stranger } = await sampleOrganization(lanyard());
      const { body } = await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'owner' });
      expect(body.link).toBeNull();
      const [mail] = await mailsTo(lanyard(), addressOf(stranger));
      expect(mail?.subject).toBe(`Invitation to ${name}`);
      expect(mail?.text).toContain(`${owner.name} invites you to become an owner of the organization ${name}`);
      const first = await codeIn(lanyard(), addressOf(stranger));
      expect((await open(first)).body).toMatchObject({ organization: name, acceptBy: 'sign-in' });
      expect((await owner.browser.post(`${path}/invitations/${body.id}/resend`)).body.link).toBeNull();
      expect([(await open(first)).status, (await open(await codeIn(lanyard(), addressOf(stranger)))).status]).toEqual([
        404, 200,
      ]);
      expect(lanyard().logs()).not.toContain(first);
    });

    it("to an address without an account say how to get one, and an owner's invitation creates none", async () => {
      const { path, owner } = await sampleOrganization(lanyard());
      const email = `${freshName('outside')}@example.net`;
      await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
      const [mail] = await mailsTo(lanyard(), email);
      expect(mail?.text).toContain('ask an administrator of the server');
      const code = await codeIn(lanyard(), email);
      const { terms } = (await open(code)).body;
      const join = { code, name: freshName('outside'), password: PASSWORD, terms };
      expect((await lanyard().browser().post('/api/invitations/join', join)).status).toBe(403);
    });

    it('from an administrator create an account with the address that received the mail', async () => {
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const email = `${freshName('new')}@example.net`;
      const { body } = await root.browser.post('/api/server/invitations', { email });
      expect(body.link).toBeNull();
      const first = await codeIn(lanyard(), email);
      await root.browser.post(`/api/server/invitations/${body.id}/resend`);
      const code = await codeIn(lanyard(), email);
      const name = freshName('newcomer');
      const join = (secret: string) =>
        lanyard().browser().post('/api/invitations/join', { code: secret, name, password: PASSWORD });
      expect([(await join(first)).status, (await join(code)).status]).toEqual([404, 201]);
    });

    it('do not fill a mailbox: one address gets three an hour from one inviter, and twelve from all together', async () => {
      const email = `${freshName('popular')}@example.net`;
      const { owner } = await sampleOrganization(lanyard());
      const invite = async (inviter: SampleAccount) => {
        const name = freshName('initech');
        expect((await inviter.browser.post('/api/organizations', { name })).status).toBe(201);
        const path = `/api/organizations/${name}/invitations`;
        return (await inviter.browser.post(path, { email, role: 'member' })).status;
      };
      const statuses = [];
      for (let count = 0; count < 6; count += 1) statuses.push(await invite(owner));
      // While 5 invitations wait for an answer, the inviter cannot send that person another one.
      expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
      expect(await mailsTo(lanyard(), email)).toHaveLength(3);
      // No single person can use up the invitations of others.
      const other = await sampleAccount(lanyard(), freshName('other'));
      expect(await invite(other)).toBe(201);
      expect(await mailsTo(lanyard(), email)).toHaveLength(4);
      await existingCount(lanyard(), { limit: 'invitation-mails', of: email }, 7);
      for (const _ of [1, 2]) await invite(await sampleAccount(lanyard(), freshName('another')));
      expect(await mailsTo(lanyard(), email)).toHaveLength(5);
    });

    it('are not sent to disabled accounts', async () => {
      const { path, owner } = await sampleOrganization(lanyard());
      const name = freshName('gone');
      await existingAccount(lanyard(), { name, password: null });
      await operatorRuns(lanyard(), `account disable ${name}`);
      for (const whom of [{ account: name }, { email: `${name}@example.com` }]) {
        expect((await owner.browser.post(`${path}/invitations`, { ...whom, role: 'member' })).status).toBe(201);
      }
      expect(await mailsTo(lanyard(), `${name}@example.com`)).toEqual([]);
    });

    it('are followed by a mail about stricter rules to members who accepted less', async () => {
      const { name, path, owner, member, stranger } = await sampleOrganization(lanyard());
      await operatorRuns(lanyard(), `member add ${name} ${stranger.name}`);
      const told = async (account: SampleAccount) =>
        (await mailsTo(lanyard(), addressOf(account))).filter(({ subject }) => subject === `New rules of ${name}`);
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3, maximumTokenLifetimeSeconds: 3600 });
      const [mail] = await told(member);
      expect(mail?.text).toContain('- keeps at most 3 of the auto-generated tokens of your account');
      expect(mail?.text).toContain('within 7 days');
      expect(mail?.text).not.toContain('live');
      await acceptTerms(path, member);
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 4, maximumTokenLifetimeSeconds: 60 });
      await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3 });
      expect((await Promise.all([member, stranger, owner].map(told))).map(({ length }) => length)).toEqual([1, 0, 0]);
    });
  },
  settings,
);

describeLanyard(
  'invitations by mail, if owners may invite new people',
  (lanyard) => {
    it('create an account and a membership for the person who gets the mail', async () => {
      const { path, owner } = await sampleOrganization(lanyard());
      const email = `${freshName('new')}@example.net`;
      await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
      const code = await codeIn(lanyard(), email);
      const anybody = lanyard().browser();
      const opened = (await anybody.post('/api/invitations/open', { code })).body;
      expect(opened.acceptBy).toBe('new-account');
      const name = freshName('newcomer');
      const join = { code, name, password: PASSWORD, terms: opened.terms };
      expect((await anybody.post('/api/invitations/join', join)).status).toBe(201);
      await anybody.signIn(name, PASSWORD);
      expect((await anybody.get(path)).body).toMatchObject({ role: 'member', terms: { standing: 'accepted' } });
    });
  },
  generous,
);
