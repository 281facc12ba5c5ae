import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { OidcConnection } from '@lanyard/server/identity/identity-provider';
import { createOidc } from '@lanyard/server/identity/oidc';
import { createGuardedFetch } from '@lanyard/server/outbound/guarded-fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  HOSTILE_ANSWERS,
  type HostileAnswer,
  type Lie,
  type LyingProvider,
  PROVIDER_ADDRESSES,
  startLyingProvider,
} from '../support/forgeries/lying-openid-provider.ts';
import { adjustableClock } from '../support/lanyard/adjustable-clock.ts';
import { longestPause } from '../support/lanyard/longest-pause.ts';

const CLIENT_SECRET = 'canary-client-secret';
const MINUTE = 60;
const PLAIN = { again: false, consent: false };
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

  /** A client that has not read anything from the provider yet. */
  function newClient(wholeMilliseconds = 500, callMilliseconds?: number) {
    const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
    const fetch = createGuardedFetch({ allowedHosts: [provider.issuer], wholeMilliseconds });
    return createOidc({ fetch, random, clock: adjustableClock(), ...(callMilliseconds && { callMilliseconds }) });
  }

  async function signIn(lie: Lie, { again = false, parameters = {} } = {}) {
    const oidc = newClient();
    const login = oidc.newLogin();
    const url = await oidc.authorizationUrl(connection, login, { again, consent: false });
    const callback = provider.answer(url, parameters);
    provider.lie(lie);
    return oidc.finish(connection, login, callback, again);
  }

  const refusal = (work: Promise<unknown>) =>
    work.then(
      (accepted) => ({ accepted }),
      (fault: unknown) => (fault instanceof DomainError ? { code: fault.code, why: fault.why ?? '' } : { fault }),
    );

  it('is accepted as long as it tells the truth', async () => {
    const claims = { email: 'Grace@Example.org', email_verified: true, groups: ['devs'] };
    expect(await signIn({ claims })).toMatchObject({
      issuer: provider.issuer,
      subject: 'grace',
      email: 'grace@example.org',
      groups: ['devs'],
    });
  });

  it('cannot verify an e-mail address with a statement about another one', async () => {
    const claims = { email: 'typed@example.org' };
    const userInfo = { email: 'grace@example.org', email_verified: true };
    expect(await signIn({ claims, userInfo })).toMatchObject({ email: 'grace@example.org' });
    const unverified = { email: 'typed@example.org', email_verified: false };
    expect(await signIn({ claims: unverified, userInfo: { email: 'typed@example.org' } })).toMatchObject({
      email: undefined,
    });
  });

  it('may sign with any public-key algorithm that it offers', async () => {
    const metadata = { id_token_signing_alg_values_supported: ['HS256', 'RS256', 'ES256', 'none'] };
    const oidc = newClient();
    provider.lie({ metadata });
    const login = oidc.newLogin();
    const callback = provider.answer(await oidc.authorizationUrl(connection, login, PLAIN));
    const signedBy = (lie: Lie) => {
      provider.lie(lie);
      return refusal(oidc.finish(connection, login, callback, false));
    };
    expect(await signedBy({})).toHaveProperty('accepted.subject', 'grace');
    expect(await signedBy({ alg: 'ES256' })).toHaveProperty('accepted.subject', 'grace');
    expect(await signedBy({ alg: 'HS256' })).toMatchObject({ code: 'assertion-refused' });
    expect(await signedBy({ alg: 'none' })).toMatchObject({ code: 'assertion-refused' });
  });

  describe('R26: at a recheck', () => {
    const refresh = new Secret('canary-refresh-token');
    const recheck = (lie: Lie) => {
      provider.lie(lie);
      return newClient().recheck(connection, refresh);
    };

    it('may describe the person by userinfo if it sends no ID token', async () => {
      const tokens: Lie['tokens'] = ({ id_token: _, ...rest }) => ({ ...rest, refresh_token: 'next' });
      const answer = await recheck({ tokens, userInfo: { sub: 'eve', groups: 'devs' } });
      const identity = answer.type === 'there' ? answer.identity : undefined;
      expect(identity).toMatchObject({ issuer: provider.issuer, subject: 'eve', groups: ['devs'] });
      expect(identity?.refreshToken?.reveal()).toBe('next');
    });

    it('R49: says that the person is gone only with invalid_grant, and every other answer counts as a failure', async () => {
      const says = (error: string, tokenStatus = 400) => recheck({ tokenStatus, tokens: () => ({ error }) });
      expect(await says('invalid_grant')).toMatchObject({ type: 'gone' });
      for (const error of ['invalid_client', 'invalid_request', 'server_error']) {
        expect(await says(error)).toEqual({
          type: 'failed',
          isNetwork: false,
          cause: `the token endpoint says ${error} (status 400)`,
        });
      }
      expect(await says('invalid_grant', 500)).toMatchObject({ type: 'failed', isNetwork: false });
    });

    it.each<[string, boolean, Lie]>([
      ['an ID token of another issuer', false, { claims: { iss: 'https://evil.example', nonce: undefined } as never }],
      ['an ID token signed by another key', false, { alg: 'another key' }],
      ['the userinfo of another person', false, { userInfo: { sub: 'eve' } }],
      ['no person', false, { tokens: ({ id_token: _, ...rest }) => rest, userInfo: { sub: '' } }],
      ['a page instead of JSON', false, { raw: '<html>canary</html>' }],
      ['nothing', false, { raw: '' }],
      ['an internal error', false, { tokenStatus: 500, tokens: () => ({}) }],
      ['silence', true, { isSilent: true }],
      ['an answer of a proxy in front of it', true, { tokenStatus: 502, tokens: () => ({}) }],
      ['a request to ask less often', true, { tokenStatus: 429, tokens: () => ({ error: 'slow_down' }) }],
    ])(
      'R49: fails with %s (a fault of the network: %s), and the cause holds no secret',
      async (_what, isNetwork, lie) => {
        const answer = await recheck(lie);
        expect(answer).toEqual({ type: 'failed', isNetwork, cause: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
        expect(JSON.stringify(answer)).not.toMatch(/canary|eyJ/);
      },
    );
  });

  const LIES: readonly (readonly [string, Lie])[] = [
    ['an ID token without signature', { alg: 'none' }],
    ['an ID token signed with the client secret', { alg: 'HS256' }],
    ['an ID token signed by another key with the same id', { alg: 'another key' }],
    ['an ID token of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['an ID token for another client', { claims: { aud: 'another' } }],
    [
      'an ID token for several clients, authorized for another one',
      { claims: { aud: ['lanyard', 'another'], azp: 'another' } },
    ],
    ['an ID token with another nonce', { claims: { nonce: 'another' } }],
    ['an ID token without a nonce', { claims: { nonce: undefined } as never }],
    ['an ID token that has expired', { claims: { exp: nowSeconds() - 2 * MINUTE } }],
    ['an ID token that is not valid yet', { claims: { nbf: nowSeconds() + 10 * MINUTE } }],
    ['an ID token without a subject', { claims: { sub: '' } }],
    ['an ID token whose subject is too long', { claims: { sub: 'x'.repeat(256) } }],
    ['no ID token', { tokens: ({ id_token: _, ...rest }) => rest }],
    ['a malformed ID token', { tokens: (good) => ({ ...good, id_token: 'not.a.token' }) }],
    ['the userinfo of another person', { userInfo: { sub: 'eve' } }],
    ['groups that are not a list of names', { claims: { groups: [1, 2] } }],
    ['too many groups', { claims: { groups: Array.from({ length: 501 }, (_, index) => `g${index}`) } }],
    ['a refusal of its own code', { tokenStatus: 400, tokens: () => ({ error: 'invalid_grant' }) }],
  ];

  it.each(LIES)('is refused when it answers with %s, and the log has no secret', async (_what, lie) => {
    const refused = await refusal(signIn(lie));
    expect(refused).toEqual({ code: 'assertion-refused', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
    expect(JSON.stringify(refused)).not.toMatch(/canary|eyJ/);
  });

  it.each([
    ['another state', { state: 'another' }],
    ['the name of another issuer (RFC 9207)', { iss: 'https://evil.example' }],
    ['an error', { error: 'access_denied' }],
  ])('is refused when it sends the browser back with %s', async (_what, parameters) => {
    expect(await refusal(signIn({}, { parameters }))).toMatchObject({ code: 'assertion-refused' });
  });

  it('R34: is refused when it did not ask the person again, or does not say when', async () => {
    const asked = (auth_time: number | undefined) =>
      refusal(signIn({ claims: auth_time === undefined ? {} : { auth_time } }, { again: true }));
    expect(await asked(undefined)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds() - 12 * MINUTE)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds() + 12 * MINUTE)).toMatchObject({ code: 'assertion-refused' });
    expect(await asked(nowSeconds())).toHaveProperty('accepted');
  });

  it.each<[string, Lie]>([
    ['does not answer with JSON', { raw: '<html>' }],
    ['gives an empty answer', { raw: '' }],
    ['never answers', { isSilent: true }],
    ['has an internal error', { tokenStatus: 500, tokens: () => ({}) }],
    ['does not know this server', { tokenStatus: 401, tokens: () => ({ error: 'invalid_client' }) }],
  ])('counts as unavailable when it %s, and the log says why', async (_what, lie) => {
    const refused = await refusal(signIn(lie));
    expect(refused).toEqual({ code: 'provider-unavailable', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) });
  });

  it.each<[string, Lie]>([
    ['names another issuer', { metadata: { issuer: 'https://evil.example' } }],
    ['adds a slash to its issuer', { metadata: { issuer: 'SLASH' } }],
    ['offers only algorithms with a shared secret', { metadata: { id_token_signing_alg_values_supported: ['HS256'] } }],
    ['accepts only plain code verifiers', { metadata: { code_challenge_methods_supported: ['plain'] } }],
    ['sends the browser to a script', { metadata: { authorization_endpoint: 'javascript:alert(1)' } }],
    ['sends the browser nowhere', { metadata: { authorization_endpoint: undefined } }],
  ])('cannot be connected and signs nobody in when its discovery document %s', async (_what, { metadata = {} }) => {
    const issuer = metadata.issuer === 'SLASH' ? { issuer: `${provider.issuer}/` } : {};
    const oidc = newClient();
    provider.lie({ metadata: { ...metadata, ...issuer } });
    const refused = { code: 'assertion-refused', why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/) };
    expect(await refusal(oidc.check(connection))).toEqual(refused);
    expect(await refusal(oidc.authorizationUrl(connection, oidc.newLogin(), PLAIN))).toEqual(refused);
  });

  it.each<[string, Lie]>([
    ['has no token endpoint', { metadata: { token_endpoint: undefined } }],
    ['keeps its tokens at a private address', { metadata: { token_endpoint: 'http://127.0.0.1:1/token' } }],
    ['keeps its keys at a private address', { metadata: { jwks_uri: 'https://127.0.0.1:1/keys' } }],
    ['has its userinfo at a private address', { metadata: { userinfo_endpoint: 'https://[::1]:1/' } }],
  ])('signs nobody in when it %s', async (_what, lie) => {
    const oidc = newClient();
    provider.lie(lie);
    const login = oidc.newLogin();
    const callback = provider.answer(await oidc.authorizationUrl(connection, login, PLAIN));
    expect(await refusal(oidc.finish(connection, login, callback, false))).toMatchObject({
      code: 'provider-unavailable',
    });
  });

  describe.each(PROVIDER_ADDRESSES.flatMap((at) => HOSTILE_ANSWERS.map((how) => ({ at, how }))))(
    'that $how at $at',
    (hostile) => {
      it('signs nobody in, and is left after a fixed time', async () => {
        const oidc = newClient(250);
        const login = oidc.newLogin();
        const isDiscovery = hostile.at.startsWith('/.well-known');
        if (isDiscovery) provider.lie({ hostile });
        const begun = await refusal(oidc.authorizationUrl(connection, login, PLAIN));
        if (isDiscovery) return expect(begun).toMatchObject({ code: 'provider-unavailable', why: WHY[hostile.how] });
        if (!('accepted' in begun)) throw new Error('it did not begin');
        const callback = provider.answer(String(begun.accepted));
        provider.lie({ hostile });
        const refused = await refusal(oidc.finish(connection, login, callback, false));
        expect(refused).toMatchObject({ code: 'provider-unavailable', why: WHY[hostile.how] });
      });

      it('ends nobody at a re-check, and does not hold up others', async () => {
        const oidc = newClient(250);
        provider.lie({ hostile });
        let answer: unknown;
        const pause = await longestPause(async () => {
          answer = await oidc.recheck(connection, new Secret('of grace'));
        });
        expect(answer).toMatchObject({ type: 'failed', isNetwork: true, cause: WHY[hostile.how] });
        expect(pause).toBeLessThan(250);
      });
    },
  );

  it('that stays within the time of each request is left after the time of all of them', async () => {
    const oidc = newClient(600_000, 250);
    for (const at of PROVIDER_ADDRESSES.slice(1)) {
      provider.lie({ hostile: { at, how: 'drips its body' } });
      expect(await oidc.recheck(connection, new Secret('of grace'))).toMatchObject({
        type: 'failed',
        isNetwork: true,
        cause: WHY['drips its body'],
      });
    }
  });

  it('that replaces refresh tokens and then fails is asked with the new one', async () => {
    const oidc = newClient(250);
    const tokens = (good: Readonly<Record<string, unknown>>) => ({ ...good, refresh_token: 'second' });
    provider.lie({ tokens, hostile: { at: '/userinfo', how: 'redirects' } });
    const answer = await oidc.recheck(connection, new Secret('first'));
    if (answer.type !== 'failed') throw new Error(`it answered ${answer.type}`);
    expect(answer.refreshToken?.reveal()).toBe('second');
    expect(provider.refreshes.at(-1)).toBe('first');
  });
});

/** What the log says. */
const WHY: Readonly<Record<HostileAnswer, unknown>> = {
  'drips its headers': expect.stringMatching(/no answer in time/),
  'drips its body': expect.stringMatching(/no answer in time/),
  'sends too much': expect.stringMatching(/more than 1 MiB/),
  redirects: expect.stringMatching(/redirects/),
};
