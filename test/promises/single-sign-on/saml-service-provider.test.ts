import { createVerify, randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import type { SamlConnection } from '@lanyard/server/identity/identity-provider';
import { createSaml, type Saml } from '@lanyard/server/identity/saml';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATORS } from '../../support/forgeries/assertions/wrapping-vectors.ts';
import { type Encryption, encryptAssertion, fixedSamlKeys } from '../../support/lanyard/saml-encryption.ts';
import type { AssertionParts } from '../../support/lanyard/saml-response.ts';
import {
  type AuthnRequest,
  type Bend,
  instant,
  logoutUrlOf,
  newSigningKey,
  posted,
  readAuthnRequest,
  type SoftwareIdentityProvider,
  softwareIdentityProvider,
} from '../../support/lanyard/software-identity-provider.ts';

const SECOND = 1000;
const YEAR = 365 * 24 * 3600 * SECOND;
const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const NOW = Date.UTC(2031, 4, 6, 7, 8, 9, 10);
const ADA = {
  issuer: 'https://idp.example.org/metadata',
  subject: 'ada-4711',
  email: 'ada@example.org',
  groups: ['engineers', 'release managers'],
  refreshToken: undefined,
  authenticatedAt: expect.any(Number),
  signedBy: expect.stringContaining('BEGIN CERTIFICATE'),
  session: expect.objectContaining({ nameId: 'ada-4711' }),
};

