import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { auditHead } from '../../support/lanyard/audit.ts';
import { setupCodeOfStart } from '../../support/lanyard/background-work.ts';
import { type Answer, type Browser, createBrowser } from '../../support/lanyard/browser.ts';
import { postForm, sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory, userOf } from '../../support/lanyard/directory.ts';
import { existingResetCode } from '../../support/lanyard/existing-credentials.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
import { authenticatorOf, sampleTotp } from '../../support/lanyard/second-factors.ts';
import { sampleSingleSignOn } from '../../support/lanyard/single-sign-on.ts';
import { createSoftwareAuthenticator } from '../../support/lanyard/software-authenticator.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { basic, hubClient, sampleToken } from '../../support/lanyard/tokens.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

type Answered = Pick<Answer, 'status' | 'headers'>;
type Requests = Readonly<Record<string, () => Promise<Answered>>>;

/** Routes whose change belongs to the use case of another route, which records the event. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'GET /sso/:organization/callback': 'the use case of POST /sso/:organization/acs',
  'POST /api/session/connect-by-mail': 'the use case of POST /api/session/connect',
  'POST /api/setup': 'a test of its own below',
};

/** Refusals are written after the answer, once a minute. */
const REFUSALS: ReadonlySet<string> = new Set(['token.refused', 'session.refused']);

function leavesEvents({ audit }: Pick<Route, 'audit'>): boolean {
  return audit.some((action) => !REFUSALS.has(action));
}

const PASSWORD = 'correct horse battery staple';
const FULL = 'the disk is full';
const BREAK = {
  sqlite: [`create trigger full before insert on audit_waiting begin select raise(abort, '${FULL}'); end`],
  postgres: [
    `create function full_disk() returns trigger language plpgsql as $$ begin raise exception '${FULL}'; end $$`,
    'create trigger full_disk before insert on audit_waiting for each row execute function full_disk()',
  ],
};
/** The tables that a change could touch. Times of use do not count as changes. */
const TABLES = [
  'select * from organizations order by id',
  'select organization_id, account_id, role, accepted_terms from memberships order by 1, 2',
  'select * from teams order by id',
  'select * from team_members order by 1, 2',
  'select * from repositories order by id',
  'select * from repository_rights order by 1, 2, 3',
  'select id, description, grants, deactivated_at, deleted_at from access_tokens order by id',
  'select id, name, email, password_hash, disabled_at, has_second_factor from accounts order by id',
  'select id from sessions order by id',
  'select id, ended_at from sign_ins order by id',
  'select * from registries order by id',
  'select id, name from second_factors order by id',
  'select * from invitations order by id',
  'select * from organization_domains order by 1, 2',
  'select account_id, user_name, disabled_at, deleted_at, consent from scim_users order by 1',
  'select * from scim_groups order by 1',
  'select id, description, form, state, sealed_target from webhooks order by 1',
  'select organization_id, token_id, kind from reach_rulings order by 1, 2',
  'select organization_id, holder_id from trusted_holders order by 1, 2',
  'select * from audit_head',
  'select * from audit_waiting',
];

/** Runs statements directly on the database. Returns the rows of each as text. */
async function statementsOn({ databaseUrl, dataFolder }: Lanyard, statements: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'lanyard.db'));
    for (const statement of statements) texts.push(JSON.stringify(database.prepare(statement).all()));
    database.close();
    return texts;
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements) texts.push(JSON.stringify((await client.query(statement)).rows));
  await client.end();
  return texts;
}

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns?.stop());

const settings = () => ({ LANYARD_DNS_SERVERS: dns.address, LANYARD_WEBHOOK_HOSTS: 'hooks.example.com' });

