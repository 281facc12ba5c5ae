import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleAccount, type SampleOrganization, sampleOrganization } from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const token = {
  description: 'ci',
  grants: [{ type: 'repository', pattern: '*', actions: ['pull'], visibility: 'any' }],
};
const hubToken = { label: 'ci', resources: [{ type: 'TYPE_REPO', path: '*/*', scopes: ['scope-image-pull'] }] };
const userChange = { Operations: [{ op: 'replace', path: 'active', value: true }] };
const groupChange = { Operations: [{ op: 'replace', path: 'displayName', value: 'engines' }] };

/** A well-formed body for each route that reads one: a malformed body is refused before anybody is asked who they are. */
const BODIES: Readonly<Record<string, object>> = {
  'PATCH /api/organizations/:organization/policy': {},
  'PUT /api/organizations/:organization/members/:account': { role: 'member' },
  'POST /api/organizations/:organization/domains': { name: 'engines.example.org' },
  'PUT /api/organizations/:organization/single-sign-on': { protocol: 'saml' },
  'POST /api/organizations/:organization/teams': { name: 'engines' },
  'POST /api/organizations/:organization/tokens': token,
  'PATCH /api/organizations/:organization/tokens/:id': { active: true },
  'POST /v2/orgs/:organization/access-tokens': hubToken,
  'PATCH /v2/orgs/:organization/access-tokens/:id': { is_active: true },
  'POST /scim/v2/organizations/:organization/Users': { userName: 'ada@example.org' },
  'PUT /scim/v2/organizations/:organization/Users/:id': { userName: 'ada@example.org' },
  'PATCH /scim/v2/organizations/:organization/Users/:id': userChange,
  'POST /scim/v2/organizations/:organization/Groups': { displayName: 'engines' },
  'PUT /scim/v2/organizations/:organization/Groups/:id': { displayName: 'engines' },
  'PATCH /scim/v2/organizations/:organization/Groups/:id': groupChange,
};

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

function ask(lanyard: Lanyard, route: Route, organization: string, headers: Readonly<Record<string, string>>) {
  const address = route.path.replace(':organization', organization).replace(/:\w+/g, 'nothing-of-that-name');
  const body = BODIES[nameOf(route)];
  return lanyard.browser().request(route.method, address, { headers, body });
}

const isMissingOrganization = ({ status, body }: Answer) =>
  status === 404 && JSON.stringify(body).includes('organization not found');

describe('R25: every route of an organization, by everyone', () => {
  let lanyard: Lanyard;
  let acme: SampleOrganization;
  let other: SampleOrganization;

  beforeAll(async () => {
    lanyard = await startLanyard();
    acme = await sampleOrganization(lanyard);
    other = await sampleOrganization(lanyard);
  });
  afterAll(() => lanyard?.stop());

  async function bearerOf({ name, password }: SampleAccount) {
    const { body } = await lanyard.browser().post('/v2/users/login', { username: name, password });
    return { authorization: `Bearer ${body.token}` };
  }

  const ofPeople = ROUTES.filter(({ scope }) => scope === 'member' || scope === 'owner');
  const ofDirectories = ROUTES.filter(({ credential }) => credential === 'scim');

  it('has a role or a directory for each route whose path names the organization that it is about', () => {
    const unguarded = ROUTES.filter(({ path }) => path.includes('/:organization'))
      .filter((route) => !ofPeople.includes(route) && !ofDirectories.includes(route))
      .map(({ path }) => path);
    // These bring somebody in who is nobody yet.
    expect(unguarded.every((path) => path.startsWith('/sso/:organization/'))).toBe(true);
    const bodies = [...ofPeople, ...ofDirectories].filter(({ request }) => request.body !== undefined).map(nameOf);
    expect(Object.keys(BODIES).sort()).toEqual(bodies.sort());
  });

  it.each(ofPeople.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
    const byStranger = await ask(lanyard, route, acme.name, await bearerOf(acme.stranger));
    expect([byStranger.status, isMissingOrganization(byStranger)]).toEqual([404, true]);
    // An owner of another organization is a stranger here.
    const byOther = await ask(lanyard, route, acme.name, await bearerOf(other.owner));
    expect([byOther.status, isMissingOrganization(byOther)]).toEqual([404, true]);
    const byMember = await ask(lanyard, route, acme.name, await bearerOf(acme.member));
    if (route.scope === 'owner') expect(byMember.status).toBe(403);
    else expect(byMember.status).not.toBe(401);
    expect(isMissingOrganization(byMember)).toBe(false);
    const byOwner = await ask(lanyard, route, acme.name, await bearerOf(acme.owner));
    expect([401, 403]).not.toContain(byOwner.status);
    expect(isMissingOrganization(byOwner)).toBe(false);
  });

  it.each(ofDirectories.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
    const { body } = await acme.owner.browser.post(`${acme.path}/scim-token`);
    const headers = { authorization: `Bearer ${body.secret}`, 'content-type': 'application/scim+json' };
    const elsewhere = await ask(lanyard, route, other.name, headers);
    expect([elsewhere.status, isMissingOrganization(elsewhere)]).toEqual([404, true]);
    const nowhere = await ask(lanyard, route, 'nothing-of-that-name', headers);
    expect([nowhere.status, isMissingOrganization(nowhere)]).toEqual([404, true]);
    expect(isMissingOrganization(await ask(lanyard, route, acme.name, headers))).toBe(false);
  });
});
