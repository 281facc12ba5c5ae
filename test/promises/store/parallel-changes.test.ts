import { NO_TERMS } from '@lanyard/core/organizations/member-terms';
import { ROUTES } from '@lanyard/server/app/route-table';
import { hubNumber } from '@lanyard/server/protocols/hub/group-routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import {
  type Act,
  type Crowd,
  type ParallelWorld,
  parallelWorld,
  QUARANTINED,
  sampleCrowd,
  stateOf,
} from '../../support/lanyard/parallel-world.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

const ORGANIZATION = '/api/organizations/:organization';
const put =
  (path: string, body?: unknown): Act =>
  (world) =>
    world.browser.put(`${world.path}${path}`, body);
const post =
  (path: string, body?: unknown): Act =>
  (world) =>
    world.browser.post(`${world.path}${path}`, body);
const patch =
  (path: string, body?: unknown): Act =>
  (world) =>
    world.browser.patch(`${world.path}${path}`, body);
const remove =
  (path: string): Act =>
  (world) =>
    world.browser.delete(`${world.path}${path}`);
const right =
  (subjectType: string, subject: string, level: string): Act =>
  ({ browser, repository }) =>
    browser.put(`/api/repository/rights?${repository}`, { subjectType, subject, right: level });
const noRight =
  (subjectType: string, subject: string): Act =>
  ({ browser, repository }) =>
    browser.delete(`/api/repository/rights?${repository}&subjectType=${subjectType}&subject=${subject}`);
const grants = (name: string) => [{ pattern: `${name}/*`, actions: ['pull'] }];

const scim =
  (method: string, path: (world: ParallelWorld) => string, body: (ids: Crowd['ids']) => unknown): Act =>
  (world) =>
    world.scim(method, path(world), body(world.ids));
const group = ({ groupId }: ParallelWorld) => `/Groups/${groupId}`;
const members = (...ids: readonly string[]) => ids.map((value) => ({ value }));
const operation = (one: object) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [one],
});
const SCIM = '/scim/v2/organizations/:organization';

/** Docker Hub's clients know a team by a number. */
const ofGroup =
  (method: string, path: string, permission?: string): Act =>
  ({ hub, name, groupId }) => {
    const number = hubNumber(groupId);
    const body = path === '' ? { group_id: number, permission } : permission && { permission };
    return hub(method, `/v2/repositories/${name}/app/groups${path.replace(':group', String(number))}`, body);
  };
const REPOSITORY = '/v2/repositories/:namespace/:repository';

const IMAGE = { registry: 'default', reason: 'malware' };

