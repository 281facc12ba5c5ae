import type { SampleOrganization } from '../accounts.ts';
import { postForm } from '../command-lines.ts';
import type { Lanyard } from '../start-lanyard.ts';
import { basic, hubClient, sampleToken } from '../tokens.ts';

export async function ofTokens(lanyard: Lanyard, { owner, name, path }: SampleOrganization) {
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

/** The results of `ofOrganizations`, through Docker Hub's addresses. */
export async function ofHub(lanyard: Lanyard, { owner, member, name, path }: SampleOrganization) {
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

/** A push creates the repository. */
export function pushes(lanyard: Lanyard, secret: string, name: string) {
  const scope = `repository:${name}/pushed:pull,push`;
  const form = { grant_type: 'password', service: 'lanyard', scope, username: name, password: secret };
  const headers = { authorization: basic(`${name}:${secret}`) };
  return {
    'GET /token': () => lanyard.browser().get(`/token?service=lanyard&scope=${scope}`, headers),
    'POST /token': () => postForm(`${lanyard.url}/token`, form),
  };
}
