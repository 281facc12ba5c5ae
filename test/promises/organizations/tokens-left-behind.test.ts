import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { trailOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { requestToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let dns: DnsServer;
let inbox: MailServer;

beforeAll(async () => {
  [dns, inbox] = [await startDnsServer(), await receiveMail()];
});

afterAll(async () => {
  await Promise.all([dns.stop(), inbox.stop()]);
});

const settings = () => ({
  LANYARD_DNS_SERVERS: dns.address,
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_WEBHOOK_HOSTS: 'hooks.invalid',
});

describeLanyard(
  'access tokens of an organization whose creator is gone',
  (lanyard) => {
    /** An organization with two owners, of whom the second generated a token of the organization. */
    async function world(organization = sampleOrganization(lanyard())) {
      const place = await organization;
      const { owner, member, path, name } = place;
      expect((await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' })).status).toBe(204);
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const { status, body } = await member.browser.post(`${path}/tokens`, { description: 'nightly', grants });
      expect(status).toBe(201);
      const login = () => requestToken(lanyard(), { credential: `${name}:${body.secret}` });
      expect((await login()).status).toBe(200);
      return { ...place, works: async () => (await login()).status === 200 };
    }

    async function mailsTo(name: string, work: () => Promise<unknown>) {
      await work();
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(({ recipients }) => recipients[0]?.startsWith(`${name}@`));
      const told = mails.filter(({ parsed }) => parsed.subject?.startsWith('Access tokens of'));
      return told.map(({ parsed }) => [parsed.subject, parsed.text ?? '']);
    }

    it('are listed in a mail to the other owners when the creator is removed, and keep working', async () => {
      const { owner, member, path, name, works } = await world();
      const mails = await mailsTo(owner.name, () => owner.browser.delete(`${path}/members/${member.name}`));
      expect(mails).toEqual([
        [`Access tokens of ${name} that ${member.name} generated`, expect.stringContaining('- nightly')],
      ]);
      expect(await works()).toBe(true);
    });

    it('are deleted with the creator if the owner says so, with one event each', async () => {
      const { owner, member, path, works } = await world();
      const trail = await trailOf(lanyard(), () =>
        owner.browser.delete(`${path}/members/${member.name}?endTokens=true`),
      );
      expect(trail).toEqual([`${owner.name} member.removed ${member.name}`, `${owner.name} token.deleted nightly`]);
      expect(await works()).toBe(false);
      expect(await mailsTo(owner.name, async () => undefined)).toEqual([]);
    });

    it('cannot be deleted by a leaving member who is not an owner', async () => {
      const { owner, member, path, works } = await world();
      await owner.browser.put(`${path}/members/${member.name}`, { role: 'member' });
      expect((await member.browser.delete(`${path}/members/${member.name}?endTokens=true`)).status).toBe(403);
      expect([await works(), (await member.browser.delete(`${path}/members/${member.name}`)).status]).toEqual([
        true,
        204,
      ]);
    });

    it('are listed in a mail to the other owners when an administrator disables the creator', async () => {
      const { owner, member, name } = await world();
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const mails = await mailsTo(owner.name, () =>
        root.browser.patch(`/api/accounts/${member.name}`, { active: false }),
      );
      expect(mails).toEqual([[expect.stringContaining(name), expect.stringContaining('was disabled')]]);
    });

    it.each(['PATCH', 'DELETE'])(
      'are listed in a mail to the other owners when the directory ends the account by %s',
      async (method) => {
        const directory = await sampleDirectory(lanyard(), dns);
        const { owner, name } = directory.organization;
        const ada = await sampleAccount(lanyard(), freshName('ada'), { domain: directory.domain });
        await directory.adopt(ada);
        await world(Promise.resolve({ ...directory.organization, member: ada }));
        const body = { Operations: [{ op: 'replace', path: 'active', value: false }] };
        const mails = await mailsTo(owner.name, () => directory.scim(method, `/Users/${ada.id}`, body));
        expect(mails).toEqual([[expect.stringContaining(name), expect.stringContaining('- nightly')]]);
      },
    );

    const END: Readonly<Record<string, (world: SampleOrganization & { root: SampleAccount }) => Promise<Answer>>> = {
      'was removed': ({ owner, path, member }) => owner.browser.delete(`${path}/members/${member.name}`),
      left: ({ path, member }) => member.browser.delete(`${path}/members/${member.name}`),
      'became an ordinary member': ({ owner, path, member }) =>
        owner.browser.put(`${path}/members/${member.name}`, { role: 'member' }),
      'was disabled': ({ root, member }) => root.browser.patch(`/api/accounts/${member.name}`, { active: false }),
      'was deleted': ({ root, member }) => root.browser.delete(`/api/accounts/${member.name}`),
    };

    it.each(Object.entries(END))(
      'do not go alone: the other owners are told which secrets an owner who %s may know',
      async (_how, end) => {
        const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
        const place = await sampleOrganization(lanyard());
        const { owner, member, path, name } = place;
        await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
        await owner.browser.post(`${path}/webhooks`, { url: 'https://hooks.invalid/a-secret-path' });
        await owner.browser.post(`${path}/scim-token`);
        expect((await end({ ...place, root })).status).toBeLessThan(300);
        await mailsSent(lanyard());
        const told = inbox.mails.filter(({ parsed }) => parsed.subject?.startsWith(`Secrets of ${name}`));
        expect(told.map(({ recipients }) => recipients[0])).toEqual([`${owner.name}@example.com`]);
        expect(told[0]?.parsed.text).toContain('- the webhook to https://hooks.invalid, and its signing secret');
        expect(told[0]?.parsed.text).toContain('- the SCIM token');
        expect(told[0]?.parsed.text).not.toContain('a-secret-path');
      },
    );

    it('cause no such mail when an ordinary member leaves, who saw no secrets', async () => {
      const { owner, member, path, name } = await sampleOrganization(lanyard());
      await owner.browser.post(`${path}/scim-token`);
      await member.browser.delete(`${path}/members/${member.name}`);
      await mailsSent(lanyard());
      expect(inbox.mails.filter(({ parsed }) => parsed.subject?.startsWith(`Secrets of ${name}`))).toEqual([]);
    });
  },
  settings,
);