describeLanyard(
  'an audit log that cannot be written',
  (lanyard) => {
    it('R10: makes the routes that would change something answer 503 with Retry-After, and nothing changes', async () => {
      await using registry = await serveHttp((_request, response) => void response.end());
      const requests = await requestsOf(lanyard(), dns, registry.port);
      const mutating = ROUTES.filter(leavesEvents).map(({ method, path }) => `${method} ${path}`);
      expect([...Object.keys(requests), ...Object.keys(ELSEWHERE)].sort()).toEqual(mutating.sort());
      // All earlier events have their places.
      await auditHead(lanyard());
      const before = await statementsOn(lanyard(), TABLES);
      await statementsOn(lanyard(), BREAK[lanyard().databaseUrl === undefined ? 'sqlite' : 'postgres']);
      const wrong: string[] = [];
      for (const [route, request] of Object.entries(requests)) {
        const { status, headers } = await request();
        if (status !== 503 || headers.get('retry-after') !== '1') wrong.push(`${route}: ${status}`);
      }
      expect(wrong).toEqual([]);
      expect(await statementsOn(lanyard(), TABLES)).toEqual(before);
    });
  },
  settings,
);

it('R10: no first administrator is made while the audit log cannot be written, and the code stays good', async () => {
  const lanyard = await startLanyard();
  const code = await setupCodeOfStart(lanyard);
  const setUp = () =>
    lanyard.browser().post('/api/setup', { code, name: 'root', email: 'root@example.com', password: PASSWORD });
  await auditHead(lanyard);
  await statementsOn(lanyard, BREAK.sqlite);
  const { status, headers } = await setUp();
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  await statementsOn(lanyard, ['drop trigger full']);
  expect((await setUp()).status).toBe(201);
  await lanyard.stop();
});

/** For each route, one valid request that would record an event. */
async function requestsOf(lanyard: Lanyard, dns: DnsServer, port: number): Promise<Requests> {
  const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
  const guarded = await sampleAccount(lanyard, freshName('grace'));
  const totp = await sampleTotp(lanyard, guarded.browser);
  const directory = await sampleDirectory(lanyard, dns);
  const { organization, scim, user } = directory;
  return {
    ...(await ofPeopleAsked(lanyard, root, directory)),
    ...(await ofOrganizations(lanyard, organization, dns)),
    ...(await ofDirectories(scim, user)),
    ...(await ofTokens(lanyard, organization)),
    ...(await ofHub(lanyard, organization)),
    ...(await ofCommandLines(lanyard, organization.owner)),
    ...(await ofAccounts(lanyard, root, organization.stranger)),
    ...(await ofFactors(lanyard, guarded, totp)),
    ...(await ofPasskeys(lanyard)),
    ...(await ofProviders(lanyard)),
    // Tags can be immutable only if every registry has a gate that clients cannot bypass.
    ...(await ofTestedRegistry(root, port)),
  };
}

type Directory = Awaited<ReturnType<typeof sampleDirectory>>;
type Organization = Directory['organization'];

/** By the link of an invitation, a directory that wants an existing account, or stricter rules. */
async function ofPeopleAsked(lanyard: Lanyard, root: SampleAccount, { organization, domain, user }: Directory) {
  const { path, owner, member, name } = organization;
  const codeOf = async (browser: Browser, at: string, body: object) =>
    /#code=(.+)/.exec((await browser.post(at, body)).body.link)?.[1];
  const declined = await codeOf(owner.browser, `${path}/invitations`, {
    email: 'declines@example.net',
    role: 'member',
  });
  const joined = await codeOf(root.browser, '/api/server/invitations', { email: 'joins@example.net' });
  const [ada, bob] = [
    await sampleAccount(lanyard, freshName('ada'), { domain }),
    await sampleAccount(lanyard, freshName('bob'), { domain }),
  ];
  for (const person of [ada, bob]) await user(person.name);
  await owner.browser.patch(`${path}/policy`, { autoTokensKept: 2 });
  const { terms } = (await member.browser.get(`${path}/membership/terms`)).body;
  const newcomer = { code: joined, name: freshName('fresh'), password: PASSWORD };
  return {
    'POST /api/invitations/decline': () => lanyard.browser().post('/api/invitations/decline', { code: declined }),
    'POST /api/invitations/join': () => lanyard.browser().post('/api/invitations/join', newcomer),
    'POST /api/account/directory-requests/:organization/confirm': () =>
      ada.browser.post(`/api/account/directory-requests/${name}/confirm`),
    'POST /api/account/directory-requests/:organization/decline': () =>
      bob.browser.post(`/api/account/directory-requests/${name}/decline`),
    'POST /api/organizations/:organization/membership/terms': () =>
      member.browser.post(`${path}/membership/terms`, { terms }),
  };
}

