import { freshName, type SampleAccount, sampleAccount } from '../accounts.ts';
import { existingResetCode } from '../existing-credentials.ts';
import { authenticatorOf, type sampleTotp } from '../second-factors.ts';
import { createSoftwareAuthenticator } from '../software-authenticator.ts';
import type { Lanyard } from '../start-lanyard.ts';
import { sampleToken } from '../tokens.ts';

const PASSWORD = 'correct horse battery staple';

export async function ofAccounts(lanyard: Lanyard, root: SampleAccount, somebody: SampleAccount) {
  const { name, password, id, browser } = await sampleAccount(lanyard, freshName('cora'));
  await lanyard.browser().signIn(name, password);
  const { sessions } = (await browser.get('/api/sessions')).body;
  const { id: other } = sessions.find(({ isCurrent }: { readonly isCurrent: boolean }) => !isCurrent);
  const { post, patch, delete: remove } = root.browser;
  await post('/api/server/invitations', { email: 'invited@example.net' });
  const [invitation] = (await root.browser.get('/api/server/invitations')).body.invitations;
  const registry = freshName('registry');
  await post('/api/registries', { name: registry, service: registry });
  const code = await existingResetCode(lanyard, id);
  const token = await sampleToken(somebody, { actions: ['pull'] });
  const { name: doomed } = await sampleAccount(lanyard, freshName('dora'));
  const login = { username: name, password };
  const fresh = { name: freshName('fresh'), email: 'fresh@example.net', password: PASSWORD };
  return {
    'POST /v2/users/login': () => lanyard.browser().post('/v2/users/login', login),
    'POST /v2/auth/token': () => lanyard.browser().post('/v2/auth/token', { identifier: name, secret: password }),
    'POST /api/session': () => lanyard.browser().signIn(name, password),
    'DELETE /api/session': () => browser.delete('/api/session'),
    'DELETE /api/sessions/:id': () => browser.delete(`/api/sessions/${other}`),
    'PUT /api/account/password': () =>
      browser.put('/api/account/password', { currentPassword: password, newPassword: PASSWORD }),
    'PUT /api/account/notices': () => browser.put('/api/account/notices', { unwanted: ['token-created'] }),
    'POST /api/account/sign-out-everywhere': () => browser.post('/api/account/sign-out-everywhere'),
    'POST /api/password-resets/complete': () =>
      lanyard.browser().post('/api/password-resets/complete', { code, password: PASSWORD }),
    'POST /api/accounts': () => post('/api/accounts', fresh),
    'PUT /api/accounts/:name/administrator': () =>
      root.browser.put(`/api/accounts/${doomed}/administrator`, { isAdministrator: true }),
    'PUT /api/accounts/:name/email': () =>
      root.browser.put(`/api/accounts/${doomed}/email`, { email: `${doomed}@example.net` }),
    'POST /api/accounts/:name/end-sessions': () => post(`/api/accounts/${doomed}/end-sessions`),
    'POST /api/server/tokens/find': () => post('/api/server/tokens/find', { id: token.id }),
    'POST /api/server/tokens/:id/revoke': () => post(`/api/server/tokens/${token.id}/revoke`, { reason: 'leaked' }),
    'DELETE /api/accounts/:name': () => remove(`/api/accounts/${doomed}`),
    'PATCH /api/accounts/:name': () => patch(`/api/accounts/${somebody.name}`, { active: false }),
    'POST /api/server/invitations': () => post('/api/server/invitations', { email: 'another@example.net' }),
    'POST /api/server/invitations/:id/resend': () => post(`/api/server/invitations/${invitation.id}/resend`),
    'DELETE /api/server/invitations/:id': () => remove(`/api/server/invitations/${invitation.id}`),
    'POST /api/registries': () => post('/api/registries', { name: freshName('fresh'), service: freshName('fresh') }),
    'PATCH /api/registries/:name': () => patch(`/api/registries/${registry}`, { hosts: ['registry.example.com'] }),
    'POST /api/registries/:name/gate': () =>
      post(`/api/registries/${registry}/gate`, {
        for: 'nginx',
        upstream: 'http://127.0.0.1:5000',
        host: 'registry.example.com',
      }),
    'POST /api/registries/:name/rotate': () => post(`/api/registries/${registry}/rotate`),
  };
}

export async function ofFactors(
  lanyard: Lanyard,
  { name, password, browser }: SampleAccount,
  totp: Awaited<ReturnType<typeof sampleTotp>>,
) {
  const { body: offer } = await browser.post('/api/account/factors/totp/offer');
  const secondStep = async (path: string) => {
    const { body } = await lanyard.browser().post('/v2/users/login', { username: name, password });
    return lanyard.browser().post(path, { login_2fa_token: body.login_2fa_token, code: totp.code() });
  };
  return {
    'POST /v2/users/2fa-login': () => secondStep('/v2/users/2fa-login'),
    'POST /api/session/second-factor': async () => {
      const fresh = lanyard.browser();
      await fresh.signIn(name, password);
      return fresh.post('/api/session/second-factor', { code: totp.code() });
    },
    'POST /api/account/factors/totp': () =>
      browser.post('/api/account/factors/totp', { name: 'tablet', code: authenticatorOf(lanyard, offer.seed).code() }),
    'PATCH /api/account/factors/:id': () => browser.patch(`/api/account/factors/${totp.id}`, { name: 'other' }),
    'DELETE /api/account/factors/:id': () => browser.delete(`/api/account/factors/${totp.id}`),
    'POST /api/account/recovery-codes': () => browser.post('/api/account/recovery-codes'),
  };
}

export async function ofPasskeys(lanyard: Lanyard) {
  const { browser } = await sampleAccount(lanyard, freshName('ida'));
  const authenticator = createSoftwareAuthenticator(lanyard.url);
  const add = async (passkey: unknown) => browser.post('/api/account/factors/passkeys', { name: 'laptop', passkey });
  await add(authenticator.create((await browser.post('/api/account/factors/passkeys/offer')).body));
  const another = createSoftwareAuthenticator(lanyard.url);
  const { body: offer } = await browser.post('/api/account/factors/passkeys/offer');
  return {
    'POST /api/account/factors/passkeys': () => add(another.create(offer)),
    'POST /api/session/passkey': async () => {
      const fresh = lanyard.browser();
      const { body } = await fresh.post('/api/session/passkey/options');
      return fresh.post('/api/session/passkey', { passkey: authenticator.get(body) });
    },
  };
}

/** It accepts everybody, so clients can bypass its gate. */
export async function ofTestedRegistry({ browser }: SampleAccount, port: number) {
  const name = freshName('registry');
  const host = `127.0.0.1:${port}`;
  await browser.post('/api/registries', { name, service: name, hosts: [host] });
  await browser.post(`/api/registries/${name}/gate`, { for: 'nginx', upstream: `http://${host}`, host });
  return { 'POST /api/registries/:name/test': () => browser.post(`/api/registries/${name}/test`) };
}
