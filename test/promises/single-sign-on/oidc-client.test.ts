import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { OidcConnection, OidcLogin } from '@lanyard/server/identity/identity-provider';
import { createOidc, type Oidc } from '@lanyard/server/identity/oidc';
import { createGuardedFetch } from '@lanyard/server/outbound/guarded-fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adjustableClock } from '../../support/lanyard/adjustable-clock.ts';
import { type OidcProvider, type ProviderPerson, startOidcProvider } from '../../support/programs/oidc-provider.ts';

const CLIENT_SECRET = 'canary-client-secret-of-lanyard';
const GRACE = { login: 'grace', subject: 'subject-of-grace', email: 'Grace@Example.org', groups: ['devs'] } as const;

describe('the OpenID Connect client, with a real provider', () => {
  let provider: OidcProvider;
  let connection: OidcConnection;
  let oidc: Oidc;

  beforeAll(async () => {
    provider = await startOidcProvider();
    const client = { clientId: 'lanyard', redirectUri: 'http://localhost:1/sso/acme/callback' };
    await provider.putClient({ ...client, clientSecret: CLIENT_SECRET });
    const secret = new Secret(CLIENT_SECRET);
    connection = { ...client, issuer: provider.issuer, clientSecret: secret, groupsClaim: 'groups' };
    const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
    oidc = createOidc({
      fetch: createGuardedFetch({ allowedHosts: [provider.host] }),
      random,
      clock: adjustableClock(),
    });
  });

  afterAll(async () => {
    await provider?.stop();
  });

  beforeEach(() => provider.putPerson(GRACE));

  async function callbackOf(login: OidcLogin, again = false): Promise<string> {
    return provider.signIn(await oidc.authorizationUrl(connection, login, { again, consent: true }), GRACE.login);
  }

  async function signIn(again = false) {
    const login = oidc.newLogin();
    return oidc.finish(connection, login, await callbackOf(login, again), again);
  }

  async function refreshTokenOf(): Promise<Secret> {
    const { refreshToken } = await signIn();
    if (!refreshToken) throw new Error('the provider gave no refresh token');
    return refreshToken;
  }

  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => 'accepted',
      (fault: unknown) => (fault instanceof DomainError ? { code: fault.code, why: fault.why ?? '' } : fault),
    );

  const change = (to: Partial<ProviderPerson>) => provider.putPerson({ ...GRACE, ...to });

  it.each([false, true])('reads who signed in, also when the provider must ask the person again: %s', async (again) => {
    expect(await signIn(again)).toEqual({
      issuer: provider.issuer,
      subject: GRACE.subject,
      email: 'grace@example.org',
      groups: ['devs'],
      refreshToken: expect.any(Secret),
      // OpenID Connect core, 3.1.2.1: the provider must send it if the request had a maximum age.
      authenticatedAt: again ? expect.any(Number) : undefined,
    });
  });

  it('ignores an e-mail address that is not verified, and reads no groups if the provider sends none', async () => {
    await provider.putPerson({
      login: GRACE.login,
      subject: GRACE.subject,
      email: GRACE.email,
      isEmailVerified: false,
    });
    expect(await signIn()).toMatchObject({ email: undefined, groups: undefined });
  });

  it('R31, attack 16: redeems a code once, and only with its own state, nonce and code verifier', async () => {
    const login = oidc.newLogin();
    const callback = await callbackOf(login);
    const [state, nonce] = ['another-state', 'another-nonce'];
    expect(await refusal(oidc.finish(connection, { ...login, state }, callback, false))).toMatchObject({
      code: 'assertion-refused',
    });
    await oidc.finish(connection, login, callback, false);
    expect(await refusal(oidc.finish(connection, login, callback, false))).toMatchObject({
      code: 'assertion-refused',
      why: 'the token endpoint says invalid_grant',
    });
    for (const other of [{ nonce }, { codeVerifier: oidc.newLogin().codeVerifier }]) {
      const mine = oidc.newLogin();
      const answer = await callbackOf(mine);
      const refused = await refusal(oidc.finish(connection, { ...mine, ...other }, answer, false));
      expect(refused).toMatchObject({ code: 'assertion-refused' });
      expect(JSON.stringify(refused)).not.toContain(new URL(answer).searchParams.get('code'));
    }
  });

  it('R26: rechecks a person with the refresh token: it reads changed groups, and notices that the person is gone', async () => {
    const refreshToken = await refreshTokenOf();
    await change({ groups: ['ops', 'all'] });
    const answer = await oidc.recheck(connection, refreshToken);
    const identity = answer.type === 'there' ? answer.identity : undefined;
    expect(identity).toMatchObject({ issuer: provider.issuer, subject: GRACE.subject, groups: ['ops', 'all'] });
    await provider.removePerson(GRACE.login);
    expect(await oidc.recheck(connection, identity?.refreshToken ?? refreshToken)).toMatchObject({ type: 'gone' });
    await change({});
    expect(await oidc.recheck(connection, new Secret('a-refresh-token-of-nobody'))).toMatchObject({ type: 'gone' });
  });

  it('reports a wrong client secret as a fault of the connection, not as a person who is gone', async () => {
    const refreshToken = await refreshTokenOf();
    const wrong = { ...connection, clientSecret: new Secret('canary-of-another-secret') };
    const refused = await oidc.recheck(wrong, refreshToken);
    expect(refused).toMatchObject({ type: 'failed', cause: 'the token endpoint says invalid_client (status 401)' });
    expect(JSON.stringify(refused)).not.toContain('canary');
  });

  it('accepts a provider only if its metadata name the configured issuer', async () => {
    await oidc.check(connection);
    for (const issuer of [`${provider.issuer}/`, `${provider.issuer}/other`, 'http://127.0.0.1:1']) {
      expect(await refusal(oidc.check({ ...connection, issuer }))).toMatchObject({
        code: expect.stringMatching(/^(?:assertion-refused|provider-unavailable)$/),
        why: expect.stringMatching(/^[\x20-\x7e]{2,200}$/),
      });
    }
  });
});