/** By the route. If a route is tested with several requests, also by what the request says. */
const ACTS: Readonly<Record<string, Act>> = {
  [`PATCH ${ORGANIZATION}/policy: tokens kept`]: patch('/policy', { autoTokensKept: 3 }),
  [`PATCH ${ORGANIZATION}/policy: idle time`]: patch('/policy', { signInIdleSeconds: 1000 }),
  [`PUT ${ORGANIZATION}/members/:account: an owner becomes a member`]: put('/members/bob', { role: 'member' }),
  [`PUT ${ORGANIZATION}/members/:account: a member becomes an owner`]: put('/members/eve', { role: 'owner' }),
  [`DELETE ${ORGANIZATION}/members/:account: an owner`]: remove('/members/bob'),
  [`DELETE ${ORGANIZATION}/members/:account: a member with a team and a right`]: remove('/members/eve'),
  [`DELETE ${ORGANIZATION}/members/:account: a member with nothing`]: remove('/members/joe'),
  [`POST ${ORGANIZATION}/membership/terms`]: post('/membership/terms', { terms: NO_TERMS }),
  [`POST ${ORGANIZATION}/teams`]: post('/teams', { name: 'hands' }),
  [`PATCH ${ORGANIZATION}/teams/:team`]: patch('/teams/crew', { name: 'hands' }),
  [`DELETE ${ORGANIZATION}/teams/:team: one with a right`]: remove('/teams/crew'),
  [`DELETE ${ORGANIZATION}/teams/:team: an empty one`]: remove('/teams/deck'),
  [`PUT ${ORGANIZATION}/teams/:team/members/:account: into a team with others`]: put('/teams/crew/members/joe'),
  [`PUT ${ORGANIZATION}/teams/:team/members/:account: into an empty team`]: put('/teams/deck/members/eve'),
  [`DELETE ${ORGANIZATION}/teams/:team/members/:account`]: remove('/teams/crew/members/eve'),
  [`POST ${ORGANIZATION}/domains`]: post('/domains', { name: 'engines.example' }),
  [`DELETE ${ORGANIZATION}/domains/:name`]: (world) => remove(`/domains/${world.name}.example`)(world),
  [`POST ${ORGANIZATION}/scim-token`]: post('/scim-token'),
  [`DELETE ${ORGANIZATION}/scim-token`]: remove('/scim-token'),
  [`POST ${ORGANIZATION}/tokens`]: (world) =>
    post('/tokens', { description: 'new', grants: grants(world.name) })(world),
  [`PATCH ${ORGANIZATION}/tokens/:id: its description`]: (world) =>
    patch(`/tokens/${world.tokenId}`, { description: 'deploy' })(world),
  [`PATCH ${ORGANIZATION}/tokens/:id: whether it is active`]: (world) =>
    patch(`/tokens/${world.tokenId}`, { active: false })(world),
  [`DELETE ${ORGANIZATION}/tokens/:id`]: (world) => remove(`/tokens/${world.tokenId}`)(world),
  'POST /api/repositories: a new name': ({ browser, name }) =>
    browser.post('/api/repositories', { name: `${name}/new` }),
  'POST /api/repositories: a name that exists': ({ browser, name }) =>
    browser.post('/api/repositories', { name: `${name}/app` }),
  'PATCH /api/repository': ({ browser, repository }) =>
    browser.patch(`/api/repository?${repository}`, { visibility: 'public' }),
  'DELETE /api/repository': ({ browser, repository }) => browser.delete(`/api/repository?${repository}`),
  'PUT /api/repository/rights: a member': right('account', 'eve', 'admin'),
  'PUT /api/repository/rights: a team': right('team', 'deck', 'write'),
  'DELETE /api/repository/rights: a member': noRight('account', 'eve'),
  'DELETE /api/repository/rights: a team': noRight('team', 'crew'),
  'POST /api/repository/quarantines': ({ browser, repository }) =>
    browser.post(`/api/repository/quarantines?${repository}`, { ...IMAGE, digest: `sha256:${'e'.repeat(64)}` }),
  'DELETE /api/repository/quarantines': ({ browser, repository }) =>
    browser.delete(`/api/repository/quarantines?${repository}&registry=default&digest=${QUARANTINED}`),
  [`POST ${SCIM}/Groups: the team of that name`]: scim(
    'POST',
    () => '/Groups',
    ({ joe }) => ({
      displayName: 'Deck',
      members: members(joe),
    }),
  ),
  [`PUT ${SCIM}/Groups/:id`]: scim('PUT', group, ({ joe }) => ({ displayName: 'Crew', members: members(joe) })),
  [`PATCH ${SCIM}/Groups/:id: one more`]: scim('PATCH', group, ({ joe }) =>
    operation({ op: 'add', path: 'members', value: members(joe) }),
  ),
  [`PATCH ${SCIM}/Groups/:id: one less`]: scim('PATCH', group, ({ eve }) =>
    operation({ op: 'remove', path: `members[value eq "${eve}"]` }),
  ),
  [`PATCH ${SCIM}/Groups/:id: its name`]: scim('PATCH', group, () =>
    operation({ op: 'replace', path: 'displayName', value: 'Engines' }),
  ),
  [`DELETE ${SCIM}/Groups/:id`]: scim('DELETE', group, () => undefined),
  [`POST ${REPOSITORY}/groups`]: ofGroup('POST', '', 'admin'),
  [`PATCH ${REPOSITORY}/groups/:group`]: ofGroup('PATCH', '/:group', 'write'),
  [`DELETE ${REPOSITORY}/groups/:group`]: ofGroup('DELETE', '/:group'),
};

