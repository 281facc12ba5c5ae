import { Secret } from '@lanyard/core/secret';
import { flowDigest, keepFlow } from '@lanyard/server/features/sessions/flow-state';
import type { LyingProvider } from '../../forgeries/lying-openid-provider.ts';
import type { DnsServer } from '../../programs/dns-server.ts';
import { existingAccount, freshName, type SampleAccount, sampleAccount } from '../accounts.ts';
import { createBrowser } from '../browser.ts';
import { postForm, sampleCommandLine } from '../command-lines.ts';
import { sampleDirectory } from '../directory.ts';
import { logoutForm, logoutQuery, logoutRequestParts, logoutXml } from '../saml-logout.ts';
import { sampleSingleSignOn } from '../single-sign-on.ts';
import type { Lanyard } from '../start-lanyard.ts';

export async function ofProviders(lanyard: Lanyard, dns: DnsServer) {
  const singleSignOn = await sampleSingleSignOn(lanyard, dns);
  const { organization, domain, provider } = singleSignOn;
  const { owner, path } = organization;
  const personOf = (name: string) => ({ subject: `subject-of-${name}`, email: `${name}@${domain}` });
  const known = freshName('known');
  await singleSignOn.singleSignOn(lanyard.browser(), personOf(known));
  const old = await sampleAccount(lanyard, freshName('old'), { domain });
  const arrived = lanyard.browser();
  await singleSignOn.singleSignOn(arrived, personOf(old.name));
  const connection = { protocol: 'saml', metadata: provider.metadata(), groupTeams: [{ group: 'g', team: 'engines' }] };
  const P = '/api/organizations/:organization/single-sign-on';
  await owner.browser.post(`${path}/teams`, { name: 'engines' });
  const logout = `${lanyard.url}/sso/${organization.name}/logout`;
  const logoutOf = (name: string) =>
    logoutXml(logoutRequestParts(provider.entityId, logout, personOf(name).subject, lanyard.clock.now()));
  return {
    'GET /sso/:organization/logout': () => {
      const query = logoutQuery(logoutOf(known), { key: provider });
      return lanyard.browser().get(`/sso/${organization.name}/logout?${query}`);
    },
    'POST /sso/:organization/logout': () =>
      lanyard.browser().request('POST', `/sso/${organization.name}/logout`, {
        body: new URLSearchParams(logoutForm(logoutOf(known), provider)).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    'POST /sso/:organization/acs': () => singleSignOn.singleSignOn(lanyard.browser(), personOf(freshName('new'))),
    'POST /api/session/connect': () => arrived.post('/api/session/connect', { password: old.password }),
    [`PUT ${P}`]: () => owner.browser.put(`${path}/single-sign-on`, connection),
    [`DELETE ${P}/members/:account`]: () => owner.browser.delete(`${path}/single-sign-on/members/${known}`),
    [`DELETE ${P}`]: () => owner.browser.delete(`${path}/single-sign-on`),
  };
}

export async function ofCommandLines(lanyard: Lanyard, owner: SampleAccount) {
  const commandLine = await sampleCommandLine(lanyard, owner);
  const another = await sampleCommandLine(lanyard, owner);
  const old = another.refreshToken;
  const { body: first } = await another.refresh();
  await another.refresh(first.refresh_token);
  const opened = await postForm(`${lanyard.url}/oauth/device/code`, { client_id: 'test-command-line' });
  const headers = { authorization: `Bearer ${commandLine.accessToken}` };
  const [shown] = (await owner.browser.get('/api/sign-ins')).body.signIns;
  const decided = new URLSearchParams({ user_code: opened.body.user_code, decision: 'approved' }).toString();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await owner.browser.get(`/activate?user_code=${opened.body.user_code}`);
  return {
    'POST /v2/access-tokens/desktop-generate': () =>
      createBrowser(lanyard.url).request('POST', '/v2/access-tokens/desktop-generate', { headers }),
    // An old refresh token ends its login.
    'POST /oauth/token': () => another.refresh(old),
    'POST /oauth/revoke': () => commandLine.revoke(),
    'POST /activate': () => owner.browser.request('POST', '/activate', { body: decided, headers: form }),
    'DELETE /api/sign-ins/:id': () => owner.browser.delete(`/api/sign-ins/${shown.id}`),
  };
}

/** A browser that comes back from an OpenID provider, for a person without an account. */
export async function ofOpenId(lanyard: Lanyard, dns: DnsServer, provider: LyingProvider) {
  const { organization, domain } = await sampleDirectory(lanyard, dns);
  const { owner, path, name } = organization;
  provider.lie({
    claims: { email: `grace@${domain}`, email_verified: true },
    // Without it, the server would first ask for consent.
    tokens: (good) => ({ ...good, refresh_token: 'refresh' }),
  });
  const connection = { protocol: 'oidc', issuer: provider.issuer, ...OPEN_ID_CLIENT, groupTeams: [] };
  const { status } = await owner.browser.put(`${path}/single-sign-on`, connection);
  if (status !== 200) throw new Error(`the connection answered ${status}`);
  const browser = lanyard.browser();
  const { headers } = await browser.get(`/sso/${name}/start`);
  const back = new URL(provider.answer(headers.get('location') ?? ''));
  return { 'GET /sso/:organization/callback': () => browser.get(`${back.pathname}${back.search}`) };
}

export const OPEN_ID_CLIENT = { clientId: 'lanyard', clientSecret: 'of the client' };

/** The code of a mail to somebody without a password. */
export async function ofMailedCodes(lanyard: Lanyard) {
  const { services, clock } = lanyard;
  const accountId = await existingAccount(lanyard, { name: freshName('joan'), password: null });
  const [login, code] = [new Secret('of the browser'), new Secret('of the mail')];
  const proven = { entrance: 'browser', proofs: ['single-sign-on'], breakGlass: false, organizationId: null } as const;
  const data = { ...proven, codeDigest: flowDigest(services, code) };
  const now = clock.now();
  await services.store.transaction((records) =>
    keepFlow({ services, records, now }, 'connect-by-mail', login, { accountId, data }),
  );
  const headers = { cookie: `__Host-lanyard-login=${login.reveal()}` };
  return {
    'POST /api/session/connect-by-mail': () =>
      lanyard.browser().request('POST', '/api/session/connect-by-mail', { headers, body: { code: code.reveal() } }),
  };
}
