import { expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { reviewsWorkedOn } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';

const DAY = 86_400_000;

/** Each of these has a row in the table of docs/reviews.md. */
describeLanyard('while a review of access tokens is open', (lanyard) => {
  /** A review that asks two owners about three tokens of a member. */
  async function world(changes: object = {}) {
    const place = await sampleOrganization(lanyard());
    const { owner, member, name, path } = place;
    const colleague = await sampleAccount(lanyard(), freshName('colleague'));
    await joinOrganization(owner, path, colleague, 'owner');
    const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY).toISOString();
    const make = async (expiresAt?: string) =>
      (await sampleToken(member, { pattern: `${name}/*`, actions: ['pull'] }, expiresAt)).id;
    const tokens = { first: await make(), second: await make(), brief: await make(inDays(5)) };
    const start = (more: object = {}) => {
      const review = { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep' };
      return owner.browser.post(`${path}/reviews`, { ...review, dueAt: inDays(20), ...changes, ...more });
    };
    const review = `${path}/reviews/${(await start()).body.id}`;
    const decide = (by: SampleAccount, decision: 'keep' | 'block', ...ids: readonly string[]) => {
      const reason = decision === 'block' ? { reason: 'not used any more' } : {};
      return by.browser.post(`${review}/decisions`, { decision, tokens: ids, ...reason });
    };
    /** In a new session, because the clock moves by days. */
    const finish = async () => {
      await owner.browser.signIn(owner.name, owner.password);
      return owner.browser.post(`${review}/finish`);
    };
    const evidence = async () => {
      const { body } = await owner.browser.get(`${review}/evidence`);
      const file = typeof body === 'string' ? JSON.parse(body) : body;
      const said = ({ token, decision, by }: Item) => [token.id, [decision, by]] as const;
      return { ...file, outcomes: Object.fromEntries((file.items as readonly Item[]).map(said)) };
    };
    return { ...place, colleague, tokens, start, review, decide, finish, evidence, inDays };
  }

  it('of two owners who decide about one token at the same moment, one does, and the other is told who', async () => {
    const { owner, colleague, tokens, decide, finish, evidence } = await world();
    const answers = await Promise.all([decide(owner, 'keep', tokens.first), decide(colleague, 'block', tokens.first)]);
    const [done, late] = answers.toSorted((one, other) => other.body.decided.length - one.body.decided.length);
    expect(done?.body).toMatchObject({ decided: [tokens.first], taken: [] });
    const by = answers[0] === done ? owner.name : colleague.name;
    const decision = answers[0] === done ? 'keep' : 'block';
    expect(late?.body).toMatchObject({ decided: [], taken: [{ token: tokens.first, decision, by }] });
    await finish();
    expect((await evidence()).outcomes[tokens.first]).toEqual([decision, by]);
  });

  it('a token that is deleted, or expires, is neither kept nor blocked: it had ended', async () => {
    const { owner, member, tokens, review, decide, finish, evidence } = await world({ undecided: 'block' });
    await member.browser.delete(`/api/tokens/${tokens.first}`);
    expect((await decide(owner, 'keep', tokens.first)).body).toMatchObject({ decided: [], gone: [tokens.first] });
    lanyard().clock.advance(6 * 86_400);
    await finish();
    const { outcomes, counts } = await evidence();
    expect(outcomes[tokens.first]).toEqual(['gone', owner.name]);
    expect([outcomes[tokens.brief], outcomes[tokens.second]]).toEqual([
      ['gone', null],
      ['block', null],
    ]);
    expect(counts).toMatchObject({ items: 3, keep: 0, block: 1, gone: 2 });
    expect((await owner.browser.get(review)).body.state).toBe('closed');
  });

  it('a reviewer who leaves decides nothing more, the owners are asked, and what was decided stays', async () => {
    const { owner, member, path, tokens, review, decide, finish, evidence } = await world({ reviewers: 'holders' });
    const asked = async () => (await owner.browser.get(`${review}/items?mine=true`)).body.total;
    expect((await decide(member, 'keep', tokens.first)).body).toMatchObject({ decided: [tokens.first], left: 2 });
    expect(await asked()).toBe(0);
    await owner.browser.delete(`${path}/members/${member.name}`);
    expect((await decide(member, 'keep', tokens.second)).status).toBe(404);
    expect(await asked()).toBe(3);
    await finish();
    const { outcomes } = await evidence();
    expect([outcomes[tokens.first], outcomes[tokens.second]]).toEqual([
      ['keep', member.name],
      ['gone', null],
    ]);
  });

  it('an owner who started it can leave: the other owners go on', async () => {
    const { owner, colleague, path, review, tokens, decide } = await world();
    expect((await colleague.browser.delete(`${path}/members/${owner.name}`)).status).toBe(204);
    expect((await decide(owner, 'keep', tokens.first)).status).toBe(404);
    expect((await decide(colleague, 'keep', tokens.first)).body.decided).toEqual([tokens.first]);
    expect((await colleague.browser.get(review)).body).toMatchObject({ state: 'open', startedBy: owner.name });
  });

  it.each([
    ['in the past', -1, null, 'must be in the future'],
    ['of this moment', 0, null, 'must be in the future'],
    ['more than a year away', 367, null, 'must be within 366 days'],
    ['after the next of its series begins', 29, 'monthly', 'must be within 28 days, because the review is monthly'],
  ])('a due date %s is refused, with the reason', async (_when, days, recurrence, reason) => {
    const { start, inDays } = await world();
    const { status, body } = await start({ dueAt: inDays(days), recurrence });
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(`dueAt: ${reason}`)]);
  });

  it('a policy that changes is in the evidence, as it was at the start and at the end', async () => {
    const { owner, path, finish, evidence } = await world();
    await owner.browser.patch(`${path}/policy`, { tokenActions: ['pull'] });
    await finish();
    const { atStart, atEnd } = (await evidence()).review.rules;
    expect([atStart.tokenActions, atEnd.tokenActions]).toEqual([['pull', 'push', 'delete'], ['pull']]);
  });

  it('an owner who cancels it leaves no evidence, and what it blocked stays blocked', async () => {
    const { owner, path, tokens, review, decide } = await world();
    await decide(owner, 'block', tokens.first);
    expect((await owner.browser.post(`${review}/cancel`)).status).toBe(204);
    const { status, body } = await owner.browser.get(`${review}/evidence`);
    expect([status, body.error.message]).toEqual([409, 'this review was cancelled']);
    expect((await decide(owner, 'keep', tokens.second)).status).toBe(409);
    const { tokens: blocked } = (await owner.browser.get(`${path}/access-review/tokens?state=blocked`)).body;
    expect(blocked).toMatchObject([{ id: tokens.first }]);
  });

  it('a due date on which the server was off counts: later decisions are refused, and it is closed afterwards', async () => {
    const { owner, tokens, review, decide, evidence } = await world({ undecided: 'block' });
    await decide(owner, 'keep', tokens.first);
    lanyard().clock.advance(22 * 86_400);
    await owner.browser.signIn(owner.name, owner.password);
    const { status, body } = await decide(owner, 'keep', tokens.second);
    expect([status, body.error.message]).toEqual([409, 'this review is over']);
    await reviewsWorkedOn(lanyard());
    expect((await owner.browser.get(review)).body.state).toBe('closed');
    const { outcomes } = await evidence();
    expect([outcomes[tokens.first], outcomes[tokens.second]]).toEqual([
      ['keep', owner.name],
      ['block', null],
    ]);
  });
});

interface Item {
  readonly token: { readonly id: string };
  readonly decision: string | null;
  readonly by: string | null;
}
