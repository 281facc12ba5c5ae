import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  joinOrganization,
  type SampleAccount,
  type SampleOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { ROUTE_BODIES } from '../../support/lanyard/route-bodies.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

function ask(lanyard: Lanyard, route: Route, organization: string, headers: Readonly<Record<string, string>>) {
  const address = route.path.replace(':organization', organization).replace(/:\w+/g, 'nothing-of-that-name');
  const body = ROUTE_BODIES[nameOf(route)];
  return lanyard.browser().request(route.method, address, { headers, body });
}

const isMissingOrganization = ({ status, body }: Answer) =>
  status === 404 && JSON.stringify(body).includes('organization not found');

describe('R25: the routes of an organization', () => {
  let lanyard: Lanyard;
  let acme: SampleOrganization;
  let other: SampleOrganization;
  let administrator: SampleAccount;
  let editor: SampleAccount;

  beforeAll(async () => {
    lanyard = await startLanyard();
    acme = await sampleOrganization(lanyard);
    other = await sampleOrganization(lanyard);
    administrator = await sampleAccount(lanyard, 'root', { isAdministrator: true });
    editor = await sampleAccount(lanyard, 'editor');
    await joinOrganization(acme.owner, acme.path, editor, 'editor');
  });
  afterAll(() => lanyard?.stop());

  async function bearerOf({ name, password }: SampleAccount) {
    const { body } = await lanyard.browser().post('/v2/users/login', { username: name, password });
    return { authorization: `Bearer ${body.token}` };
  }

  const ofPeople = ROUTES.filter(({ scope }) => scope === 'member' || scope === 'owner');
  const ofDirectories = ROUTES.filter(({ credential }) => credential === 'scim');

  it('every route that names an organization in its path requires a role in it or its SCIM token', () => {
    const unguarded = ROUTES.filter(({ path }) => path.includes('/:organization'))
      .filter((route) => !ofPeople.includes(route) && !ofDirectories.includes(route))
      .map(({ path }) => path);
    // These routes are for people who are not members yet: a person who arrives from the provider, and a person whom a
    // directory asks for consent.
    expect(unguarded.filter((path) => !path.startsWith('/sso/:organization/')).sort()).toEqual([
      '/api/account/directory-requests/:organization/confirm',
      '/api/account/directory-requests/:organization/decline',
    ]);
    const bodies = [...ofPeople, ...ofDirectories].filter(({ request }) => request.body !== undefined).map(nameOf);
    expect(Object.keys(ROUTE_BODIES)).toEqual(expect.arrayContaining(bodies));
  });

  it.each(ofPeople.map((route) => [nameOf(route), route] as const))(
    '%s answers strangers as if the organization did not exist, and checks the role of members',
    async (_name, route) => {
      const byStranger = await ask(lanyard, route, acme.name, await bearerOf(acme.stranger));
      expect([byStranger.status, isMissingOrganization(byStranger)]).toEqual([404, true]);
      // An owner of another organization is a stranger here, and so is an administrator who is no member.
      for (const account of [other.owner, administrator]) {
        const answer = await ask(lanyard, route, acme.name, await bearerOf(account));
        expect([account.name, answer.status, isMissingOrganization(answer)]).toEqual([account.name, 404, true]);
      }
      const byMember = await ask(lanyard, route, acme.name, await bearerOf(acme.member));
      if (route.scope === 'owner') {
        const byEditor = await ask(lanyard, route, acme.name, await bearerOf(editor));
        expect([byMember.status, byEditor.status]).toEqual([403, 403]);
      } else expect(byMember.status).not.toBe(401);
      expect(isMissingOrganization(byMember)).toBe(false);
      const byOwner = await ask(lanyard, route, acme.name, await bearerOf(acme.owner));
      expect([401, 403]).not.toContain(byOwner.status);
      expect(isMissingOrganization(byOwner)).toBe(false);
    },
  );

  it.each(ofDirectories.map((route) => [nameOf(route), route] as const))(
    '%s works only with the SCIM token of that organization',
    async (_name, route) => {
      const { body } = await acme.owner.browser.post(`${acme.path}/scim-token`);
      const headers = { authorization: `Bearer ${body.secret}`, 'content-type': 'application/scim+json' };
      const elsewhere = await ask(lanyard, route, other.name, headers);
      expect([elsewhere.status, isMissingOrganization(elsewhere)]).toEqual([404, true]);
      const nowhere = await ask(lanyard, route, 'nothing-of-that-name', headers);
      expect([nowhere.status, isMissingOrganization(nowhere)]).toEqual([404, true]);
      expect(isMissingOrganization(await ask(lanyard, route, acme.name, headers))).toBe(false);
    },
  );
});
