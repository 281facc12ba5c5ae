import { randomUUID } from 'node:crypto';
import { termsOf } from '@lanyard/core/organizations/member-terms';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import { Secret } from '@lanyard/core/secret';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import {
  type Crowd,
  type ParallelWorld,
  parallelWorld,
  sampleCrowd,
  stateOf,
} from '../../support/lanyard/parallel-world.ts';
import { violationsOf } from '../../support/lanyard/serial-orders.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { hubClient } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';

/** An organization that invited Zoe, who has an account, and a newcomer, who has none. Yan is invited to nothing. */
interface World extends ParallelWorld {
  readonly lanyard: Lanyard;
  readonly admin: SampleAccount;
  readonly owner: SampleAccount;
  readonly zoe: SampleAccount;
  readonly yan: string;
  readonly newcomer: string;
  readonly ofZoe: { readonly id: string; readonly code: string };
  readonly ofNewcomer: { readonly id: string; readonly code: string };
}

const O = '/api/organizations/:organization';
const terms = termsOf(DEFAULT_POLICY);
const PASSWORD = 'correct horse battery staple';

const ACTS: Readonly<Record<string, (world: World) => Promise<Answer>>> = {
  [`POST ${O}/invitations: somebody`]: ({ owner, path, yan }) =>
    owner.browser.post(`${path}/invitations`, { account: yan, role: 'member' }),
  [`POST ${O}/invitations: whom an invitation waits for`]: ({ owner, path, zoe }) =>
    owner.browser.post(`${path}/invitations`, { account: zoe.name, role: 'member' }),
  [`POST ${O}/invitations/:id/resend`]: ({ owner, path, ofZoe }) =>
    owner.browser.post(`${path}/invitations/${ofZoe.id}/resend`),
  [`DELETE ${O}/invitations/:id`]: ({ owner, path, ofZoe }) => owner.browser.delete(`${path}/invitations/${ofZoe.id}`),
  'POST /api/invitations/:id/accept': ({ zoe, ofZoe }) =>
    zoe.browser.post(`/api/invitations/${ofZoe.id}/accept`, { terms }),
  'POST /api/invitations/:id/decline': ({ zoe, ofZoe }) => zoe.browser.post(`/api/invitations/${ofZoe.id}/decline`),
  'POST /api/invitations/decline: of an account': ({ lanyard, ofZoe }) =>
    lanyard.browser().post('/api/invitations/decline', { code: ofZoe.code }),
  'POST /api/invitations/decline: of nobody yet': ({ lanyard, ofNewcomer }) =>
    lanyard.browser().post('/api/invitations/decline', { code: ofNewcomer.code }),
  'POST /api/invitations/join': ({ lanyard, ofNewcomer, newcomer }) =>
    lanyard
      .browser()
      .post('/api/invitations/join', { code: ofNewcomer.code, name: newcomer, password: PASSWORD, terms }),
  [`PUT ${O}/members/:account`]: ({ owner, path, zoe }) =>
    owner.browser.put(`${path}/members/${zoe.name}`, { role: 'owner' }),
  [`DELETE ${O}/members/:account`]: ({ owner, path, zoe }) => owner.browser.delete(`${path}/members/${zoe.name}`),
  [`PATCH ${O}/policy`]: ({ owner, path }) => owner.browser.patch(`${path}/policy`, { autoTokensKept: 2 }),
  'PATCH /api/accounts/:name': ({ admin, zoe }) => admin.browser.patch(`/api/accounts/${zoe.name}`, { active: false }),
  'DELETE /api/accounts/:name': ({ admin, zoe }) => admin.browser.delete(`/api/accounts/${zoe.name}`),
  'PUT /v2/orgs/:organization/members/:username: somebody': ({ hub, name, yan }) =>
    hub('PUT', `/v2/orgs/${name}/members/${yan}`, { role: 'member' }),
  'PUT /v2/orgs/:organization/members/:username: who is invited': ({ hub, name, zoe }) =>
    hub('PUT', `/v2/orgs/${name}/members/${zoe.name}`, { role: 'member' }),
  'DELETE /v2/orgs/:organization/members/:username': ({ hub, name, zoe }) =>
    hub('DELETE', `/v2/orgs/${name}/members/${zoe.name}`),
  'POST /v2/invites/bulk': ({ hub, name, yan }) => hub('POST', '/v2/invites/bulk', { org: name, invitees: [yan] }),
  'PATCH /v2/invites/:id/resend': ({ hub, ofZoe }) => hub('PATCH', `/v2/invites/${ofZoe.id}/resend`),
  'DELETE /v2/invites/:id': ({ hub, ofZoe }) => hub('DELETE', `/v2/invites/${ofZoe.id}`),
};

