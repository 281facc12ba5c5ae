import { NO_TERMS } from '@lanyard/core/organizations/member-terms';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { guardDefault } from '../../support/lanyard/guarded-default.ts';
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
import { createDatabase } from '../../support/programs/postgres.ts';

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
};

/** Routes of an organization that are not tested in pairs, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  [`POST ${ORGANIZATION}/invitations`]: 'a sender has 50 a day; test/promises/invitations has two at once',
  [`POST ${ORGANIZATION}/invitations/:id/resend`]: 'the same',
  [`DELETE ${ORGANIZATION}/invitations/:id`]: 'needs an invitation',
  [`POST ${ORGANIZATION}/domains/:name/verify`]:
    'asks DNS before its transaction; the domain is unique in the database',
  [`PUT ${ORGANIZATION}/single-sign-on`]: 'reads metadata before its transaction; one row is replaced whole',
  [`DELETE ${ORGANIZATION}/single-sign-on`]: 'needs a connection',
  [`DELETE ${ORGANIZATION}/single-sign-on/members/:account`]: 'needs somebody who signed in at a provider',
  [`POST ${ORGANIZATION}/access-review/rulings`]:
    'needs a token of a member; test/promises/reviews/blocked-here.test.ts has two owners at once',
  [`DELETE ${ORGANIZATION}/access-review/trusted-holders/:account`]: 'removes one row, with the organization locked',
  [`POST ${ORGANIZATION}/reviews`]: 'reaches nothing else, with the organization locked',
  [`POST ${ORGANIZATION}/reviews/:id/decisions`]:
    'needs a review; test/promises/reviews/reviews.test.ts has two owners at once',
  [`POST ${ORGANIZATION}/reviews/:id/finish`]: 'changes one row, with the organization locked',
  [`POST ${ORGANIZATION}/reviews/:id/cancel`]: 'changes one row, with the organization locked',
  [`POST ${ORGANIZATION}/webhooks`]: 'reaches nothing else; test/promises/webhooks has many at once',
  [`PATCH ${ORGANIZATION}/webhooks/:id`]: 'changes one row, with the organization locked',
  [`DELETE ${ORGANIZATION}/webhooks/:id`]: 'removes one row, with the organization locked',
  [`POST ${ORGANIZATION}/webhooks/:id/rotate-secret`]: 'changes one row, with the organization locked',
  [`POST ${ORGANIZATION}/webhooks/:id/test`]: 'adds a row to the outbox',
  [`POST ${ORGANIZATION}/webhooks/:id/deliveries/:delivery/replay`]: 'changes one row of the outbox',
};

const names = Object.keys(ACTS);
/** A directory changes only people and teams, and nothing else depends on it. */
const isOfPeople = (name: string) => /members|teams|Groups/.test(name);
const meets = (first: string, second: string) =>
  !`${first}${second}`.includes('/Groups') || (isOfPeople(first) && isOfPeople(second));
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of one organization at the same moment', () => {
  let lanyard: Lanyard;
  let crowd: Crowd;
  beforeAll(async () => {
    const url = inject('postgresUrl');
    if (url === undefined) throw new Error('PostgreSQL was not started');
    lanyard = await startLanyard({ databaseUrl: await createDatabase(url) });
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
    const routes = ROUTES.filter(
      ({ method, surface, path }) =>
        method !== 'GET' && surface === 'api' && /^\/api\/(organizations\/|repositor)/.test(path),
    );
    const covered = [...names.map((name) => name.split(': ')[0]), ...Object.keys(LEFT_OUT)];
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.includes(route))).toEqual(
      [],
    );
  });

  it.each(names.map((name, index) => [name, names.slice(index).filter((other) => meets(name, other))] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf(parallel(), first, others)).toBe('');
    },
    TEST_RUNS_TIMEOUT,
  );
});
