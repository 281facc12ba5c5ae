import { randomUUID } from 'node:crypto';
import { Secret } from '@lanyard/core/secret';
import { newAccessToken } from '@lanyard/core/tokens/access-token';
import { ROUTES } from '@lanyard/server/app/route-table';
import { sealTarget } from '@lanyard/server/features/webhooks/webhook-target';
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
import { describeWith } from '../../support/programs/installed-programs.ts';

/**
 * An organization with a webhook, which sent one event. Gil is a member with four access tokens: one waits for an approval,
 * one is blocked, one reaches the organization, and one is stopped because it was not used for long.
 */
interface World extends ParallelWorld {
  readonly owner: SampleAccount;
  readonly gil: SampleAccount;
  readonly tokens: Readonly<Record<'waiting' | 'blocked' | 'open' | 'asleep', string>>;
  readonly hook: string;
  readonly delivery: string;
}

type Act = (world: World) => Promise<Answer>;

const O = '/api/organizations/:organization';
const RULINGS = `POST ${O}/access-review/rulings`;
const HOOK = `${O}/webhooks/:id`;

const rule =
  (ruling: string, which: keyof World['tokens'], reason?: string): Act =>
  ({ owner, path, tokens }) =>
    owner.browser.post(`${path}/access-review/rulings`, { ruling, tokens: [tokens[which]], ...(reason && { reason }) });
const patchHook =
  (body: object): Act =>
  ({ owner, path, hook }) =>
    owner.browser.patch(`${path}/webhooks/${hook}`, body);

const OF_TOKENS: Readonly<Record<string, Act>> = {
  [`${RULINGS}: block`]: rule('block', 'open', 'too much'),
  [`${RULINGS}: block with another reason`]: rule('block', 'open', 'too old'),
  [`${RULINGS}: block a token that waits`]: rule('block', 'waiting', 'unknown'),
  [`${RULINGS}: lift`]: rule('lift', 'blocked'),
  [`${RULINGS}: approve`]: rule('approve', 'waiting'),
  [`${RULINGS}: refuse`]: rule('refuse', 'waiting', 'unknown'),
  [`${RULINGS}: trust`]: rule('trust', 'waiting'),
  [`DELETE ${O}/access-review/trusted-holders/:account`]: ({ owner, path, gil }) =>
    owner.browser.delete(`${path}/access-review/trusted-holders/${gil.name}`),
  [`POST ${O}/access-review/tokens/:id/let-in`]: ({ owner, path, tokens }) =>
    owner.browser.post(`${path}/access-review/tokens/${tokens.asleep}/let-in`),
  'POST /api/tokens/:id/let-in': ({ gil, name, tokens }) =>
    gil.browser.post(`/api/tokens/${tokens.asleep}/let-in`, { organization: name }),
  [`${RULINGS}: block a token that is not used`]: rule('block', 'asleep', 'too old'),
  'DELETE /api/tokens/:id: one that is not used': ({ gil, tokens }) =>
    gil.browser.delete(`/api/tokens/${tokens.asleep}`),
  [`PATCH ${O}/policy`]: ({ owner, path }) => owner.browser.patch(`${path}/policy`, { tokenApproval: false }),
  [`DELETE ${O}/members/:account`]: ({ owner, path, gil }) => owner.browser.delete(`${path}/members/${gil.name}`),
  'PATCH /api/tokens/:id': ({ gil, tokens }) => gil.browser.patch(`/api/tokens/${tokens.open}`, { active: false }),
  'DELETE /api/tokens/:id': ({ gil, tokens }) => gil.browser.delete(`/api/tokens/${tokens.waiting}`),
};