const names = Object.keys(ACTS);
/** Whom an act is about; the rules are about both who may become members. */
const aboutOf = (name: string) => {
  if (/somebody|bulk/.test(name)) return 'yan';
  return /nobody yet|join/.test(name) ? 'newcomer' : 'zoe';
};
const meets = (first: string, second: string) =>
  aboutOf(first) === aboutOf(second) ||
  (`${first}${second}`.includes('/policy') && !`${first}${second}`.includes('bulk'));
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of who belongs to an organization at the same moment', () => {
  let lanyard: Lanyard;
  let admin: SampleAccount;
  let ids: Crowd['ids'];
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    admin = await sampleAccount(lanyard, 'admin', { isAdministrator: true });
    ({ ids } = await sampleCrowd(lanyard));
  });
  afterAll(() => lanyard?.stop());

  /** The inviter and the invited are its own: each may send and have only so many invitations. */
  async function makeWorld(): Promise<World> {
    const [owner, zoe, yan, newcomer] = [
      await sampleAccount(lanyard, freshName('owner')),
      await sampleAccount(lanyard, freshName('zoe')),
      freshName('yan'),
      freshName('newcomer'),
    ];
    const hub = await hubClient(lanyard, owner);
    const world = await parallelWorld(lanyard, { owner, hub, ids });
    const [ofZoe, ofNewcomer] = [zoe.name, `${newcomer}@example.net`].map((invited) => {
      return { id: randomUUID(), code: `code-${randomUUID()}`, invited };
    });
    if (!ofZoe || !ofNewcomer) throw new Error('two were made');
    const now = lanyard.clock.now();
    const sent = { createdAt: now, sentAt: now, timesSent: 1, expiresAt: now + 86_400_000 };
    const { organizationId } = world;
    const by = { organizationId, inviterId: owner.id, inviterName: owner.name, role: 'member' } as const;
    const waiting = { ...by, ...sent, answer: null, answeredAt: null };
    await writeExisting(lanyard, async ({ invitations }) => {
      for (const { id, code, invited } of [ofZoe, ofNewcomer]) {
        const isMailed = invited.includes('@');
        const whom = { id, invited, email: isMailed ? invited : null, accountId: isMailed ? null : zoe.id };
        const digest = lanyard.services.digester.digest('invitation', new Secret(code));
        await invitations.insert({ ...waiting, ...whom, makesAccount: isMailed }, digest);
      }
    });
    return { ...world, lanyard, admin, owner, zoe, yan, newcomer, ofZoe, ofNewcomer };
  }

  async function stateAfter(world: World): Promise<string> {
    const { organizationId, owner, zoe, yan, newcomer } = world;
    const { accounts, invitations, organizations } = lanyard.services.store.read;
    const [ofZoe, ofNewcomer] = await Promise.all([world.ofZoe.id, world.ofNewcomer.id].map(invitations.byId));
    const waiting = (await invitations.ofOrganization(organizationId)).filter(({ answer }) => answer === null);
    const state = {
      answers: [ofZoe, ofNewcomer].map((one) => [one?.answer, one?.role, one?.timesSent]),
      waiting: waiting.map(({ invited }) => invited).sort(),
      membership: await organizations.membership(organizationId, zoe.id),
      hasZoe: (await accounts.byId(zoe.id))?.disabledAt === null,
      hasNewcomer: (await accounts.byName(newcomer)) !== undefined,
    };
    const text = `${await stateOf(lanyard, world)}\n${JSON.stringify(state, null, 1)}`;
    return [owner.name, zoe.name, yan, newcomer]
      .reduce((plain, name, at) => plain.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `name ${at}`), text)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'an id')
      .replaceAll(/\b1\d{12}\b/g, 'a time');
  }

  it('are tested for every route that makes them', () => {
    const isMeant = (path: string) =>
      /^\/api\/(invitations|organizations\/:organization\/invitations)\/?/.test(path) ||
      /^\/v2\/(invites|orgs\/:organization\/members)/.test(path);
    const routes = ROUTES.filter(({ method, path, audit }) => method !== 'GET' && audit.length > 0 && isMeant(path));
    const covered = new Set(names.map((name) => name.split(': ')[0]));
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  it.each(names.map((name, index) => [name, names.slice(index).filter((other) => meets(name, other))] as const))(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf({ acts: ACTS, makeWorld, stateOf: stateAfter, rounds: ROUNDS }, first, others)).toBe(
        '',
      );
    },
    TEST_RUNS_TIMEOUT,
  );
});
