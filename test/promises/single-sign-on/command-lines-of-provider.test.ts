import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { approve, postForm, type SampleCommandLine, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { type SampleSingleSignOn, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { newSigningKey } from '../../support/lanyard/software-identity-provider.ts';
import { requestToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());

const RECHECK_SECONDS = 600;

type End = (world: SampleSingleSignOn, person: SampleAccount) => Promise<{ readonly status: number }>;

const ENDS: readonly (readonly [name: string, end: End, afterSeconds: number])[] = [
  [
    'lost the domain',
    ({ organization: { owner, path }, domain }) => owner.browser.delete(`${path}/domains/${domain}`),
    0,
  ],
  [
    'has another provider',
    async ({ organization: { owner, path }, provider }) => {
      const { certificate } = await newSigningKey();
      const metadata = provider.metadata([certificate]);
      return owner.browser.put(`${path}/single-sign-on`, { protocol: 'saml', metadata });
    },
    RECHECK_SECONDS,
  ],
  [
    'has no provider',
    ({ organization: { owner, path } }) => owner.browser.delete(`${path}/single-sign-on`),
    RECHECK_SECONDS,
  ],
  [
    'removed the member',
    ({ organization: { owner, path } }, { name }) => owner.browser.delete(`${path}/members/${name}`),
    0,
  ],
  [
    'disconnected the account',
    ({ organization: { owner, path } }, { name }) => owner.browser.delete(`${path}/single-sign-on/members/${name}`),
    0,
  ],
];

describeLanyard(
  "attacks 42 and 43: command lines that were approved in an organization provider's session",
  (lanyard) => {
    /** A person who is signed in through the provider in one browser, and with a password in another. */
    async function connected() {
      const world = await sampleSingleSignOn(lanyard(), dns);
      const { owner, path } = world.organization;
      await owner.browser.patch(`${path}/policy`, { signOnRecheckSeconds: RECHECK_SECONDS });
      const person = await sampleAccount(lanyard(), freshName('ada'), { domain: world.domain });
      const atProvider = { subject: person.name, email: `${person.name}@${world.domain}` };
      const browser = lanyard().browser();
      await world.singleSignOn(person.browser, atProvider);
      await world.singleSignOn(browser, atProvider);
      await person.browser.signIn(person.name, person.password);
      return { world, person, inProvidersSession: { ...person, browser } };
    }

    const works = async (commandLine: SampleCommandLine, name: string, secret: string) => {
      const { status } = await requestToken(lanyard(), { credential: `${name}:${secret}` });
      return [(await commandLine.refresh()).status, status];
    };

    it.each(ENDS)('end with their tokens when the organization %s; those of other sessions stay', async (...row) => {
      const [, end, afterSeconds] = row;
      const { world, person, inProvidersSession } = await connected();
      const byPassword = await sampleCommandLine(lanyard(), person);
      const byProvider = await sampleCommandLine(lanyard(), inProvidersSession);
      const [own, provided] = [await byPassword.generate(), await byProvider.generate()];
      expect(await works(byProvider, person.name, provided)).toEqual([200, 200]);
      expect((await end(world, person)).status).toBeLessThan(300);
      lanyard().clock.advance(afterSeconds);
      expect(await works(byProvider, person.name, provided)).toEqual([400, 401]);
      expect(await works(byPassword, person.name, own)).toEqual([200, 200]);
    });

    it.each(ENDS)('are not signed in when the organization %s between approval and sign-in', async (...row) => {
      const [, end] = row;
      const { world, person, inProvidersSession } = await connected();
      const client = { client_id: 'test-command-line' };
      const { body } = await postForm(`${lanyard().url}/oauth/device/code`, client);
      expect(await approve(inProvidersSession, body.user_code)).toBe(200);
      expect((await end(world, person)).status).toBeLessThan(300);
      const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: body.device_code };
      const redeemed = await postForm(`${lanyard().url}/oauth/token`, { ...client, ...grant });
      expect([redeemed.status, redeemed.body.error]).toEqual([400, 'access_denied']);
    });
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
