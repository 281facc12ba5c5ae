import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import type { SamlConnection } from '@lanyard/server/identity/identity-provider';
import { createSaml } from '@lanyard/server/identity/saml';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATORS } from '../../support/forgeries/assertions/wrapping-vectors.ts';
import type { AssertionParts } from '../../support/lanyard/saml-response.ts';
import {
  type AuthnRequest,
  type Bend,
  instant,
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
};

describe('SAML service provider', () => {
  let now = NOW;
  const saml = createSaml({
    random: { bytes: (length) => randomBytes(length), uuid: () => randomUUID() },
    clock: { now: () => now },
  });
  let provider: SoftwareIdentityProvider;
  let connection: SamlConnection;
  let request: AuthnRequest;
  const finish = (bend: Bend = {}) =>
    saml.finish(connection, request.id, provider.respond(request, { now: NOW, ...bend }), false);
  const finishXml = (xml: string) => saml.finish(connection, request.id, posted(xml), false);
  const xml = (bend: Bend = {}): string => provider.xml(request, { now: NOW, ...bend });

  beforeAll(async () => {
    provider = await softwareIdentityProvider();
    connection = {
      ...saml.readMetadata(provider.metadata()),
      audience: 'https://lanyard.example.org/saml/metadata',
      consumerUrl: 'https://lanyard.example.org/saml/consume',
      groupsAttribute: 'groups',
      emailAttribute: 'mail',
    };
    request = readAuthnRequest(await saml.requestUrl(connection, saml.newRequestId(), 'relay', false));
  });

  describe('an answer', () => {
    it('is taken with the assertion signed, with and without a signature of the response', async () => {
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
    ])('is taken signed by %s', async (_name, algorithm, digest) => {
      expect(await finish({ signing: { algorithm, digest } })).toEqual(ADA);
    });

    it('is taken with an XML declaration, broken lines, and namespaces that the response declares', async () => {
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

    it('is taken by any key of the connection, as while a provider changes its own', async () => {
      const both = { ...connection, certificates: [(await newSigningKey()).certificate, ...connection.certificates] };
      expect(await saml.finish(both, request.id, posted(xml()), false)).toEqual(ADA);
    });

    it('is taken where the envelope names no issuer, and the conditions no times', async () => {
      const assertion = { notBefore: undefined, notOnOrAfter: undefined, sessionUntil: undefined };
      expect(await finish({ response: { issuer: undefined }, assertion })).toEqual(ADA);
    });

    it('is taken with instants to the second, and to a ten-millionth of it', async () => {
      const [seconds = ''] = instant(NOW).split('.');
      const assertion = { notBefore: `${seconds}Z`, issueInstant: `${seconds}.0104711Z` };
      expect(await finish({ assertion })).toEqual(ADA);
    });

    it('counts by the clock that it is given, whatever the time is', async () => {
      now = NOW + 20 * YEAR;
      expect(await finish({ now })).toEqual(ADA);
      await expect(finish()).rejects.toMatchObject({ why: expect.stringContaining('expired') });
      now = NOW;
    });

    it.each<[string, keyof AssertionParts, number, string | undefined]>([
      ['ended not quite a minute ago', 'notOnOrAfter', -59.999, undefined],
      ['ended a minute ago', 'notOnOrAfter', -60, 'expired: NotOnOrAfter of Conditions'],
      ['begins in a minute', 'notBefore', 60, undefined],
      ['begins in more than a minute', 'notBefore', 60.001, 'not yet valid: NotBefore of Conditions'],
      ['was confirmed until not quite a minute ago', 'confirmedUntil', -59.999, undefined],
      ['was confirmed until a minute ago', 'confirmedUntil', -60, 'expired: NotOnOrAfter of SubjectConfirmationData'],
      ['is of a session that ended not quite a minute ago', 'sessionUntil', -59.999, undefined],
      ['is of a session that ended a minute ago', 'sessionUntil', -60, 'expired: SessionNotOnOrAfter'],
    ])('that %s', async (_name, part, seconds, why) => {
      const answer = finish({ assertion: { [part]: instant(NOW + seconds * SECOND) } });
      if (why === undefined) return expect(await answer).toEqual(ADA);
      await expect(answer).rejects.toMatchObject({ code: 'assertion-refused', why: expect.stringContaining(why) });
    });

    it('R34: of a person who was to be asked again tells that it was, within the last ten minutes', async () => {
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

  describe('what stands about the person', () => {
    it('is read from what was signed alone', async () => {
      const besides = [
        xml().replace('</ds:X509Data>', `</ds:X509Data>${ADMINISTRATORS}`),
        xml().replace('</samlp:Response>', `${ADMINISTRATORS}</samlp:Response>`),
        xml().replace('<saml:Assertion', `${ADMINISTRATORS}<saml:Assertion`),
      ];
      expect(besides).not.toContain(xml());
      expect(await Promise.all(besides.map(finishXml))).toEqual([ADA, ADA, ADA]);
    });

    it('is known by any name that lasts', async () => {
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
        'the name, where that is an address',
        { attributes: {}, nameIdFormat: EMAIL_FORMAT, nameId: 'Ada@Example.org' },
        'ada@example.org',
      ],
      [
        'the attribute before the name',
        { attributes: { mail: ['grace@example.org'] }, nameIdFormat: EMAIL_FORMAT, nameId: 'ada@example.org' },
        'grace@example.org',
      ],
      ['no name that only looks like an address', { attributes: {}, nameId: 'ada@example.org' }, undefined],
      ['nothing that is no address', { attributes: { mail: ['ada'] } }, undefined],
      ['no attribute of another name', { attributes: { Mail: ['ada@example.org'] } }, undefined],
    ])('has the e-mail address of %s', async (_name, assertion, email) => {
      expect((await finish({ assertion })).email).toBe(email);
    });

    it.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[] | undefined]>([
      ['that the provider says nothing of', {}, undefined],
      ['none', { groups: [] }, []],
      ['each once, and none without a name', { groups: ['b', 'a & "b"', 'b', ' '] }, ['b', 'a & "b"']],
      ['of an attribute of this name exactly', { Groups: ['a'], 'groups ': ['b'] }, undefined],
      ['500 of 200 letters', { groups: manyGroups() }, manyGroups()],
    ])('has groups: %s', async (_name, attributes, groups) => {
      expect((await finish({ assertion: { attributes } })).groups).toEqual(groups);
    });
  });

  describe('a request', () => {
    it('has the id that the caller keeps, tells the consumer and the relay state, and is not signed', async () => {
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

    it('asks for the person again where that is wanted, and keeps the query of the address', async () => {
      const signOnUrl = 'https://idp.example.org/sign-on?tenant=7';
      const url = await saml.requestUrl({ ...connection, signOnUrl }, saml.newRequestId(), 'relay', true);
      expect(readAuthnRequest(url)).toMatchObject({ isForced: true, destination: signOnUrl });
      expect(new URL(url).searchParams.get('tenant')).toBe('7');
    });

    it('has an id of 160 random bits that may stand in XML', () => {
      const ids = Array.from({ length: 50 }, () => saml.newRequestId());
      expect(ids.filter((id) => !/^_[0-9a-f]{40}$/.test(id))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  describe('metadata', () => {
    it('of ours asks for signed assertions by HTTP-POST, and for lasting names', () => {
      const ours = saml.metadata(connection);
      expect(ours).toContain(`entityID="${connection.audience}"`);
      expect(ours).toContain('WantAssertionsSigned="true"');
      expect(ours).toContain('nameid-format:persistent</NameIDFormat>');
      expect(ours).toMatch(
        /<AssertionConsumerService [^>]*bindings:HTTP-POST" Location="https:\/\/lanyard[^"]*consume"/,
      );
      expect(saml.metadata(connection)).toBe(ours);
    });

    it("of a provider's gives its entity id, its address by HTTP-Redirect and its keys", () => {
      const { entityId, signOnUrl, certificate } = provider;
      const read = { entityId, signOnUrl, certificates: [`${certificate}\n`] };
      expect(saml.readMetadata(provider.metadata())).toEqual(read);
      const commented = provider.metadata().replace('<md:NameIDFormat>', '<!-- as -- ever --><md:NameIDFormat>');
      expect(saml.readMetadata(commented)).toEqual(read);
      expect(saml.readMetadata(provider.metadata().replace(' use="signing"', ''))).toEqual(read);
      const local = provider.metadata().replaceAll(signOnUrl, 'http://127.0.0.1:8080/sign-on');
      expect(saml.readMetadata(local).signOnUrl).toBe('http://127.0.0.1:8080/sign-on');
    });

    it('that has but a short key is refused', async () => {
      const pem = /(?<=BEGIN CERTIFICATE-----)[\s\S]*(?=-----END)/;
      const [short = ''] = pem.exec((await newSigningKey(1024)).certificate) ?? [];
      const metadata = provider.metadata().replace(/(?<=<ds:X509Certificate>)[^<]*/, short);
      expect(() => saml.readMetadata(metadata)).toThrow(
        expect.objectContaining({ data: { field: 'metadata', reason: expect.stringContaining('2048 bits') } }),
      );
    });

    it.each<[string, (metadata: string) => string, RegExp]>([
      ['nothing', () => '', /^no XML$/],
      ['a page', () => '<!DOCTYPE html><html></html>', /^a DOCTYPE/],
      ['an entity', (it) => `<!DOCTYPE x [<!ENTITY a "b">]>${it.replace(/^<\?.*\?>/, '')}`, /^a DOCTYPE/],
      [
        'many providers',
        (it) => it.replaceAll('EntityDescriptor', 'EntitiesDescriptor'),
        /^EntitiesDescriptor instead of one/,
      ],
      ['no entity id', (it) => it.replace('entityID', 'entity'), /^no entityID$/],
      [
        'a service provider',
        (it) => it.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'),
        /^no identity provider for SAML 2.0$/,
      ],
      ['SAML 1.1', (it) => it.replace('SAML:2.0:protocol', 'SAML:1.1:protocol'), /^no identity provider for SAML 2.0$/],
      ['no HTTP-Redirect', (it) => it.replace('HTTP-Redirect', 'SOAP'), /^no SingleSignOnService by HTTP-Redirect$/],
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
        'a key for encryption alone',
        (it) => it.replace('use="signing"', 'use="encryption"'),
        /^no signing certificate/,
      ],
      [
        'keys that are too many',
        (it) => it.replace(/<ds:X509Certificate>.*<\/ds:X509Certificate>/, (key) => key.repeat(9)),
        /^more than 8 signing certificates$/,
      ],
      [
        'a comment without end',
        (it) => it.replace('<md:NameIDFormat>', '<!-- <md:NameIDFormat>'),
        /^a comment without its end$/,
      ],
      [
        'two providers',
        (it) => it.replace(/<md:IDPSSO[\s\S]*<\/md:IDPSSODescriptor>/, '$&$&'),
        /^more than one identity/,
      ],
      [
        'an endless entity id',
        (it) => it.replace(/(?<=entityID=")/, 'x'.repeat(1000)),
        /^an entityID of more than 1024/,
      ],
      [
        'an address with a password',
        (it) => it.replaceAll('https://idp.example.org/sign-on', 'https://me:mine@idp.example.org/'),
        /^the SingleSignOnService is no https address: https:/,
      ],
      [
        'a certificate that is none',
        (it) => it.replace(/(?<=X509Certificate>)MII/, 'AAA'),
        /^a certificate that cannot be read$/,
      ],
      ['too much', (it) => it + ' '.repeat(262_144), /^more than 262144 characters$/],
    ])('that is %s is refused', (_name, change, reason) => {
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
