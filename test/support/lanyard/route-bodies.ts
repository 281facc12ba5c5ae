import { NO_TERMS } from '@lanyard/core/organizations/member-terms';

const token = {
  description: 'ci',
  grants: [{ type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' }],
};
const hubToken = { label: 'ci', resources: [{ type: 'TYPE_REPO', path: '*/*', scopes: ['scope-image-pull'] }] };
const userChange = { Operations: [{ op: 'replace', path: 'active', value: true }] };
const groupChange = { Operations: [{ op: 'replace', path: 'displayName', value: 'engines' }] };
const newAccount = { name: 'newcomer', email: 'newcomer@example.com', password: 'a long enough password' };

/**
 * A valid body for each guarded route that reads one, because a malformed body is refused before the caller is checked.
 * The matrices of routes fail if one is missing.
 */
export const ROUTE_BODIES: Readonly<Record<string, object>> = {
  'PATCH /api/organizations/:organization/policy': {},
  'PUT /api/organizations/:organization/members/:account': { role: 'member' },
  'POST /api/organizations/:organization/membership/terms': { terms: NO_TERMS },
  'POST /api/organizations/:organization/invitations': { account: 'somebody', role: 'member' },
  'POST /api/server/invitations': { email: 'somebody@example.org' },
  'POST /api/invitations/:id/accept': { terms: NO_TERMS },
  'POST /api/organizations/:organization/domains': { name: 'engines.example.org' },
  'PUT /api/organizations/:organization/single-sign-on': { protocol: 'saml' },
  'POST /api/organizations/:organization/webhooks': { url: 'https://hooks.example.com/' },
  'PATCH /api/organizations/:organization/webhooks/:id': { active: false },
  'POST /api/organizations/:organization/access-review/rulings': { ruling: 'block', tokens: ['token'], reason: 'old' },
  'POST /api/organizations/:organization/reviews': {
    name: 'Spring',
    scope: { type: 'all' },
    reviewers: 'owners',
    undecided: 'keep',
    dueAt: '2099-01-01T00:00:00Z',
  },
  'POST /api/organizations/:organization/reviews/:id/decisions': { decision: 'keep', tokens: ['token'] },
  'POST /api/organizations/:organization/teams': { name: 'engines' },
  'PATCH /api/organizations/:organization/teams/:team': { description: 'builds the engines' },
  'POST /api/organizations/:organization/tokens': token,
  'PATCH /api/organizations/:organization/tokens/:id': { active: true },
  'PUT /v2/orgs/:organization/members/:username': { role: 'member' },
  'POST /v2/invites/bulk': { org: 'engines', invitees: ['somebody'] },
  'POST /v2/namespaces/:namespace/repositories': { name: 'engine' },
  'PATCH /v2/repositories/:namespace/:repository': { description: 'an engine' },
  'PATCH /v2/repositories/:namespace/:repository/immutabletags': {
    immutable_tags: true,
    immutable_tags_rules: ['^v'],
  },
  'POST /v2/repositories/:namespace/:repository/privacy': { is_private: true },
  'POST /v2/repositories/:namespace/:repository/groups': { group_id: 1, permission: 'read' },
  'PATCH /v2/repositories/:namespace/:repository/groups/:group': { permission: 'read' },
  'POST /v2/orgs/:organization/groups': { name: 'engines' },
  'PUT /v2/orgs/:organization/groups/:group': { name: 'engines' },
  'PATCH /v2/orgs/:organization/groups/:group': { description: 'builds the engines' },
  'POST /v2/orgs/:organization/groups/:group/members': { member: 'somebody' },
  'POST /v2/orgs/:organization/access-tokens': hubToken,
  'PATCH /v2/orgs/:organization/access-tokens/:id': { is_active: true },
  'POST /scim/v2/organizations/:organization/Users': { userName: 'ada@example.org' },
  'PUT /scim/v2/organizations/:organization/Users/:id': { userName: 'ada@example.org' },
  'PATCH /scim/v2/organizations/:organization/Users/:id': userChange,
  'POST /scim/v2/organizations/:organization/Groups': { displayName: 'engines' },
  'PUT /scim/v2/organizations/:organization/Groups/:id': { displayName: 'engines' },
  'PATCH /scim/v2/organizations/:organization/Groups/:id': groupChange,
  'POST /api/accounts': newAccount,
  'PATCH /api/accounts/:name': { active: false },
  'PUT /api/accounts/:name/administrator': { isAdministrator: true },
  'PUT /api/accounts/:name/email': { email: 'other@example.org' },
  'POST /api/server/tokens/find': { id: 'no token' },
  'POST /api/server/tokens/:id/revoke': { reason: 'found in a public repository' },
  'PUT /api/account/password': { currentPassword: 'not the current one', newPassword: 'a long enough password' },
  'PUT /api/account/notices': { unwanted: ['token-created'] },
  'POST /api/account/factors/totp': { name: 'phone', code: '123456' },
  'POST /api/account/factors/passkeys': { name: 'key', passkey: {} },
  'PATCH /api/account/factors/:id': { name: 'drawer' },
  'POST /api/organizations': { name: 'engines' },
  'POST /api/repositories': { name: 'root/engine', visibility: 'private' },
  'PATCH /api/repository': { visibility: 'private' },
  'PUT /api/repository/rights': { subjectType: 'account', subject: 'root', right: 'read' },
  'POST /api/repository/quarantines': { registry: 'default', digest: `sha256:${'d'.repeat(64)}`, reason: 'old' },
  'PATCH /api/registries/:name': { hosts: ['registry.example.com'] },
  'POST /api/registries/:name/gate': { for: 'nginx', upstream: 'http://127.0.0.1:5000', host: 'registry.example.com' },
  'POST /api/registries': { name: 'second', service: 'second', kind: 'zot' },
  'POST /api/tokens': token,
  'PATCH /api/tokens/:id': { active: true },
  'POST /v2/access-tokens': { token_label: 'ci' },
  'PATCH /v2/access-tokens/:uuid': { is_active: true },
  'POST /v2/api_tokens': { token_label: 'ci' },
  'PATCH /v2/api_tokens/:uuid': { is_active: true },
  'POST /activate': { user_code: 'AAAA-AAAA', decision: 'refused' },
};