/** Routes of an organization that are tested in pairs elsewhere, by a part of their paths. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/\/invitations/, 'parallel-invitations.test.ts'],
  [/\/domains\/:name\/verify|\/single-sign-on/, 'parallel-directories.test.ts'],
  [/\/webhooks|\/access-review/, 'parallel-rulings.test.ts'],
  [/\/reviews|\/exemptions/, 'parallel-reviews.test.ts'],
  [/\/accepted-findings/, 'parallel-findings.test.ts'],
];

/** Routes of Docker Hub's interface that call one use case once, and the route of the API that does the same. */
const TWINS: Readonly<Record<string, string>> = {
  'POST /v2/access-tokens': 'POST /api/tokens',
  'PATCH /v2/access-tokens/:uuid': 'PATCH /api/tokens/:id',
  'DELETE /v2/access-tokens/:uuid': 'DELETE /api/tokens/:id',
  'POST /v2/api_tokens': 'POST /api/tokens',
  'PATCH /v2/api_tokens/:uuid': 'PATCH /api/tokens/:id',
  'DELETE /v2/api_tokens/:uuid': 'DELETE /api/tokens/:id',
  'POST /v2/orgs/:organization/access-tokens': `POST ${ORGANIZATION}/tokens`,
  'PATCH /v2/orgs/:organization/access-tokens/:id': `PATCH ${ORGANIZATION}/tokens/:id`,
  'DELETE /v2/orgs/:organization/access-tokens/:id': `DELETE ${ORGANIZATION}/tokens/:id`,
  'POST /v2/orgs/:organization/groups': `POST ${ORGANIZATION}/teams`,
  'PUT /v2/orgs/:organization/groups/:group': `PATCH ${ORGANIZATION}/teams/:team`,
  'PATCH /v2/orgs/:organization/groups/:group': `PATCH ${ORGANIZATION}/teams/:team`,
  'DELETE /v2/orgs/:organization/groups/:group': `DELETE ${ORGANIZATION}/teams/:team`,
  'POST /v2/orgs/:organization/groups/:group/members': `PUT ${ORGANIZATION}/teams/:team/members/:account`,
  'DELETE /v2/orgs/:organization/groups/:group/members/:username': `DELETE ${ORGANIZATION}/teams/:team/members/:account`,
  'POST /v2/namespaces/:namespace/repositories': 'POST /api/repositories',
  'PATCH /v2/repositories/:namespace/:repository': 'PATCH /api/repository',
  'PATCH /v2/repositories/:namespace/:repository/immutabletags': 'PATCH /api/repository',
  'POST /v2/repositories/:namespace/:repository/privacy': 'PATCH /api/repository',
  'DELETE /v2/repositories/:namespace/:repository': 'DELETE /api/repository',
  'POST /v2/users/login': 'POST /api/session',
  'POST /v2/auth/token': 'POST /api/session',
  'POST /v2/users/2fa-login': 'POST /api/session/second-factor',
};
/** In the pairs of parallel-invitations.test.ts, and in those of an account. */
const OF_PEOPLE = /^\S+ \/v2\/(invites|orgs\/:organization\/members|access-tokens\/desktop-generate)/;

const names = Object.keys(ACTS);
/** A directory changes only people and teams, and nothing else depends on it. */
const isOfPeople = (name: string) => /members|teams|Groups/.test(name);
const isOfRights = (name: string) => /Groups|teams|rights|repository\b|\/groups/.test(name);
const meets = (first: string, second: string) => {
  const both = `${first}${second}`;
  if (both.includes('/v2/')) return isOfRights(first) && isOfRights(second);
  return !both.includes('/Groups') || (isOfPeople(first) && isOfPeople(second));
};
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of one organization at the same moment', () => {
  let lanyard: Lanyard;
  let crowd: Crowd;
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    await guardDefault(lanyard);
    crowd = await sampleCrowd(lanyard);
  });
  afterAll(() => lanyard?.stop());

  const parallel = () => ({
    acts: ACTS,
    makeWorld: () => parallelWorld(lanyard, crowd),
    stateOf: (world: ParallelWorld) => stateOf(lanyard, world),
    rounds: ROUNDS,
  });

  it('are tested for every route that makes them', () => {
    const isElsewhere = (route: string) => ELSEWHERE.some(([path]) => path.test(route)) || OF_PEOPLE.test(route);
    const covered = new Set([...names.map((name) => name.split(': ')[0]), ...Object.keys(TWINS)]);
    const left = ROUTES.filter(
      ({ method, surface, path, audit }) =>
        method !== 'GET' &&
        ((surface === 'api' && /^\/api\/(organizations\/|repositor)/.test(path)) ||
          (surface === 'hub' && audit.length > 0)),
    )
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !covered.has(route) && !isElsewhere(route));
    expect(left).toEqual([]);
    const all = new Set(ROUTES.map(({ method, path }) => `${method} ${path}`));
    expect(Object.entries(TWINS).filter((pair) => pair.some((route) => !all.has(route)))).toEqual([]);
  });

  it.each(names.map((name, index) => [name, names.slice(index).filter((other) => meets(name, other))] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf(parallel(), first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );
});
