import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { OidcConnection } from '@lanyard/server/identity/identity-provider';
import { createOidc } from '@lanyard/server/identity/oidc';
import { createGuardedFetch } from '@lanyard/server/outbound/guarded-fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lie, type LyingProvider, startLyingProvider } from '../support/forgeries/lying-openid-provider.ts';
import { adjustableClock } from '../support/lanyard/adjustable-clock.ts';

const CLIENT_SECRET = 'canary-client-secret';
const MINUTE = 60;
const nowSeconds = () => Math.floor(Date.now() / 1000);

describe('R31: an OpenID provider that lies', () => {
  let provider: LyingProvider;
  let connection: OidcConnection;

  beforeAll(async () => {
    provider = await startLyingProvider('lanyard', CLIENT_SECRET);
    connection = {
      issuer: provider.issuer,
      clientId: 'lanyard',
      clientSecret: new Secret(CLIENT_SECRET),
      redirectUri: 'http://localhost:1/sso/acme/callback',
      groupsClaim: 'groups',
    };
  });

  afterAll(async () => {
    await provider.stop();
  });

  beforeEach(() => provider.lie({}));

  /** A client that has read nothing of the provider yet. */
  function newClient() {
    const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
    const fetch = createGuardedFetch({ allowedHosts: [provider.issuer], wholeMilliseconds: 500 });
    return createOidc({ fetch, random, clock: adjustableClock() });
  }

  async function signIn(lie: Lie, { again = false, parameters = {} } = {}) {
    const oidc = newClient();
    const login = oidc.newLogin();
    const url = await oidc.authorizationUrl(connection, login, again);
    const callback = provider.answer(url, parameters);
    provider.lie(lie);
    return oidc.finish(connection, login, callback, again);
  }

  const refusal = (work: Promise<unknown>) =>
    work.then(
      (accepted) => ({ accepted }),
      (fault: unknown) => (fault instanceof DomainError ? { code: fault.code, why: fault.why ?? '' } : { fault }),
    );

  it('is believed while it does not', async () => {
    const claims = { email: 'Grace@Example.org', email_verified: true, groups: ['devs'] };
    expect(await signIn({ claims })).toMatchObject({
      issuer: provider.issuer,
      subject: 'grace',
      email: 'grace@example.org',
      groups: ['devs'],
    });
  });

  it('verifies no address by what it says of another one', async () => {
    const claims = { email: 'typed@example.org' };
    const userInfo = { email: 'grace@example.org', email_verified: true };
    expect(await signIn({ claims, userInfo })).toMatchObject({ email: 'grace@example.org' });
    const unverified = { email: 'typed@example.org', email_verified: false };
    expect(await signIn({ claims: unverified, userInfo: { email: 'typed@example.org' } })).toMatchObject({
      email: undefined,
    });
  });

  it('may sign by any public-key algorithm of those that it offers', async () => {
    const metadata = { id_token_signing_alg_values_supported: ['HS256', 'RS256', 'ES256', 'none'] };
    const oidc = newClient();
    provider.lie({ metadata });
    const login = oidc.newLogin();
    const callback = provider.answer(await oidc.authorizationUrl(connection, login, false));
    const signedBy = (lie: Lie) => {
      provider.lie(lie);
      return refusal(oidc.finish(connection, login, callback, false));
    };
    expect(await signedBy({})).toHaveProperty('accepted.subject', 'grace');
    expect(await signedBy({ alg: 'ES256' })).toHaveProperty('accepted.subject', 'grace');
    expect(await signedBy({ alg: 'HS256' })).toMatchObject({ code: 'assertion-refused' });
    expect(await signedBy({ alg: 'none' })).toMatchObject({ code: 'assertion-refused' });
  });

  describe('R26: when it is asked again', () => {
    const refresh = new Secret('canary-refresh-token');
    const recheck = (lie: Lie) => {
      provider.lie(lie);
      return newClient().recheck(connection, refresh);
    };

    it('tells of the person by userinfo where it gives no ID token', async () => {
      const tokens: Lie['tokens'] = ({ id_token: _, ...rest }) => ({ ...rest, refresh_token: 'next' });
      const identity = await recheck({ tokens, userInfo: { sub: 'eve', groups: 'devs' } });
      expect(identity).toMatchObject({ issuer: provider.issuer, subject: 'eve', groups: ['devs'] });
      expect(identity?.refreshToken?.reveal()).toBe('next');
    });

    it('ends the grant by invalid_grant alone', async () => {
      const says = (error: string, tokenStatus = 400) => recheck({ tokenStatus, tokens: () => ({ error }) });
      expect(await says('invalid_grant')).toBeUndefined();
      for (const error of ['invalid_client', 'invalid_request', 'server_error']) {
        expect(await refusal(says(error))).toMatchObject({ code: 'provider-unavailable' });
      }
      expect(await refusal(says('invalid_grant', 500))).toMatchObject({ code: 'provider-unavailable' });
    });

    it.each<[string, Lie]>([
      ['an ID token of another issuer', { claims: { iss: 'https://evil.example', nonce: undefined } as never }],
      ['an ID token signed by another key', { alg: 'another key' }],
      ['userinfo of somebody else', { userInfo: { sub: 'eve' } }],
      ['nobody', { tokens: ({ id_token: _, ...rest }) => rest, userInfo: { sub: '' } }],
    ])('and answers with %s, it is refused, and the log gets no secret', async (_what, lie) => {
      const refused = await refusal(recheck(lie));
      expect(refused).toEqual({ code: 'assertion-refused', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
      expect(JSON.stringify(refused)).not.toMatch(/canary|eyJ/);
    });
  });

  const LIES: readonly (readonly [string, Lie])[] = [
    ['an ID token without signature', { alg: 'none' }],
    ['one signed with the client secret', { alg: 'HS256' }],
    ['one signed by another key of the same name', { alg: 'another key' }],
    ['one of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['one for another client', { claims: { aud: 'another' } }],
    ['one for several clients, at the wish of another', { claims: { aud: ['lanyard', 'another'], azp: 'another' } }],
    ['one with another nonce', { claims: { nonce: 'another' } }],
    ['one without a nonce', { claims: { nonce: undefined } as never }],
    ['one that has expired', { claims: { exp: nowSeconds() - 2 * MINUTE } }],
    ['one that is not valid yet', { claims: { nbf: nowSeconds() + 10 * MINUTE } }],
    ['one without a subject', { claims: { sub: '' } }],
    ['one whose subject is too long', { claims: { sub: 'x'.repeat(256) } }],
    ['no ID token', { tokens: ({ id_token: _, ...rest }) => rest }],
    ['an ID token that is none', { tokens: (good) => ({ ...good, id_token: 'not.a.token' }) }],
    ['userinfo of somebody else', { userInfo: { sub: 'eve' } }],
    ['groups that are no list of names', { claims: { groups: [1, 2] } }],
    ['groups without end', { claims: { groups: Array.from({ length: 501 }, (_, index) => `g${index}`) } }],
    ['a code that it refuses itself', { tokenStatus: 400, tokens: () => ({ error: 'invalid_grant' }) }],
  ];

  it.each(LIES)('with %s is refused, and the log gets no secret', async (_what, lie) => {
    const refused = await refusal(signIn(lie));
    expect(refused).toEqual({ code: 'assertion-refused', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
    expect(JSON.stringify(refused)).not.toMatch(/canary|eyJ/);
  });

  it.each([
    ['another state', { state: 'another' }],
    ['the name of another issuer (RFC 9207)', { iss: 'https://evil.example' }],
    ['an error', { error: 'access_denied' }],
  ])('that sends the browser back with %s is refused', async (_what, parameters) => {
    expect(await refusal(signIn({}, { parameters }))).toMatchObject({ code: 'assertion-refused' });
  });

  it('R34: that did not ask the person again, or does not say when, is refused', async () => {
    const asked = (auth_time: number | undefined) =>
      refusal(signIn({ claims: auth_time === undefined ? {} : { auth_time } }, { again: true }));
    expect(await asked(undefined)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds() - 12 * MINUTE)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds() + 12 * MINUTE)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds())).toHaveProperty('accepted');
  });

  it.each<[string, Lie]>([
    ['answers no JSON', { raw: '<html>' }],
    ['answers nothing', { raw: '' }],
    ['never answers', { isSilent: true }],
    ['has an inner fault', { tokenStatus: 500, tokens: () => ({}) }],
    ['does not know us', { tokenStatus: 401, tokens: () => ({ error: 'invalid_client' }) }],
  ])('or that %s is not available, which the log explains', async (_what, lie) => {
    const refused = await refusal(signIn(lie));
    expect(refused).toEqual({ code: 'provider-unavailable', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
  });

  it.each<[string, Lie]>([
    ['names another issuer', { metadata: { issuer: 'https://evil.example' } }],
    ['names its issuer with a slash more', { metadata: { issuer: 'SLASH' } }],
    ['signs by no algorithm but shared secrets', { metadata: { id_token_signing_alg_values_supported: ['HS256'] } }],
    ['takes plain code verifiers alone', { metadata: { code_challenge_methods_supported: ['plain'] } }],
    ['sends the browser to a script', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }],
    ['sends the browser nowhere', { metadata: { authorization_endpoint: undefined } }],
  ])('or whose discovery document %s is not connected, and signs nobody in', async (_what, { metadata = {} }) => {
    const issuer = metadata.issuer === 'SLASH' ? { issuer: `${provider.issuer}/` } : {};
    const oidc = newClient();
    provider.lie({ metadata: { ...metadata, ...issuer } });
    const refused = { code: 'assertion-refused', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) };
    expect(await refusal(oidc.check(connection))).toEqual(refused);
    expect(await refusal(oidc.authorizationUrl(connection, oidc.newLogin(), false))).toEqual(refused);
  });

  it.each<[string, Lie]>([
    ['has no token endpoint', { metadata: { token_endpoint: undefined } }],
    ['keeps its tokens at a private address', { metadata: { token_endpoint: 'http://127.0.0.1:1/token' } }],
    ['keeps its keys at a private address', { metadata: { jwks_uri: 'https://127.0.0.1:1/keys' } }],
    ['tells of people at a private address', { metadata: { userinfo_endpoint: 'https://[::1]:1/' } }],
  ])('or that %s signs nobody in', async (_what, lie) => {
    const oidc = newClient();
    provider.lie(lie);
    const login = oidc.newLogin();
    const callback = provider.answer(await oidc.authorizationUrl(connection, login, false));
    expect(await refusal(oidc.finish(connection, login, callback, false))).toMatchObject({
      code: 'provider-unavailable',
    });
  });
});