/** It accepts everybody, so clients can bypass its gate. */
async function ofTestedRegistry({ browser }: SampleAccount, port: number) {
  const name = freshName('registry');
  const host = `127.0.0.1:${port}`;
  await browser.post('/api/registries', { name, service: name, hosts: [host] });
  await browser.post(`/api/registries/${name}/gate`, { for: 'nginx', upstream: `http://${host}`, host });
  return { 'POST /api/registries/:name/test': () => browser.post(`/api/registries/${name}/test`) };
}

async function ofOrganizations(
  lanyard: Lanyard,
  { owner, member, stranger, name, path }: Organization,
  dns: DnsServer,
) {
  const { get, post, put, patch, delete: remove } = owner.browser;
  const repository = `${name}/app`;
  const at = `name=${repository}`;
  const right = { subjectType: 'account', subject: member.name };
  await post(`${path}/teams`, { name: 'engines' });
  await put(`${path}/teams/engines/members/${owner.name}`);
  await post('/api/repositories', { name: repository });
  await put(`/api/repository/rights?${at}`, { ...right, right: 'read' });
  const { body: domain } = await post(`${path}/domains`, { name: `${name}.example.com` });
  dns.setTxt(domain.record.name, [domain.record.value]);
  await post(`${path}/invitations`, { account: stranger.name, role: 'member' });
  const [invitation] = (await get(`${path}/invitations`)).body.invitations;
  const [mine] = (await stranger.browser.get('/api/invitations')).body.invitations;
  await guardDefault(lanyard);
  const image = { registry: 'default', digest: `sha256:${'d'.repeat(64)}` };
  const other = { registry: 'default', digest: `sha256:${'e'.repeat(64)}`, reason: 'old' };
  await patch(`/api/repository?${at}`, { immutableTags: [] });
  await post(`/api/repository/quarantines?${at}`, { ...image, reason: 'old' });
  const hook = { url: 'https://hooks.example.com/' };
  const { id: hookId } = (await post(`${path}/webhooks`, hook)).body;
  const grants = [{ pattern: '*', actions: ['pull'] }];
  const theirs = (await member.browser.post('/api/tokens', { description: 'theirs', grants })).body.token.id;
  const block = { ruling: 'block', tokens: [theirs], reason: 'old' };
  await patch(`${path}/policy`, { tokenApproval: true });
  await post(`${path}/access-review/rulings`, { ruling: 'trust', tokens: [theirs] });
  await patch(`${path}/policy`, { tokenApproval: false });
  const O = '/api/organizations/:organization';
  return {
    'POST /api/organizations': () => post('/api/organizations', { name: freshName('fresh') }),
    [`PATCH ${O}/policy`]: () => patch(`${path}/policy`, { membersCreateRepositories: true }),
    [`PUT ${O}/members/:account`]: () => put(`${path}/members/${member.name}`, { role: 'owner' }),
    [`DELETE ${O}/members/:account`]: () => remove(`${path}/members/${member.name}`),
    [`POST ${O}/invitations`]: () => post(`${path}/invitations`, { email: 'new@example.net', role: 'member' }),
    [`POST ${O}/invitations/:id/resend`]: () => post(`${path}/invitations/${invitation.id}/resend`),
    [`DELETE ${O}/invitations/:id`]: () => remove(`${path}/invitations/${invitation.id}`),
    'POST /api/invitations/:id/accept': () =>
      stranger.browser.post(`/api/invitations/${mine.id}/accept`, { terms: mine.terms }),
    'POST /api/invitations/:id/decline': () => stranger.browser.post(`/api/invitations/${mine.id}/decline`),
    [`POST ${O}/domains`]: () => post(`${path}/domains`, { name: 'another.example.com' }),
    [`POST ${O}/domains/:name/verify`]: () => post(`${path}/domains/${name}.example.com/verify`),
    [`DELETE ${O}/domains/:name`]: () => remove(`${path}/domains/${name}.example.com`),
    [`POST ${O}/scim-token`]: () => post(`${path}/scim-token`),
    [`DELETE ${O}/scim-token`]: () => remove(`${path}/scim-token`),
    [`POST ${O}/webhooks`]: () => post(`${path}/webhooks`, hook),
    [`PATCH ${O}/webhooks/:id`]: () => patch(`${path}/webhooks/${hookId}`, { active: false }),
    [`POST ${O}/webhooks/:id/rotate-secret`]: () => post(`${path}/webhooks/${hookId}/rotate-secret`),
    [`DELETE ${O}/webhooks/:id`]: () => remove(`${path}/webhooks/${hookId}`),
    [`POST ${O}/access-review/rulings`]: () => post(`${path}/access-review/rulings`, block),
    [`DELETE ${O}/access-review/trusted-holders/:account`]: () =>
      remove(`${path}/access-review/trusted-holders/${member.name}`),
    [`POST ${O}/teams`]: () => post(`${path}/teams`, { name: 'fresh' }),
    [`PATCH ${O}/teams/:team`]: () => patch(`${path}/teams/engines`, { description: 'builds' }),
    [`DELETE ${O}/teams/:team`]: () => remove(`${path}/teams/engines`),
    [`PUT ${O}/teams/:team/members/:account`]: () => put(`${path}/teams/engines/members/${member.name}`),
    [`DELETE ${O}/teams/:team/members/:account`]: () => remove(`${path}/teams/engines/members/${owner.name}`),
    'POST /api/repositories': () => post('/api/repositories', { name: `${name}/fresh` }),
    'PATCH /api/repository': () => patch(`/api/repository?${at}`, { visibility: 'public' }),
    'DELETE /api/repository': () => remove(`/api/repository?${at}`),
    'PUT /api/repository/rights': () => put(`/api/repository/rights?${at}`, { ...right, right: 'admin' }),
    'DELETE /api/repository/rights': () =>
      remove(`/api/repository/rights?${at}&subjectType=account&subject=${member.name}`),
    'POST /api/repository/quarantines': () => post(`/api/repository/quarantines?${at}`, other),
    'DELETE /api/repository/quarantines': () =>
      remove(`/api/repository/quarantines?${at}&${new URLSearchParams(image)}`),
    ...pushes(lanyard, (await sampleToken(owner, { actions: ['pull', 'push'] })).secret, owner.name),
  };
}

