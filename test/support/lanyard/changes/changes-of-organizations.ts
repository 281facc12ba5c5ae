import type { DnsServer } from '../../programs/dns-server.ts';
import { freshName, type SampleAccount, type SampleOrganization, sampleAccount } from '../accounts.ts';
import type { Browser } from '../browser.ts';
import { type SampleDirectory, userOf } from '../directory.ts';
import { existingFinding } from '../existing-finding.ts';
import { guardDefault } from '../guarded-default.ts';
import type { Lanyard } from '../start-lanyard.ts';
import { sampleToken } from '../tokens.ts';
import { pushes } from './changes-of-tokens.ts';

const PASSWORD = 'correct horse battery staple';

/** For each route, one valid request that would record an event. */
export async function ofOrganizations(
  lanyard: Lanyard,
  { owner, member, stranger, name, path }: SampleOrganization,
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
  const finding = await existingFinding(lanyard, repository);
  const accepted = { ...finding, reason: 'our own test file', endsAt: new Date(lanyard.clock.now() + 86_400_000) };
  await post(`/api/repository/accepted-findings?${at}`, accepted);
  const [{ id: acceptedId }] = (await get(`/api/repository/accepted-findings?${at}`)).body.findings;
  const hook = { url: 'https://hooks.example.com/' };
  const { id: hookId } = (await post(`${path}/webhooks`, hook)).body;
  const grants = [{ pattern: '*', actions: ['pull'] }];
  const theirs = (await member.browser.post('/api/tokens', { description: 'theirs', grants })).body.token.id;
  const block = { ruling: 'block', tokens: [theirs], reason: 'old' };
  await patch(`${path}/policy`, { tokenApproval: true });
  await post(`${path}/access-review/rulings`, { ruling: 'trust', tokens: [theirs] });
  await patch(`${path}/policy`, { tokenApproval: false, tokenUnusedSeconds: 30 * 86_400 });
  const endsAt = new Date(lanyard.clock.now() + 60 * 86_400_000).toISOString();
  const exemption = { rule: 'maximumTokenLifetimeSeconds', member: member.name, reason: 'on leave', endsAt };
  await post(`${path}/exemptions`, exemption);
  const dueAt = new Date(lanyard.clock.now() + 86_400_000).toISOString();
  const review = { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt };
  const { id: reviewId } = (await post(`${path}/reviews`, review)).body;
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
    [`POST ${O}/access-review/tokens/:id/let-in`]: () => post(`${path}/access-review/tokens/${theirs}/let-in`),
    'POST /api/tokens/:id/let-in': () => member.browser.post(`/api/tokens/${theirs}/let-in`, { organization: name }),
    [`POST ${O}/exemptions`]: () => post(`${path}/exemptions`, { ...exemption, member: owner.name }),
    [`DELETE ${O}/exemptions/:rule/:subject`]: () => remove(`${path}/exemptions/${exemption.rule}/${member.id}`),
    [`POST ${O}/reviews`]: () => post(`${path}/reviews`, review),
    [`POST ${O}/reviews/:id/decisions`]: () =>
      post(`${path}/reviews/${reviewId}/decisions`, { decision: 'keep', tokens: [theirs] }),
    [`POST ${O}/reviews/:id/finish`]: () => post(`${path}/reviews/${reviewId}/finish`),
    [`POST ${O}/reviews/:id/cancel`]: () => post(`${path}/reviews/${reviewId}/cancel`),
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
    'POST /api/repository/accepted-findings': () =>
      post(`/api/repository/accepted-findings?${at}`, { ...accepted, reason: 'another reason' }),
    'DELETE /api/repository/accepted-findings': () =>
      remove(`/api/repository/accepted-findings?${at}&id=${acceptedId}`),
    'POST /api/repository/quarantines': () => post(`/api/repository/quarantines?${at}`, other),
    'DELETE /api/repository/quarantines': () =>
      remove(`/api/repository/quarantines?${at}&${new URLSearchParams(image)}`),
    ...pushes(lanyard, (await sampleToken(owner, { actions: ['pull', 'push'] })).secret, owner.name),
  };
}

/** By the link of an invitation, a directory that wants an existing account, or stricter rules. */
export async function ofPeopleAsked(
  lanyard: Lanyard,
  root: SampleAccount,
  { organization, domain, user }: SampleDirectory,
) {
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

export async function ofDirectories({ scim, user }: SampleDirectory) {
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