const OF_WEBHOOKS: Readonly<Record<string, Act>> = {
  [`POST ${O}/webhooks`]: ({ owner, path }) =>
    owner.browser.post(`${path}/webhooks`, { url: 'https://hooks.example.com/other', actions: ['team.created'] }),
  [`PATCH ${HOOK}: its description`]: patchHook({ description: 'to the chat' }),
  [`PATCH ${HOOK}: its actions`]: patchHook({ actions: ['team.deleted'] }),
  [`PATCH ${HOOK}: its address`]: patchHook({ url: 'https://hooks.example.com/moved' }),
  [`PATCH ${HOOK}: whether it is active`]: patchHook({ active: true }),
  [`DELETE ${HOOK}`]: ({ owner, path, hook }) => owner.browser.delete(`${path}/webhooks/${hook}`),
  [`POST ${HOOK}/rotate-secret`]: ({ owner, path, hook }) =>
    owner.browser.post(`${path}/webhooks/${hook}/rotate-secret`),
  [`POST ${HOOK}/test`]: ({ owner, path, hook }) => owner.browser.post(`${path}/webhooks/${hook}/test`),
  [`POST ${HOOK}/deliveries/:delivery/replay`]: ({ owner, path, hook, delivery }) =>
    owner.browser.post(`${path}/webhooks/${hook}/deliveries/${delivery}/replay`),
};

/** What is about the token that is not used shares a row only with the same, and with what is about its holder. */
const isAsleep = (name: string) => /let-in|not used/.test(name);
const isOfAll = (name: string) => /members|policy|trust/.test(name);
const meets = (one: string, other: string) => isAsleep(one) === isAsleep(other) || isOfAll(one) || isOfAll(other);
const pairsOf = (acts: object) =>
  Object.keys(acts).map((name, at, names) => [name, names.slice(at).filter((other) => meets(name, other))] as const);