/** A push creates the repository. */
function pushes(lanyard: Lanyard, secret: string, name: string): Requests {
  const scope = `repository:${name}/pushed:pull,push`;
  const form = { grant_type: 'password', service: 'lanyard', scope, username: name, password: secret };
  const headers = { authorization: basic(`${name}:${secret}`) };
  return {
    'GET /token': () => lanyard.browser().get(`/token?service=lanyard&scope=${scope}`, headers),
    'POST /token': () => postForm(`${lanyard.url}/token`, form),
  };
}

async function ofDirectories(scim: Directory['scim'], user: Directory['user']) {
  const { body: ada } = await user(freshName('ada'));
  const { body: group } = await scim('POST', '/Groups', { displayName: 'Engines of SCIM' });
  const S = '/scim/v2/organizations/:organization';
  const renamed = { Operations: [{ op: 'replace', path: 'externalId', value: 'e-1' }] };
  return {
    [`POST ${S}/Users`]: () => user(freshName('bob')),
    [`PUT ${S}/Users/:id`]: () => scim('PUT', `/Users/${ada.id}`, userOf(ada.userName, { externalId: 'e-2' })),
    [`PATCH ${S}/Users/:id`]: () => scim('PATCH', `/Users/${ada.id}`, renamed),
    [`DELETE ${S}/Users/:id`]: () => scim('DELETE', `/Users/${ada.id}`),
    [`POST ${S}/Groups`]: () => scim('POST', '/Groups', { displayName: 'Fresh' }),
    [`PUT ${S}/Groups/:id`]: () => scim('PUT', `/Groups/${group.id}`, { displayName: 'Machines' }),
    [`PATCH ${S}/Groups/:id`]: () => scim('PATCH', `/Groups/${group.id}`, renamed),
    [`DELETE ${S}/Groups/:id`]: () => scim('DELETE', `/Groups/${group.id}`),
  };
}

