import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { existingCount, forgetCount } from '../../support/lanyard/existing-counts.ts';
import {
  type LogoutParts,
  logoutForm,
  logoutQuery,
  logoutRequestParts,
  logoutXml,
  type RedirectOptions,
  readSentLogout,
} from '../../support/lanyard/saml-logout.ts';
import { ENVELOPED, RSA_SHA256 } from '../../support/lanyard/saml-response.ts';
import { type SampleSingleSignOn, sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { instant, logoutUrlOf, newId, newSigningKey } from '../../support/lanyard/software-identity-provider.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';

const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';

/** Characters that encodings of addresses treat differently. */
const RELAY_STATE = 'a b+c*d~e(f)!g&h=i/j';

let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer();
});

afterAll(async () => {
  await dns.stop();
});

describeLanyard(
  'single logout',
  (lanyard) => {
    let world: SampleSingleSignOn;

    beforeAll(async () => {
      world = await sampleSingleSignOn(lanyard(), dns);
    });

    const pathOf = () => `/sso/${world.organization.name}/logout`;
    const destination = () => `${lanyard().url}${pathOf()}`;

    async function signedIn(sessionIndex?: string, subject = `subject-of-${freshName('grace')}`) {
      const browser = lanyard().browser();
      const email = `${subject.replace('subject-of-', '')}@${world.domain}`;
      const request = await world.begin(browser);
      const answer = await world.post(
        browser,
        request,
        world.respond(request, { subject, email }, { assertion: { sessionIndex } }),
      );
      expect(answer.status).toBe(303);
      return { browser, subject };
    }

    const isSignedIn = async (browser: Browser) => (await browser.get('/api/session')).status === 200;

    const requestOf = (subject: string, changes: Partial<LogoutParts> = {}): string =>
      logoutXml({
        ...logoutRequestParts(world.provider.entityId, destination(), subject, lanyard().clock.now()),
        ...changes,
      });

    const redirected = (xml: string, options: Partial<RedirectOptions> = {}) =>
      lanyard()
        .browser()
        .get(`${pathOf()}?${logoutQuery(xml, { key: world.provider, ...options })}`);

    const postForm = (form: Readonly<Record<string, string>>, browser = lanyard().browser()) =>
      browser.request('POST', pathOf(), {
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://idp.example.org' },
      });

    it('of the provider ends the browser sessions that it began, and answers with a signed message', async () => {
      const { browser, subject } = await signedIn('index-1');
      const name = (await browser.get('/api/session')).body.name;
      const xml = requestOf(subject, { sessionIndexes: ['index-1'] });
      let location = '';
      const events = await eventsOf(lanyard(), async () => {
        const answer = await redirected(xml, { relayState: RELAY_STATE });
        expect(answer.status).toBe(303);
        location = answer.headers.get('location') ?? '';
      });
      expect(await isSignedIn(browser)).toBe(false);
      expect(events.map(({ action, actor, namespace, data }) => [action, actor.name, namespace, data.by])).toEqual([
        ['session.ended', world.organization.name, name, 'single-sign-on'],
      ]);
      const sent = readSentLogout(location);
      const [, id] = / ID="([^"]*)"/.exec(xml) ?? [];
      expect(sent.address).toBe(logoutUrlOf(world.provider.signOnUrl));
      expect(sent.relayState).toBe(RELAY_STATE);
      expect(sent.xml).toContain(`InResponseTo="${id}"`);
      expect(sent.xml).toContain('status:Success');
      const { signing } = await lanyard().services.samlKeys.current();
      expect(sent.isSignedBy(signing.certificatePem)).toBe(true);
    });

    it('of the provider can also be posted, with a signature in the XML', async () => {
      const { browser, subject } = await signedIn();
      const answer = await postForm(logoutForm(requestOf(subject), world.provider));
      expect([answer.status, await isSignedIn(browser)]).toEqual([303, false]);
    });

    it('ends all sessions of the person without an index, and only the named one with it', async () => {
      const one = await signedIn('one');
      const two = await signedIn('two', one.subject);
      const other = await signedIn('one');
      await redirected(requestOf(one.subject, { sessionIndexes: ['one'] }));
      const alive = () => Promise.all([one, two, other].map(({ browser }) => isSignedIn(browser)));
      expect(await alive()).toEqual([false, true, true]);
      await redirected(requestOf(one.subject));
      expect(await alive()).toEqual([false, false, true]);
    });

    it('ends no access token, and no session that began with a password', async () => {
      const { owner } = world.organization;
      const { browser, subject } = await signedIn();
      const grants = [{ pattern: '*', actions: ['pull'] }];
      const { secret } = (await browser.post('/api/tokens', { description: 'laptop', grants, expiresAt: null })).body;
      await redirected(requestOf(subject));
      await redirected(requestOf(`subject-of-${owner.name}`));
      const signIn = { identifier: subject.replace('subject-of-', ''), secret };
      expect((await lanyard().browser().post('/v2/auth/token', signIn)).status).toBe(200);
      expect(await isSignedIn(owner.browser)).toBe(true);
    });

    it('tells the provider that a person is unknown, and that nothing was open, as the standard says', async () => {
      const unknown = await redirected(requestOf('nobody-here'));
      expect(readSentLogout(unknown.headers.get('location') ?? '').xml).toContain('status:UnknownPrincipal');
      const { browser, subject } = await signedIn();
      await browser.delete('/api/session');
      const again = await redirected(requestOf(subject));
      expect(readSentLogout(again.headers.get('location') ?? '').xml).toContain('status:Success');
    });

    it('counts once: a request that was used is refused, also by the other way in (attack 16)', async () => {
      const { subject } = await signedIn();
      const xml = requestOf(subject);
      expect((await redirected(xml)).status).toBe(303);
      const { browser } = await signedIn(undefined, subject);
      const again = [await redirected(xml), await postForm(logoutForm(xml, world.provider))];
      expect(again.map(({ status }) => status)).toEqual([401, 401]);
      expect(await isSignedIn(browser)).toBe(true);
    });

    it.each<[string, (subject: string) => Promise<{ status: number }>]>([
      ['without a signature', (subject) => redirected(requestOf(subject), { key: undefined })],
      ['that is posted without a signature', (subject) => postForm(logoutForm(requestOf(subject), undefined))],
      ['signed by another key', async (subject) => redirected(requestOf(subject), { key: await newSigningKey() })],
      [
        'that is posted and signed by another key',
        async (subject) => postForm(logoutForm(requestOf(subject), await newSigningKey())),
      ],
      ['signed with SHA-1', (subject) => redirected(requestOf(subject), { algorithm: RSA_SHA1 })],
      [
        'for another address',
        (subject) => redirected(requestOf(subject, { destination: 'https://elsewhere.example' })),
      ],
      ['for no address', (subject) => redirected(requestOf(subject, { destination: undefined }))],
      ['of another issuer', (subject) => redirected(requestOf(subject, { issuer: 'https://evil.example' }))],
      [
        'that is older than five minutes',
        (subject) => redirected(requestOf(subject, { issueInstant: instant(lanyard().clock.now() - 361_000) })),
      ],
      [
        'that has expired',
        (subject) => redirected(requestOf(subject, { notOnOrAfter: instant(lanyard().clock.now() - 61_000) })),
      ],
      ['without a time', (subject) => redirected(requestOf(subject, { issueInstant: undefined }))],
      ['with a DOCTYPE', (subject) => redirected(`<!DOCTYPE x [<!ENTITY a "b">]>${requestOf(subject)}`)],
      ['that inflates to megabytes', (subject) => redirected(requestOf(subject) + ' '.repeat(5_000_000))],
      [
        'whose person was changed after the signature',
        (subject) => {
          const signed = logoutForm(requestOf('nobody-here'), world.provider);
          const xml = Buffer.from(signed.SAMLRequest ?? '', 'base64')
            .toString()
            .replace('nobody-here', subject);
          return postForm({ SAMLRequest: Buffer.from(xml).toString('base64') });
        },
      ],
      [
        'with the signed one wrapped in it (XML signature wrapping)',
        (subject) => {
          const signed = Buffer.from(logoutForm(requestOf('nobody-here'), world.provider).SAMLRequest ?? '', 'base64');
          const [signature = ''] = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(signed.toString()) ?? [];
          const inner = signed.toString().replace(signature, '');
          const wrapped = requestOf(subject).replace(
            '</saml:Issuer>',
            `</saml:Issuer>${signature}<samlp:Extensions>${inner}</samlp:Extensions>`,
          );
          return postForm({ SAMLRequest: Buffer.from(wrapped).toString('base64') });
        },
      ],
      [
        'with the same parameter twice, once signed and once not',
        (subject) => {
          const good = logoutQuery(requestOf('nobody-here'), { key: world.provider });
          const forged = logoutQuery(requestOf(subject), { key: undefined });
          return lanyard().browser().get(`${pathOf()}?${forged}&${good}`);
        },
      ],
      [
        'with a signed parameter under a longer name (attack 53)',
        (subject) => {
          const good = logoutQuery(requestOf('nobody-here'), { key: world.provider });
          const forged = logoutQuery(requestOf(subject), { key: undefined });
          return lanyard().browser().get(`${pathOf()}?x${good}&${forged}`);
        },
      ],
      [
        'that is a signed answer to a sign-in',
        async (subject) => {
          const request = await world.begin(lanyard().browser());
          return postForm({ SAMLRequest: world.respond(request, { subject }, { signed: ['Response'] }) });
        },
      ],
      [
        'with a transform that hides the person',
        (subject) => {
          const { SAMLRequest = '' } = logoutForm(requestOf(subject), world.provider);
          const xml = Buffer.from(SAMLRequest, 'base64').toString().replace(ENVELOPED, `${RSA_SHA256}x`);
          return postForm({ SAMLRequest: Buffer.from(xml).toString('base64') });
        },
      ],
      ['that is garbage', () => lanyard().browser().get(`${pathOf()}?SAMLRequest=%ff&SigAlg=x&Signature=x`)],
      ['that is empty', () => lanyard().browser().get(pathOf())],
    ])('refuses a request %s, ends nothing, and the log says why', async (_what, send) => {
      const { browser, subject } = await signedIn();
      const before = lanyard().logs().length;
      expect((await send(subject)).status).toBe(401);
      expect(await isSignedIn(browser)).toBe(true);
      expect(lanyard().logs().slice(before)).toContain('assertion-refused');
    });

    it('is refused for some time after 20,000 requests of a provider in an hour, because each keeps a row', async () => {
      const { browser, subject } = await signedIn();
      const organization = await lanyard().services.store.read.organizations.byName(world.organization.name);
      const counted = { limit: 'provider-logouts', of: organization?.id ?? '' } as const;
      await forgetCount(lanyard(), counted);
      await existingCount(lanyard(), counted, 19_999);
      // Only what the provider signed counts, so no page of another site can use the limit up (attack 46).
      const forged = await newSigningKey();
      expect((await redirected(requestOf('nobody'), { key: forged })).status).toBe(401);
      expect((await postForm(logoutForm(requestOf('nobody'), forged))).status).toBe(401);
      expect((await redirected(requestOf('nobody'))).status).toBe(303);
      expect((await redirected(requestOf(subject))).status).toBe(429);
      expect(await isSignedIn(browser)).toBe(true);
      await forgetCount(lanyard(), counted);
      expect((await redirected(requestOf(subject))).status).toBe(303);
      expect(await isSignedIn(browser)).toBe(false);
    });

    it('of one organization ends nothing of another one with the same people', async () => {
      const other = await sampleSingleSignOn(lanyard(), dns);
      const { browser, subject } = await signedIn();
      const xml = logoutXml(
        logoutRequestParts(
          other.provider.entityId,
          `${lanyard().url}/sso/${other.organization.name}/logout`,
          subject,
          lanyard().clock.now(),
        ),
      );
      const query = logoutQuery(xml, { key: other.provider });
      await lanyard().browser().get(`/sso/${other.organization.name}/logout?${query}`);
      expect((await lanyard().browser().get(`${pathOf()}?${query}`)).status).toBe(401);
      expect(await isSignedIn(browser)).toBe(true);
    });

    it('leads no browser to a provider of an organization without a proven domain (an open redirect)', async () => {
      const other = await sampleSingleSignOn(lanyard(), dns);
      const { owner, path, name } = other.organization;
      expect((await owner.browser.delete(`${path}/domains/${other.domain}`)).status).toBe(204);
      const address = `${lanyard().url}/sso/${name}/logout`;
      const xml = logoutXml(logoutRequestParts(other.provider.entityId, address, 'x', lanyard().clock.now()));
      const answer = await lanyard()
        .browser()
        .get(`/sso/${name}/logout?${logoutQuery(xml, { key: other.provider, relayState: 'https://evil.example' })}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    });

    it('begins here: after the sign-out, the browser can end the session at the provider too', async () => {
      const { browser, subject } = await signedIn('index-7');
      const { name } = world.organization;
      const out = await browser.delete('/api/session');
      expect([out.status, out.body]).toEqual([200, { organization: name }]);
      expect(await isSignedIn(browser)).toBe(false);
      const page = await browser.get(`/sso/${name}/signed-out`);
      expect(page.body).toContain(`href="/sso/${name}/logout/start"`);
      const start = await browser.get(`/sso/${name}/logout/start`);
      const sent = readSentLogout(start.headers.get('location') ?? '');
      expect(sent.address).toBe(logoutUrlOf(world.provider.signOnUrl));
      expect(sent.xml).toContain(`>${subject}</saml:NameID>`);
      expect(sent.xml).toContain('>index-7</');
      expect(sent.xml).toContain(`Destination="${sent.address}"`);
      const { signing } = await lanyard().services.samlKeys.current();
      expect(sent.isSignedBy(signing.certificatePem)).toBe(true);
      const answered = await answer(browser, sent.id, ['Success']);
      expect([answered.status, answered.body]).toEqual([200, expect.stringContaining('ended your session too')]);
    });

    it('works once, and only in the browser that signed out', async () => {
      const { browser } = await signedIn();
      const { name } = world.organization;
      expect((await browser.get(`/sso/${name}/logout/start`)).status).toBe(404);
      await browser.delete('/api/session');
      expect((await lanyard().browser().get(`/sso/${name}/logout/start`)).status).toBe(404);
      const { id } = readSentLogout((await browser.get(`/sso/${name}/logout/start`)).headers.get('location') ?? '');
      expect((await browser.get(`/sso/${name}/logout/start`)).status).toBe(404);
      expect((await answer(lanyard().browser(), id, ['Success'])).status).toBe(401);
    });

    it('says that the provider did not end all sessions, if it says so', async () => {
      for (const status of [['Success', 'PartialLogout'], ['Responder']]) {
        const { browser } = await signedIn();
        await browser.delete('/api/session');
        const start = await browser.get(`/sso/${world.organization.name}/logout/start`);
        const { id } = readSentLogout(start.headers.get('location') ?? '');
        const answered = await answer(browser, id, status);
        expect([answered.status, answered.body]).toEqual([200, expect.stringContaining('did not end all')]);
        expect((await answer(browser, id, ['Success'])).status).toBe(401);
      }
    });

    it('refuses an answer that is not signed, or that answers no request', async () => {
      const { browser } = await signedIn();
      await browser.delete('/api/session');
      const start = await browser.get(`/sso/${world.organization.name}/logout/start`);
      const { id } = readSentLogout(start.headers.get('location') ?? '');
      expect((await answer(browser, newId(), ['Success'])).status).toBe(401);
      expect((await postForm(logoutForm(answerXml(id, ['Success']), undefined), browser)).status).toBe(401);
      expect((await postForm(logoutForm(answerXml(id, ['Success']), world.provider), browser)).status).toBe(200);
    });

    it('is not offered if the provider has no address for it, or the connection was changed meanwhile', async () => {
      const plain = await sampleSingleSignOn(lanyard(), dns);
      const { owner, path, name } = plain.organization;
      const connect = (metadata: string) =>
        owner.browser.put(`${path}/single-sign-on`, { protocol: 'saml', metadata, groupTeams: [] });
      const grace = { subject: 'grace', email: `${freshName('grace')}@${plain.domain}` };
      const browser = lanyard().browser();
      await plain.singleSignOn(browser, grace);
      await browser.delete('/api/session');
      await connect(plain.provider.metadata());
      expect((await browser.get(`/sso/${name}/logout/start`)).status).toBe(404);
      const { body } = await connect(plain.provider.metadata().replaceAll('SingleLogoutService', 'NoLogoutService'));
      expect(body.connection.logoutUrl).toBeNull();
      await plain.singleSignOn(browser, grace);
      expect((await browser.delete('/api/session')).status).toBe(204);
    });

    it('is in our metadata, by redirect and by post', async () => {
      const { body } = await lanyard().browser().get(`/sso/${world.organization.name}/metadata`);
      const services = [...body.matchAll(/<SingleLogoutService Binding="[^"]*:HTTP-(\w+)" Location="([^"]*)"\/>/g)];
      expect(services.map(([, binding, location]) => [binding, location])).toEqual([
        ['Redirect', destination()],
        ['POST', destination()],
      ]);
      // The schema's order: keys, single logout, name formats, consumers.
      expect(
        [...body.matchAll(/<(KeyDescriptor|SingleLogoutService|NameIDFormat|AssertionConsumerService)\b/g)].map(
          ([, element]) => element,
        ),
      ).toEqual([
        'KeyDescriptor',
        'KeyDescriptor',
        'SingleLogoutService',
        'SingleLogoutService',
        'NameIDFormat',
        'AssertionConsumerService',
      ]);
    });

    function answerXml(inResponseTo: string, status: readonly string[]): string {
      return logoutXml({
        element: 'LogoutResponse',
        id: newId(),
        issuer: world.provider.entityId,
        destination: destination(),
        issueInstant: instant(lanyard().clock.now()),
        inResponseTo,
        status,
      });
    }

    const answer = (browser: Browser, inResponseTo: string, status: readonly string[]) =>
      browser.get(`${pathOf()}?${logoutQuery(answerXml(inResponseTo, status), { key: world.provider })}`);
  },
  () => ({ LANYARD_DNS_SERVERS: dns.address }),
);