const ACTS = { ...OF_TOKENS, ...OF_WEBHOOKS };
const RULES = { tokenApproval: true, tokenUnusedSeconds: 90 * 86_400 };
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two rulings on tokens, or two changes of a webhook, at the same moment', () => {
  let lanyard: Lanyard;
  let crowd: Crowd;
  beforeAll(async () => {
    const databaseUrl = await migratedDatabase();
    lanyard = await startLanyard({ databaseUrl, settings: { LANYARD_WEBHOOK_HOSTS: 'hooks.example.com' } });
    crowd = await sampleCrowd(lanyard);
  });
  afterAll(() => lanyard?.stop());

  async function makeWorld(): Promise<World> {
    const owner = await sampleAccount(lanyard, freshName('owner'));
    const gil = await sampleAccount(lanyard, freshName('gil'));
    const world = await parallelWorld(lanyard, { ...crowd, owner });
    const { organizationId, name } = world;
    const now = lanyard.clock.now();
    const tokens = { waiting: randomUUID(), blocked: randomUUID(), open: randomUUID(), asleep: randomUUID() };
    const longAgo = now - 100 * 86_400_000;
    const [hook, delivery] = [randomUUID(), `msg_${randomUUID()}`];
    const target = {
      url: new Secret('https://hooks.example.com/'),
      secret: new Secret('whsec_c2VjcmV0'),
      former: null,
    };
    const ruling = { organizationId, holderId: gil.id, commandLineId: null, madeBy: owner.name, at: now };
    await writeExisting(lanyard, async ({ deliveries, organizations, reachRulings, tokens: records, webhooks }) => {
      const found = await organizations.byId(organizationId);
      if (!found) throw new Error('it was just made');
      await organizations.setPolicy(organizationId, { ...found, policy: { ...found.policy, ...RULES } });
      await organizations.putMember(organizationId, gil.id, 'member', longAgo);
      for (const [description, id] of Object.entries(tokens)) {
        const grants = [{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }] as const;
        const createdAt = description === 'asleep' ? longAgo : now;
        const made = { kind: 'pat', ownerId: gil.id, createdBy: gil.name, createdAt, expiresAt: null } as const;
        const from = { createdAddress: '192.0.2.1', createdClient: 'test' };
        await records.insert(newAccessToken({ id, description, grants, ...made, ...from }), randomUUID());
      }
      await reachRulings.put({ ...ruling, tokenId: tokens.blocked, kind: 'blocked', reason: 'old' });
      for (const tokenId of [tokens.open, tokens.asleep])
        await reachRulings.put({ ...ruling, tokenId, kind: 'approved', reason: '' });
      const of = { id: hook, organizationId, description: '', actions: ['team.created'], form: 'json' } as const;
      const state = { origin: 'https://hooks.example.com', state: 'paused', failuresInRow: 0, restsUntil: 0 } as const;
      await webhooks.insert({ ...of, ...state, createdAt: now, sealedTarget: sealTarget(lanyard.services, target) });
      const party = { type: 'organization', id: organizationId, name } as const;
      const data = { event: randomUUID(), organization: name, actor: party, subject: party, facts: {} };
      const facts = { type: 'team.created', timestamp: new Date(now).toISOString(), data } as const;
      const over = { attempts: 1, outcome: 'delivered', status: 204, fault: null, attemptedAt: now } as const;
      const sent = { id: delivery, kind: facts.type, recipient: hook, facts, createdAt: now };
      await deliveries.insert([{ ...sent, ...over, dueAt: Number.MAX_SAFE_INTEGER }]);
    });
    return { ...world, owner, gil, tokens, hook, delivery };
  }

  async function stateAfter(world: World): Promise<string> {
    const { organizationId, owner, gil, tokens, hook, delivery } = world;
    const { read } = lanyard.services.store;
    const { items } = await read.tokens.list({ ownerId: gil.id, now: 0, page: 1, pageSize: 10 });
    const hooks = await read.webhooks.ofOrganization(organizationId);
    const rulings = await read.reachRulings.ofHolder(organizationId, gil.id);
    const state = {
      rulings: Object.entries(tokens).map(([which, id]) => {
        const ruling = rulings.find(({ tokenId }) => tokenId === id);
        return ruling && [which, ruling.kind, ruling.reason, ruling.madeBy];
      }),
      isTrusted: await read.trustedHolders.has(organizationId, gil.id),
      isLetIn: (await read.stopFacts.restOf({ id: organizationId, name: world.name }, tokens.asleep)).letInAt !== null,
      tokens: items.map(({ description, deactivatedAt }) => [description, deactivatedAt !== null]).sort(),
      hooks: hooks.map((one) => [one.description, one.actions, one.form, one.state]).sort(),
      isSentAgain: (await read.deliveries.byId(hook, delivery))?.outcome === null,
      deliveries: (await read.deliveries.ofWebhook(hook, { page: 1, pageSize: 100 })).total,
    };
    const text = `${JSON.stringify(state, null, 1)}\n${await stateOf(lanyard, world)}`;
    return [owner.name, gil.name, ...Object.values(tokens)]
      .reduce((plain, name, at) => plain.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `name ${at}`), text)
      .replaceAll(/\b1\d{12}\b/g, 'a time');
  }

  it('are tested for every route that makes them', () => {
    const isMeant = (path: string) => /^\/api\/organizations\/:organization\/(webhooks|access-review)/.test(path);
    const routes = ROUTES.filter(({ method, path }) => method !== 'GET' && isMeant(path));
    const covered = new Set(Object.keys(ACTS).map((name) => name.split(': ')[0]));
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  it('begin with a token that only a decision lets in again', async () => {
    for (const act of [`POST ${O}/access-review/tokens/:id/let-in`, 'POST /api/tokens/:id/let-in'])
      expect([act, (await ACTS[act]?.(await makeWorld()))?.status]).toEqual([act, 204]);
  });

  it.each([...pairsOf(OF_TOKENS), ...pairsOf(OF_WEBHOOKS)])(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      expect(await violationsOf({ acts: ACTS, makeWorld, stateOf: stateAfter, rounds: ROUNDS }, first, others)).toBe(
        '',
      );
    },
    TEST_RUNS_TIMEOUT,
  );
});
