import { randomUUID } from 'node:crypto';
import { newAccessToken } from '@lanyard/core/tokens/access-token';
import { ROUTES } from '@lanyard/server/app/route-table';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { freshName, type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { writeExisting } from '../../support/lanyard/audit.ts';
import { reviewsWorkedOn } from '../../support/lanyard/background-work.ts';
import type { Answer } from '../../support/lanyard/browser.ts';
import { forgetCount } from '../../support/lanyard/existing-counts.ts';
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

/** A review that is open asks about two tokens of the member Gil, and one of them has an exemption. */
interface World extends ParallelWorld {
  readonly now: number;
  readonly gil: SampleAccount;
  readonly tokens: Readonly<Record<'first' | 'exempt', string>>;
  readonly review: string;
}

type Act = (world: World) => Promise<Answer>;

const O = '/api/organizations/:organization';
const REVIEW = `${O}/reviews/:id`;
const RULE = 'maximumTokenLifetimeSeconds';
const DAY = 86_400_000;

const decide =
  (decision: string, reason: object = {}): Act =>
  ({ browser, path, review, tokens }) =>
    browser.post(`${path}/reviews/${review}/decisions`, { decision, tokens: [tokens.first], ...reason });
const exempt =
  (subject: (world: World) => object, days: number): Act =>
  (world) => {
    const body = { rule: RULE, reason: 'a long build', endsAt: new Date(world.now + days * DAY).toISOString() };
    return world.browser.post(`${world.path}/exemptions`, { ...subject(world), ...body });
  };

/** What changes a review, or an exemption. */
const CHANGES: Readonly<Record<string, Act>> = {
  [`POST ${REVIEW}/decisions: keep`]: decide('keep'),
  [`POST ${REVIEW}/decisions: block`]: decide('block', { reason: 'not used' }),
  [`POST ${REVIEW}/finish`]: ({ browser, path, review }) => browser.post(`${path}/reviews/${review}/finish`),
  [`POST ${REVIEW}/cancel`]: ({ browser, path, review }) => browser.post(`${path}/reviews/${review}/cancel`),
  [`POST ${O}/reviews`]: ({ browser, path, now }) =>
    browser.post(`${path}/reviews`, { ...NEW_REVIEW, name: 'Autumn', dueAt: new Date(now + DAY).toISOString() }),
  [`POST ${O}/exemptions: a token`]: exempt(({ tokens }) => ({ token: tokens.exempt }), 60),
  [`POST ${O}/exemptions: a member`]: exempt(({ gil }) => ({ member: gil.name }), 30),
  [`DELETE ${O}/exemptions/:rule/:subject`]: ({ browser, path, tokens }) =>
    browser.delete(`${path}/exemptions/${RULE}/${tokens.exempt}`),
};

/** What else can happen to the tokens that they are about. */
const MEETINGS: Readonly<Record<string, Act>> = {
  'DELETE /api/tokens/:id': ({ gil, tokens }) => gil.browser.delete(`/api/tokens/${tokens.first}`),
  [`POST ${O}/access-review/rulings: block`]: ({ browser, path, tokens }) =>
    browser.post(`${path}/access-review/rulings`, { ruling: 'block', tokens: [tokens.first], reason: 'too much' }),
  [`DELETE ${O}/members/:account`]: ({ browser, path, gil }) => browser.delete(`${path}/members/${gil.name}`),
};

const NEW_REVIEW = { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'block' };
const ACTS = { ...CHANGES, ...MEETINGS };
const isOfExemptions = (name: string) => name.includes('/exemptions');
/** A new review has nothing in common with another, and a cancelled one nothing with tokens. */
const meets = (first: string, second: string) => {
  if (second.includes('/rulings')) return first.includes('/decisions');
  if (second in MEETINGS) return !first.endsWith('/cancel');
  return (
    isOfExemptions(first) === isOfExemptions(second) && !first.endsWith('/reviews') && !second.endsWith('/reviews')
  );
};
const pairs = Object.keys(CHANGES).map((name, at) => {
  const later = Object.keys(ACTS).slice(at);
  return [name, later.filter((other) => meets(name, other))] as const;
});
const ROUNDS = testRuns(1);

describeWith(['postgres'], 'R50: two changes of a review or an exemption at the same moment', () => {
  let lanyard: Lanyard;
  let crowd: Crowd;
  let gil: SampleAccount;
  beforeAll(async () => {
    lanyard = await startLanyard({ databaseUrl: await migratedDatabase() });
    crowd = await sampleCrowd(lanyard);
    gil = await sampleAccount(lanyard, freshName('gil'));
  });
  afterAll(() => lanyard?.stop());

  async function makeWorld(hasReview: boolean): Promise<World> {
    const world = await parallelWorld(lanyard, crowd);
    const { organizationId, name, browser, path } = world;
    const now = lanyard.clock.now();
    const tokens = { first: randomUUID(), exempt: randomUUID() };
    await writeExisting(lanyard, async ({ organizations, ruleExemptions, tokens: records }) => {
      await organizations.putMember(organizationId, gil.id, 'member', now);
      for (const [description, id] of Object.entries(tokens)) {
        const grants = [{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }] as const;
        const made = { kind: 'pat', ownerId: gil.id, createdBy: gil.name, createdAt: now, expiresAt: null } as const;
        const from = { createdAddress: '192.0.2.1', createdClient: 'test' };
        await records.insert(newAccessToken({ id, description, grants, ...made, ...from }), randomUUID());
      }
      const subject = { rule: RULE, subjectId: tokens.exempt, tokenId: tokens.exempt, accountId: null } as const;
      const kept = { organizationId, reason: 'old', endsAt: now + 40 * DAY, at: now, madeBy: 'ada' };
      await ruleExemptions.put({ ...subject, ...kept });
    });
    if (!hasReview) return { ...world, now, gil, tokens, review: '' };
    await forgetCount(lanyard, { limit: 'reviews-started', of: crowd.owner.id });
    const asked = { ...NEW_REVIEW, dueAt: new Date(now + 20 * DAY).toISOString() };
    const review = (await browser.post(`${path}/reviews`, asked)).body.id;
    await reviewsWorkedOn(lanyard);
    return { ...world, now, gil, tokens, review };
  }

  async function stateAfter(world: World): Promise<string> {
    const { organizationId, browser, path, tokens, review } = world;
    if (review !== '') await reviewsWorkedOn(lanyard);
    const { reviews } = (await browser.get(`${path}/reviews?pageSize=100`)).body;
    const items = [];
    for (const { id, name } of reviews) {
      const { body } = await browser.get(`${path}/reviews/${id}/items?pageSize=100`);
      for (const { token, decision, decidedBy, reason } of body.items)
        items.push([name, token.description, decision, decidedBy, reason].join());
    }
    const rulings = await lanyard.services.store.read.reachRulings.ofHolder(organizationId, gil.id);
    const { exemptions } = (await browser.get(`${path}/exemptions?pageSize=100`)).body;
    const alike = (text: string) =>
      text
        .replaceAll(tokens.first, 'first')
        .replaceAll(tokens.exempt, 'exempt')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}/g, 'an id')
        .replaceAll(/\b1\d{12}\b|\b20\d\d-\d\d-\d\dT[\d:.]+Z/g, 'a time')
        .replaceAll(new RegExp(`\\b${world.name}\\b`, 'g'), 'acme');
    const log = await stateOf(lanyard, world);
    // The next world works on the reviews of this one too, as long as they are open.
    for (const { id } of reviews) await browser.post(`${path}/reviews/${id}/cancel`);
    // Sorted only without ids, which are others in every world.
    const state = {
      reviews: reviews.map(({ name, state, counts }: Record<string, unknown>) => [name, state, counts]).sort(),
      items: items.sort(),
      exemptions: exemptions.map((one: object) => alike(JSON.stringify(one))).sort(),
      rulings: rulings.map(({ tokenId, kind, reason, madeBy }) => alike([tokenId, kind, reason, madeBy].join())).sort(),
      log: alike(log).split('\n').sort(),
    };
    return JSON.stringify(state, null, 1);
  }

  it('are tested for every route that makes them', () => {
    const isMeant = (path: string) => /^\/api\/organizations\/:organization\/(reviews|exemptions)/.test(path);
    const routes = ROUTES.filter(({ method, path }) => method !== 'GET' && isMeant(path));
    const covered = new Set(Object.keys(CHANGES).map((name) => name.split(': ')[0]));
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !covered.has(route))).toEqual([]);
  });

  it.each(pairs)(
    '%s and any other end as if one came after the other',
    async (first, others) => {
      const make = () => makeWorld(!isOfExemptions(first));
      const parallel = { acts: ACTS, makeWorld: make, stateOf: stateAfter, rounds: ROUNDS };
      expect(await violationsOf(parallel, first, others)).toBe('');
    },
    2 * TEST_RUNS_TIMEOUT,
  );
});