/** The results of `ofOrganizations`, through Docker Hub's addresses. */
async function ofHub(lanyard: Lanyard, { owner, member, name, path }: Organization) {
  const hub = await hubClient(lanyard, owner);
  const at = `/v2/orgs/${name}`;
  const app = `/v2/repositories/${name}/app`;
  const { id: group_id } = (await hub('GET', `${at}/groups/engines`)).body;
  await hub('POST', `${app}/groups`, { group_id, permission: 'read' });
  const [invitation] = (await owner.browser.get(`${path}/invitations`)).body.invitations;
  const O = '/v2/orgs/:organization';
  const R = '/v2/repositories/:namespace/:repository';
  return {
    [`PUT ${O}/members/:username`]: () => hub('PUT', `${at}/members/${member.name}`, { role: 'owner' }),
    [`DELETE ${O}/members/:username`]: () => hub('DELETE', `${at}/members/${member.name}`),
    'POST /v2/invites/bulk': () => hub('POST', '/v2/invites/bulk', { org: name, invitees: ['new@example.org'] }),
    'PATCH /v2/invites/:id/resend': () => hub('PATCH', `/v2/invites/${invitation.id}/resend`),
    'DELETE /v2/invites/:id': () => hub('DELETE', `/v2/invites/${invitation.id}`),
    [`POST ${O}/groups`]: () => hub('POST', `${at}/groups`, { name: 'fresh' }),
    [`PUT ${O}/groups/:group`]: () => hub('PUT', `${at}/groups/engines`, { name: 'machines' }),
    [`PATCH ${O}/groups/:group`]: () => hub('PATCH', `${at}/groups/engines`, { description: 'builds' }),
    [`DELETE ${O}/groups/:group`]: () => hub('DELETE', `${at}/groups/engines`),
    [`POST ${O}/groups/:group/members`]: () => hub('POST', `${at}/groups/engines/members`, { member: member.name }),
    [`DELETE ${O}/groups/:group/members/:username`]: () => hub('DELETE', `${at}/groups/engines/members/${owner.name}`),
    'POST /v2/namespaces/:namespace/repositories': () =>
      hub('POST', `/v2/namespaces/${name}/repositories`, { name: 'fresh' }),
    [`PATCH ${R}`]: () => hub('PATCH', app, { description: 'an app' }),
    [`DELETE ${R}`]: () => hub('DELETE', app),
    [`PATCH ${R}/immutabletags`]: () =>
      hub('PATCH', `${app}/immutabletags`, { immutable_tags: false, immutable_tags_rules: [] }),
    [`POST ${R}/privacy`]: () => hub('POST', `${app}/privacy`, { is_private: false }),
    [`POST ${R}/groups`]: () => hub('POST', `${app}/groups`, { group_id, permission: 'admin' }),
    [`PATCH ${R}/groups/:group`]: () => hub('PATCH', `${app}/groups/${group_id}`, { permission: 'write' }),
    [`DELETE ${R}/groups/:group`]: () => hub('DELETE', `${app}/groups/${group_id}`),
  };
}