describe('the SAML service provider', () => {
  let now = NOW;
  let ours: Awaited<ReturnType<typeof fixedSamlKeys>>;
  let saml: Saml;
  let provider: SoftwareIdentityProvider;
  let connection: SamlConnection;
  let request: AuthnRequest;
  const finish = (bend: Bend = {}) =>
    saml.finish(connection, request.id, provider.respond(request, { now: NOW, ...bend }), false);
  const finishXml = (xml: string) => saml.finish(connection, request.id, posted(xml), false);
  const xml = (bend: Bend = {}): string => provider.xml(request, { now: NOW, ...bend });

  beforeAll(async () => {
    ours = await fixedSamlKeys();
    const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
    saml = createSaml({ random, clock: { now: () => now }, keys: ours });
    provider = await softwareIdentityProvider();
    connection = {
      ...saml.readMetadata(provider.metadata()),
      audience: 'https://lanyard.example.org/saml/metadata',
      consumerUrl: 'https://lanyard.example.org/saml/consume',
      ownLogoutUrl: 'https://lanyard.example.org/saml/logout',
      groupsAttribute: 'groups',
      emailAttribute: 'mail',
    };
    request = readAuthnRequest(await saml.requestUrl(connection, saml.newRequestId(), 'relay', false));
  });

  describe('a response', () => {
    it('is accepted with a signed assertion, with or without a signature on the response', async () => {
      expect(await finish()).toEqual(ADA);
      expect(await finish({ signed: ['Assertion', 'Response'] })).toEqual(ADA);
    });

    it.each([
      [
        'RSA with SHA-512',
        'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
        'http://www.w3.org/2001/04/xmlenc#sha512',
      ],
      [
        'RSA-PSS with SHA-256',
        'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
        'http://www.w3.org/2001/04/xmlenc#sha256',
      ],
    ])('is accepted when signed with %s', async (_name, algorithm, digest) => {
      expect(await finish({ signing: { algorithm, digest } })).toEqual(ADA);
    });

    it('is accepted with an XML declaration, line breaks, and namespaces that the response declares', async () => {
      const lines = (text: string) => text.replaceAll('><', '>\r\n  <');
      const inherited = (text: string) =>
        text
          .replace(/(?<=<saml:Assertion) xmlns:saml="[^"]*"/, '')
          .replaceAll(/ xmlns:xsi?="[^"]*"/g, '')
          .replace('<samlp:Response', '<samlp:Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
      expect(await finish({ rewrite: lines })).toEqual(ADA);
      expect(await finish({ rewrite: inherited })).toEqual(ADA);
      expect(await finish({ rewrite: inherited, signed: ['Assertion', 'Response'] })).toEqual(ADA);
      const base64 = posted(`<?xml version="1.0" encoding="UTF-8"?>\n${xml()}\n`).replaceAll(/.{76}/g, '$&\r\n');
      expect(await saml.finish(connection, request.id, base64, false)).toEqual(ADA);
    });

    it.each<Encryption>([
      { content: 'aes256-gcm', key: 'rsa-oaep with sha256' },
      { content: 'aes128-gcm', key: 'rsa-oaep-mgf1p' },
      { content: 'aes256-cbc', key: 'rsa-oaep-mgf1p', isKeyBeside: true },
      { content: 'aes128-cbc', key: 'rsa-oaep-mgf1p' },
    ])('is accepted with an assertion that is signed and then encrypted for our key, %j', async (encryption) => {
      const encrypted = (xml: string) => encryptAssertion(xml, ours.keys.signing.certificatePem, encryption);
      expect(await finishXml(encrypted(xml()))).toEqual(ADA);
      expect(await finishXml(encrypted(xml({ signed: ['Assertion', 'Response'] })))).toEqual(ADA);
      // Anyone with our certificate can encrypt, so the signature inside decides.
      const forged = provider.xml(request, { now: NOW, signing: { key: await newSigningKey() } });
      await expect(finishXml(encrypted(forged))).rejects.toMatchObject({ code: 'assertion-refused' });
      const unsigned = provider.xml(request, { now: NOW, signed: ['Response'] });
      await expect(finishXml(encrypted(unsigned))).rejects.toMatchObject({ code: 'assertion-refused' });
    });

    it.each<[string, Encryption | ((xml: string, encrypted: string) => string)]>([
      ['a key by RSA 1.5', { content: 'aes256-gcm', key: 'rsa-1_5' }],
      ['changed bytes', { content: 'aes256-gcm', key: 'rsa-oaep-mgf1p', spoil: (bytes) => bytes.fill(7, 40, 41) }],
      [
        'a tag that is cut short',
        { content: 'aes256-gcm', key: 'rsa-oaep-mgf1p', spoil: (bytes) => bytes.subarray(0, 20) },
      ],
      ['half a block', { content: 'aes128-cbc', key: 'rsa-oaep-mgf1p', spoil: (bytes) => bytes.subarray(0, -5) }],
      ['no content', { content: 'aes128-cbc', key: 'rsa-oaep-mgf1p', spoil: () => Buffer.alloc(0) }],
      [
        'an assertion in the clear beside it',
        (xml, encrypted) =>
          encrypted.replace(
            '<saml:EncryptedAssertion',
            `${/<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)?.[0]}$&`,
          ),
      ],
      [
        'a second encrypted one',
        (_xml, encrypted) =>
          encrypted.replace(/<saml:EncryptedAssertion[\s\S]*<\/saml:EncryptedAssertion>/, (one) => one + one),
      ],
    ])('is refused when its encrypted assertion has %s, and the log says why', async (_what, bend) => {
      const certificate = ours.keys.signing.certificatePem;
      const good: Encryption = { content: 'aes256-gcm', key: 'rsa-oaep-mgf1p' };
      const clear = xml();
      const sent =
        typeof bend === 'function'
          ? bend(clear, encryptAssertion(clear, certificate, good))
          : encryptAssertion(clear, certificate, bend);
      await expect(finishXml(sent)).rejects.toMatchObject({
        code: 'assertion-refused',
        why: expect.stringMatching(/^[\x20-\x7e]{10,200}$/),
      });
    });

    it('R26: contains no e-mail address if the provider says that nobody has verified it', async () => {
      const said = (name: string, value: string) =>
        finish({ assertion: { attributes: { mail: ['ada@example.org'], [name]: [value] } } });
      for (const name of ['email_verified', 'emailVerified']) {
        expect(await said(name, 'false')).toMatchObject({ email: undefined });
        expect(await said(name, 'no')).toMatchObject({ email: undefined });
        expect(await said(name, 'true')).toMatchObject({ email: 'ada@example.org' });
      }
    });

    it('is accepted with any key of the connection, so that a provider can change its keys', async () => {
      const both = { ...connection, certificates: [(await newSigningKey()).certificate, ...connection.certificates] };
      expect(await saml.finish(both, request.id, posted(xml()), false)).toEqual(ADA);
    });

    it('is accepted without an issuer in the envelope and without times in the conditions', async () => {
      const assertion = { notBefore: undefined, notOnOrAfter: undefined, sessionUntil: undefined };
      expect(await finish({ response: { issuer: undefined }, assertion })).toEqual(ADA);
    });

    it('is accepted with times in seconds and in ten-millionths of a second', async () => {
      const [seconds = ''] = instant(NOW).split('.');
      const assertion = { notBefore: `${seconds}Z`, issueInstant: `${seconds}.0104711Z` };
      expect(await finish({ assertion })).toEqual(ADA);
    });

    it("is judged by the given clock, not by the system's time", async () => {
      now = NOW + 20 * YEAR;
      expect(await finish({ now })).toEqual(ADA);
      await expect(finish()).rejects.toMatchObject({ why: expect.stringContaining('expired') });
      now = NOW;
    });

    it.each<[string, keyof AssertionParts, number, string | undefined]>([
      ['ended a little less than a minute ago', 'notOnOrAfter', -59.999, undefined],
      ['ended a minute ago', 'notOnOrAfter', -60, 'expired: NotOnOrAfter of Conditions'],
      ['begins in a minute', 'notBefore', 60, undefined],
      ['begins in more than a minute', 'notBefore', 60.001, 'not yet valid: NotBefore of Conditions'],
      ['was confirmed until a little less than a minute ago', 'confirmedUntil', -59.999, undefined],
      ['was confirmed until a minute ago', 'confirmedUntil', -60, 'expired: NotOnOrAfter of SubjectConfirmationData'],
      ['belongs to a session that ended a little less than a minute ago', 'sessionUntil', -59.999, undefined],
      ['belongs to a session that ended a minute ago', 'sessionUntil', -60, 'expired: SessionNotOnOrAfter'],
    ])('that %s is accepted or refused, with one minute of leeway', async (_name, part, seconds, why) => {
      const answer = finish({ assertion: { [part]: instant(NOW + seconds * SECOND) } });
      if (why === undefined) return expect(await answer).toEqual(ADA);
      await expect(answer).rejects.toMatchObject({ code: 'assertion-refused', why: expect.stringContaining(why) });
    });

    it('R34: proves a fresh sign-in only if the person signed in at the provider within the last ten minutes', async () => {
      const asked = (seconds: number) => {
        const assertion = { authenticatedAt: instant(NOW + seconds * SECOND) };
        return saml.finish(connection, request.id, provider.respond(request, { now: NOW, assertion }), true);
      };
      expect(await asked(-659)).toEqual(ADA);
      await expect(asked(-661)).rejects.toMatchObject({
        code: 'assertion-refused',
        why: expect.stringContaining('too long ago: AuthnInstant'),
      });
    });
  });

  describe('the data about a person', () => {
    it('are read only from the signed part', async () => {
      const besides = [
        xml().replace('</ds:X509Data>', `</ds:X509Data>${ADMINISTRATORS}`),
        xml().replace('</samlp:Response>', `${ADMINISTRATORS}</samlp:Response>`),
        xml().replace('<saml:Assertion', `${ADMINISTRATORS}<saml:Assertion`),
      ];
      expect(besides).not.toContain(xml());
      expect(await Promise.all(besides.map(finishXml))).toEqual([ADA, ADA, ADA]);
    });

    it('take any lasting name identifier as the subject', async () => {
      const subjects = [UNSPECIFIED, undefined, EMAIL_FORMAT].map(
        async (nameIdFormat) =>
          (await finish({ assertion: { nameIdFormat, nameId: 'Ada & <Co>@Example.org' } })).subject,
      );
      expect(new Set(await Promise.all(subjects))).toEqual(new Set(['Ada & <Co>@Example.org']));
    });

    it.each<[string, Partial<AssertionParts>, string | undefined]>([
      ['the attribute', { attributes: { mail: [' Grace@Example.ORG '] } }, 'grace@example.org'],
      ['the first value', { attributes: { mail: ['grace@example.org', 'ada@example.org'] } }, 'grace@example.org'],
      [
        'the name identifier, if its format is an e-mail address',
        { attributes: {}, nameIdFormat: EMAIL_FORMAT, nameId: 'Ada@Example.org' },
        'ada@example.org',
      ],
      [
        'the attribute rather than the name identifier',
        { attributes: { mail: ['grace@example.org'] }, nameIdFormat: EMAIL_FORMAT, nameId: 'ada@example.org' },
        'grace@example.org',
      ],
      ['no name identifier that only looks like an address', { attributes: {}, nameId: 'ada@example.org' }, undefined],
      ['no attribute that is not an address', { attributes: { mail: ['ada'] } }, undefined],
      ['no attribute of another name', { attributes: { Mail: ['ada@example.org'] } }, undefined],
    ])('take the e-mail address from %s', async (_name, assertion, email) => {
      expect((await finish({ assertion })).email).toBe(email);
    });

    it.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[] | undefined]>([
      ['unknown, if the provider sends none', {}, undefined],
      ['empty, if the provider sends an empty list', { groups: [] }, []],
      ['each one once, without empty names', { groups: ['b', 'a & "b"', 'b', ' '] }, ['b', 'a & "b"']],
      ['only from an attribute with exactly this name', { Groups: ['a'], 'groups ': ['b'] }, undefined],
      ['500 of 200 characters each', { groups: manyGroups() }, manyGroups()],
    ])('have groups: %s', async (_name, attributes, groups) => {
      expect((await finish({ assertion: { attributes } })).groups).toEqual(groups);
    });
  });

  describe('a request', () => {
    it('has the id that the caller keeps, names the consumer URL and the relay state, and is not signed', async () => {
      const id = saml.newRequestId();
      const url = await saml.requestUrl(connection, id, 'state & more', false);
      expect(url).toMatch(/^https:\/\/idp\.example\.org\/sign-on\?/);
      expect([...new URL(url).searchParams.keys()].sort()).toEqual(['RelayState', 'SAMLRequest']);
      expect(readAuthnRequest(url)).toMatchObject({
        id,
        destination: connection.signOnUrl,
        consumerUrl: connection.consumerUrl,
        issuer: connection.audience,
        isForced: false,
        relayState: 'state & more',
      });
    });

    it('can ask the provider to authenticate the person again, and keeps the query of the sign-on URL', async () => {
      const signOnUrl = 'https://idp.example.org/sign-on?tenant=7';
      const url = await saml.requestUrl({ ...connection, signOnUrl }, saml.newRequestId(), 'relay', true);
      expect(readAuthnRequest(url)).toMatchObject({ isForced: true, destination: signOnUrl });
      expect(new URL(url).searchParams.get('tenant')).toBe('7');
    });

    it('is signed with our key if the connection says so (SAML bindings, 3.4.4.1)', async () => {
      const signing = { ...connection, signsRequests: true };
      const url = await saml.requestUrl(signing, saml.newRequestId(), 'relay-state_1', false);
      const [, signed = '', signature = ''] =
        /\?(SAMLRequest=[^&]*&RelayState=[^&]*&SigAlg=[^&]*)&Signature=([^&]*)$/.exec(url) ?? [];
      expect(new URLSearchParams(signed).get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
      const verifier = createVerify('sha256').update(signed);
      const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
      expect(verifier.verify(ours.keys.signing.certificatePem, bytes)).toBe(true);
    });

    it('has an id of 160 random bits that is valid in XML', () => {
      const ids = Array.from({ length: 50 }, () => saml.newRequestId());
      expect(ids.filter((id) => !/^_[0-9a-f]{40}$/.test(id))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  describe('metadata', () => {
    it('of this server asks for signed assertions by HTTP-POST and for persistent names, and has our keys', async () => {
      const written = await saml.metadata(connection);
      expect(written).toContain(`entityID="${connection.audience}"`);
      expect(written).toContain('AuthnRequestsSigned="true"');
      expect(written).toContain('WantAssertionsSigned="true"');
      expect(written).toContain('nameid-format:persistent</NameIDFormat>');
      expect(written).toMatch(
        /<AssertionConsumerService [^>]*bindings:HTTP-POST" Location="https:\/\/lanyard[^"]*consume"/,
      );
      const [, base64 = ''] = /BEGIN CERTIFICATE-----([\s\S]*)-----END/.exec(ours.keys.signing.certificatePem) ?? [];
      for (const use of ['signing', 'encryption']) {
        const [, certificate = ''] = new RegExp(`use="${use}"[\\s\\S]*?X509Certificate>([^<]*)`).exec(written) ?? [];
        expect([use, certificate.replaceAll(/\s/g, '')]).toEqual([use, base64.replaceAll(/\s/g, '')]);
      }
      expect(await saml.metadata(connection)).toBe(written);
    });

    it('of a provider gives its entity id, its HTTP-Redirect URL and its keys', () => {
      const { entityId, signOnUrl, certificate } = provider;
      const logoutUrl = logoutUrlOf(signOnUrl);
      const read = { entityId, signOnUrl, logoutUrl, certificates: [`${certificate}\n`] };
      expect(saml.readMetadata(provider.metadata())).toEqual(read);
      const commented = provider.metadata().replace('<md:NameIDFormat>', '<!-- as -- ever --><md:NameIDFormat>');
      expect(saml.readMetadata(commented)).toEqual(read);
      expect(saml.readMetadata(provider.metadata().replace(' use="signing"', ''))).toEqual(read);
      const local = provider.metadata().replaceAll(signOnUrl, 'http://127.0.0.1:8080/sign-on');
      expect(saml.readMetadata(local).signOnUrl).toBe('http://127.0.0.1:8080/sign-on');
    });

    it('of a provider can name another address for answers to its logout requests, or none at all', () => {
      const logoutUrl = logoutUrlOf(provider.signOnUrl);
      const other = ' ResponseLocation="https://idp.example.org/answers"/>';
      const metadata = provider.metadata().replaceAll(`"${logoutUrl}"/>`, `"${logoutUrl}"${other}`);
      expect(saml.readMetadata(metadata)).toMatchObject({
        logoutUrl,
        logoutAnswerUrl: 'https://idp.example.org/answers',
      });
      const none = saml.readMetadata(provider.metadata().replaceAll('SingleLogoutService', 'Other'));
      expect([none.logoutUrl, none.logoutAnswerUrl]).toEqual([undefined, undefined]);
    });

    it('with only a short key is refused', async () => {
      const pem = /(?<=BEGIN CERTIFICATE-----)[\s\S]*(?=-----END)/;
      const [short = ''] = pem.exec((await newSigningKey(1024)).certificate) ?? [];
      const metadata = provider.metadata().replace(/(?<=<ds:X509Certificate>)[^<]*/, short);
      expect(() => saml.readMetadata(metadata)).toThrow(
        expect.objectContaining({ data: { field: 'metadata', reason: expect.stringContaining('2048 bits') } }),
      );
    });

    it.each<[string, (metadata: string) => string, RegExp]>([
      ['no content', () => '', /^no XML$/],
      ['an HTML page', () => '<!DOCTYPE html><html></html>', /^a DOCTYPE/],
      ['an XML entity', (it) => `<!DOCTYPE x [<!ENTITY a "b">]>${it.replace(/^<\?.*\?>/, '')}`, /^a DOCTYPE/],
      [
        'a list of providers',
        (it) => it.replaceAll('EntityDescriptor', 'EntitiesDescriptor'),
        /^EntitiesDescriptor instead of one/,
      ],
      ['no entity id', (it) => it.replace('entityID', 'entity'), /^no entityID$/],
      [
        'only a service provider',
        (it) => it.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
        /^no identity provider for SAML 2.0$/,
      ],
      ['SAML 1.1', (it) => it.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'), /^no identity provider for SAML 2.0$/],
      ['no HTTP-Redirect', (it) => it.replaceAll('HTTP-Redirect', 'SOAP'), /^no SingleSignOnService by HTTP-Redirect$/],
      [
        'an address without TLS',
        (it) => it.replaceAll('https://idp.example.org/sign', 'http://idp.example.org/sign'),
        /^the SingleSignOnService is no https address: http:/,
      ],
      [
        'an address that is a script',
        (it) => it.replaceAll('https://idp.example.org/sign-on', 'javascript:alert(1)'),
        /^the SingleSignOnService is no https address: javascript/,
      ],
      [
        'a logout address that is a script',
        (it) => it.replaceAll('https://idp.example.org/logout', 'javascript:alert(1)'),
        /^the SingleLogoutService is no https address: javascript/,
      ],
      ['only an encryption key', (it) => it.replace('use="signing"', 'use="encryption"'), /^no signing certificate/],
      [
        'too many keys',
        (it) => it.replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, (key) => key.repeat(9)),
        /^more than 8 signing certificates$/,
      ],
      [
        'an unfinished comment',
        (it) => it.replace('<md:NameIDFormat>', '<!-- <md:NameIDFormat>'),
        /^a comment without its end$/,
      ],
      [
        'two providers',
        (it) => it.replace(/<md:IDPSSO[\s\S]*<\/md:IDPSSODescriptor>/, '$&$&'),
        /^more than one identity/,
      ],
      [
        'a very long entity id',
        (it) => it.replace(/(?<=entityID=")/, 'x'.repeat(1000)),
        /^an entityID of more than 1024/,
      ],
      [
        'an address with a password',
        (it) => it.replaceAll('https://idp.example.org/sign-on', 'https://me:mine@idp.example.org/'),
        /^the SingleSignOnService is no https address: https:/,
      ],
      [
        'a certificate that cannot be read',
        (it) => it.replace(/(?<=X509Certificate>)MII/, 'AAA'),
        /^a certificate that cannot be read$/,
      ],
      ['too many characters', (it) => it + ' '.repeat(262_144), /^more than 262144 characters$/],
    ])('with %s is refused with a reason', (_name, change, reason) => {
      const read = () => saml.readMetadata(change(provider.metadata()));
      expect(read).toThrow(DomainError);
      expect(read).toThrow(
        expect.objectContaining({
          code: 'invalid-input',
          data: { field: 'metadata', reason: expect.stringMatching(reason) },
        }),
      );
    });
  });
});

function manyGroups(): readonly string[] {
  return Array.from({ length: 500 }, (_, index) => `${index}`.padEnd(200, 'g'));
}