async function ofTokens(lanyard: Lanyard, { owner, name, path }: Organization) {
  const { id } = await sampleToken(owner, { actions: ['pull'] });
  const input = { description: 'ci', grants: [{ pattern: `${name}/*`, actions: ['pull'] }], expiresAt: null };
  const { body } = await owner.browser.post(`${path}/tokens`, input);
  const theirs: string = body.token.id;
  const hub = await hubClient(lanyard, owner);
  const resources = [{ type: 'TYPE_REPO', path: `${name}/app`, scopes: ['scope-image-pull'] }];
  const H = '/v2/orgs/:organization/access-tokens';
  const O = '/api/organizations/:organization/tokens';
  const { post, patch, delete: remove } = owner.browser;
  const own = { description: 'own', grants: [{ pattern: '*', actions: ['pull'] }], expiresAt: null };
  return {
    'POST /v2/access-tokens': () => hub('POST', '/v2/access-tokens', { token_label: 'ci' }),
    'PATCH /v2/access-tokens/:uuid': () => hub('PATCH', `/v2/access-tokens/${id}`, { is_active: false }),
    'DELETE /v2/access-tokens/:uuid': () => hub('DELETE', `/v2/access-tokens/${id}`),
    'POST /v2/api_tokens': () => hub('POST', '/v2/api_tokens', { token_label: 'ci' }),
    'PATCH /v2/api_tokens/:uuid': () => hub('PATCH', `/v2/api_tokens/${id}`, { is_active: false }),
    'DELETE /v2/api_tokens/:uuid': () => hub('DELETE', `/v2/api_tokens/${id}`),
    [`POST ${H}`]: () => hub('POST', `/v2/orgs/${name}/access-tokens`, { label: 'ci', resources }),
    [`PATCH ${H}/:id`]: () => hub('PATCH', `/v2/orgs/${name}/access-tokens/${theirs}`, { is_active: false }),
    [`DELETE ${H}/:id`]: () => hub('DELETE', `/v2/orgs/${name}/access-tokens/${theirs}`),
    'POST /api/tokens': () => post('/api/tokens', own),
    'PATCH /api/tokens/:id': () => patch(`/api/tokens/${id}`, { description: 'another' }),
    'DELETE /api/tokens/:id': () => remove(`/api/tokens/${id}`),
    [`POST ${O}`]: () => post(`${path}/tokens`, input),
    [`PATCH ${O}/:id`]: () => patch(`${path}/tokens/${theirs}`, { description: 'another' }),
    [`DELETE ${O}/:id`]: () => remove(`${path}/tokens/${theirs}`),
  };
}

async function ofCommandLines(lanyard: Lanyard, owner: SampleAccount) {
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

async function ofAccounts(lanyard: Lanyard, root: SampleAccount, somebody: SampleAccount) {
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

async function ofFactors(
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

async function ofPasskeys(lanyard: Lanyard) {
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

async function ofProviders(lanyard: Lanyard) {
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
  return {
    'POST /sso/:organization/acs': () => singleSignOn.singleSignOn(lanyard.browser(), personOf(freshName('new'))),
    'POST /api/session/connect': () => arrived.post('/api/session/connect', { password: old.password }),
    [`PUT ${P}`]: () => owner.browser.put(`${path}/single-sign-on`, connection),
    [`DELETE ${P}/members/:account`]: () => owner.browser.delete(`${path}/single-sign-on/members/${known}`),
    [`DELETE ${P}`]: () => owner.browser.delete(`${path}/single-sign-on`),
  };
}
