import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent, reviewsWorkedOn } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { numbers, writeRows } from '../../support/lanyard/write-rows.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { receiveWebhooks, type WebhookReceiver } from '../../support/programs/receive-webhooks.ts';

const DAY_SECONDS = 86_400;

let inbox: MailServer;
let hooks: WebhookReceiver;
beforeAll(async () => {
  [inbox, hooks] = [await receiveMail(), await receiveWebhooks()];
});
afterAll(async () => {
  await Promise.all([inbox.stop(), hooks[Symbol.asyncDispose]()]);
});

/** The text of the newest mail to this address with these words in its subject. */
function mailTo(address: string, words: string): string {
  const mails = inbox.mails.filter(
    ({ recipients, parsed }) => recipients.includes(address) && parsed.subject?.includes(words),
  );
  return (mails.at(-1)?.parsed.text ?? '').replaceAll('\n', ' ');
}

const settings = () => ({
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_WEBHOOK_HOSTS: `http://127.0.0.1:${hooks.port}`,
});

describeLanyard(
  'a review of access tokens',
  (lanyard) => {
    /** An organization with a token of its own, and a member with two tokens. */
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      const tokens = [
        await sampleToken(member, { actions: ['pull'] }),
        await sampleToken(member, { actions: ['pull'] }),
      ];
      const [first = '', second = ''] = tokens.map(({ id }) => id);
      const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
      const own: string = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body.token.id;
      const inDays = (days: number) => new Date(lanyard().clock.now() + days * DAY_SECONDS * 1000).toISOString();
      const start = (changes: object = {}, by = owner) => {
        const review = { name: 'Spring', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep' };
        return by.browser.post(`${path}/reviews`, { ...review, dueAt: inDays(20), ...changes });
      };
      const decide = (id: string, decision: string, ids: readonly string[], by: SampleAccount = owner) => {
        const reason = decision === 'block' ? { reason: 'not used any more' } : {};
        return by.browser.post(`${path}/reviews/${id}/decisions`, { decision, tokens: ids, ...reason });
      };
      const itemsOf = async (id: string, query = '', by: SampleAccount = owner) => {
        const { body } = await by.browser.get(`${path}/reviews/${id}/items?pageSize=100&${query}`);
        return body.items as readonly Item[];
      };
      const outcomes = async (id: string) =>
        Object.fromEntries(
          (await itemsOf(id)).map(({ token, decision, decidedBy }) => [token.id, [decision, decidedBy]]),
        );
      const holdOf = async (token: string) => {
        const { tokens: all } = (await owner.browser.get(`${path}/access-review/tokens?pageSize=100`)).body;
        return all.find(({ id }: { readonly id: string }) => id === token)?.hold?.type;
      };
      return { ...place, first, second, own, inDays, start, decide, itemsOf, outcomes, holdOf };
    }

    it('asks the owners about every visible token, takes decisions, and closes with the outcome of its rule', async () => {
      const { owner, member, path, name, first, second, own, start, decide, itemsOf, outcomes, holdOf } = await world();
      const events = await eventsOf(lanyard(), () => start({ undecided: 'block' }));
      expect(events).toMatchObject([
        {
          action: 'review.started',
          namespace: name,
          actor: { name: owner.name },
          subject: { type: 'review', name: 'Spring' },
          data: { scope: 'all', reviewers: 'owners', undecided: 'block', recurrence: null },
        },
      ]);
      const [review] = (await owner.browser.get(`${path}/reviews`)).body.reviews;
      expect(review).toMatchObject({ name: 'Spring', state: 'open', startedBy: owner.name, occurrence: 1 });
      expect(review.counts).toEqual({ undecided: 3, keep: 0, block: 0, gone: 0 });
      expect(review.asked).toEqual(review.counts);
      // Tokens that are created later are not in the review, and its items show what was true when it began.
      await sampleToken(member, { actions: ['pull'] });
      const items = await itemsOf(review.id);
      expect(items.map(({ token }) => token.id).sort()).toEqual([first, second, own].sort());
      expect(items.find(({ token }) => token.id === first)).toMatchObject({
        token: { holder: { name: member.name, role: 'member' }, description: null, reach: { actions: [] } },
        isGone: false,
        decision: null,
      });
      expect((await decide(review.id, 'keep', [first])).body).toMatchObject({ decided: [first], taken: [], left: 2 });
      const close = await eventsOf(lanyard(), () => owner.browser.post(`${path}/reviews/${review.id}/finish`));
      expect(close.map(({ action }) => action)).toEqual([
        'review.finished',
        'token.blocked-here',
        'token.deactivated',
        'review.closed',
      ]);
      expect(close.at(-1)).toMatchObject({
        actor: { type: 'organization', name },
        data: { items: 3, kept: 1, blocked: 2, gone: 0, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      expect(await outcomes(review.id)).toEqual({
        [first]: ['keep', owner.name],
        [second]: ['block', null],
        [own]: ['block', null],
      });
      expect([await holdOf(first), await holdOf(second)]).toEqual([undefined, 'blocked']);
      expect((await owner.browser.get(`${path}/tokens/${own}`)).body.status).toBe('inactive');
      expect((await owner.browser.get(`${path}/reviews/${review.id}`)).body).toMatchObject({
        state: 'closed',
        finishedBy: owner.name,
      });
    });

    it('blocks with a reason that the holder reads, and keeps the first of two decisions', async () => {
      const { owner, member, path, first, second, own, start, decide, holdOf } = await world();
      const colleague = await sampleAccount(lanyard(), freshName('colleague'));
      await joinOrganization(owner, path, colleague, 'owner');
      const { id } = (await start()).body;
      const events = await eventsOf(lanyard(), () => decide(id, 'block', [first, own]));
      expect(events).toMatchObject([
        { action: 'review.decided', data: { decision: 'block', tokens: expect.arrayContaining([first, own]) } },
        { action: 'token.blocked-here', subject: { id: first }, data: { reason: 'not used any more' } },
        { action: 'token.deactivated', subject: { id: own } },
      ]);
      expect(await holdOf(first)).toBe('blocked');
      await mailsSent(lanyard());
      expect(mailTo(`${member.name}@example.com`, 'blocked in')).toContain('not used any more');
      const { body } = await decide(id, 'keep', [first, second], colleague);
      expect(body).toEqual({
        decided: [second],
        taken: [{ token: first, decision: 'block', by: owner.name, at: expect.any(String) }],
        gone: [],
        left: 0,
      });
      expect(await holdOf(first)).toBe('blocked');
      // Of two decisions at the same moment, too, the first one counts.
      const third = (await sampleToken(member, { actions: ['pull'] })).id;
      const other = (await start()).body.id;
      const answers = await Promise.all([decide(other, 'keep', [third]), decide(other, 'block', [third], colleague)]);
      expect(answers.map(({ body: said }) => [said.decided.length, said.taken.length]).sort()).toEqual([
        [0, 1],
        [1, 0],
      ]);
      // Nothing was decided again, so there is nothing in the audit log.
      expect(await eventsOf(lanyard(), () => decide(id, 'block', [second]))).toEqual([]);
      const noReason = { decision: 'block', tokens: [second] };
      expect((await owner.browser.post(`${path}/reviews/${id}/decisions`, noReason)).status).toBe(400);
    });

    it('asks members about their own tokens and shows them nothing else; the owners decide when a member leaves', async () => {
      const { owner, member, stranger, path, name, first, second, own, start, decide, itemsOf } = await world();
      const other = await sampleAccount(lanyard(), freshName('other'));
      await joinOrganization(owner, path, other);
      const theirs = (await sampleToken(other, { actions: ['pull'] })).id;
      const idle = await sampleAccount(lanyard(), freshName('idle'));
      await joinOrganization(owner, path, idle);
      const { id } = (await start({ reviewers: 'holders' })).body;
      await mailsSent(lanyard());
      const text = mailTo(`${member.name}@example.com`, 'asks you to decide');
      expect(text).toContain('2 access tokens wait for a decision of yours in the review "Spring"');
      expect(text).toContain(`/organizations/${name}/access-review/reviews/${id}`);
      expect(mailTo(`${owner.name}@example.com`, 'asks you to decide')).toContain('4 access tokens wait');
      const waiting = async ({ browser }: SampleAccount) => (await browser.get('/api/overview')).body.reviews;
      const shown = { id, name: 'Spring', organization: name, dueAt: expect.any(String) };
      expect(await waiting(member)).toEqual([{ ...shown, undecided: 2 }]);
      expect(await waiting(owner)).toEqual([{ ...shown, undecided: 1 }]);
      expect([await waiting(idle), await waiting(stranger)]).toEqual([[], []]);
      const seen = (await member.browser.get(`${path}/reviews`)).body;
      expect(seen).toMatchObject({ total: 1, reviews: [{ id, counts: { undecided: 2 }, asked: { undecided: 2 } }] });
      expect((await itemsOf(id, '', member)).map(({ token }) => token.id).sort()).toEqual([first, second].sort());
      expect((await decide(id, 'keep', [theirs], member)).status).toBe(404);
      expect((await decide(id, 'keep', [first, own], member)).status).toBe(404);
      expect((await decide(id, 'keep', [first], member)).body).toMatchObject({ decided: [first], left: 1 });
      // A member who is not asked sees no review at all.
      expect((await idle.browser.get(`${path}/reviews`)).body).toEqual({ total: 0, reviews: [] });
      expect((await idle.browser.get(`${path}/reviews/${id}`)).status).toBe(403);
      expect((await idle.browser.get(`${path}/reviews/none`)).status).toBe(403);
      expect((await stranger.browser.get(`${path}/reviews/${id}`)).status).toBe(404);
      const mine = async () => (await itemsOf(id, 'mine=true')).map(({ token }) => token.id).sort();
      expect(await mine()).toEqual([own]);
      await owner.browser.delete(`${path}/members/${member.name}`);
      expect(await mine()).toEqual([own, first, second].sort());
      expect(await waiting(owner)).toEqual([{ ...shown, undecided: 2 }]);
      expect(await waiting(member)).toEqual([]);
      expect((await decide(id, 'keep', [second], member)).status).toBe(404);
      // Without the membership, the token can reach nothing here any more.
      expect((await itemsOf(id)).find(({ token }) => token.id === second)).toMatchObject({
        isGone: true,
        decision: null,
      });
      expect((await decide(id, 'keep', [second])).body).toMatchObject({ decided: [], gone: [second] });
      await owner.browser.post(`${path}/reviews/${id}/finish`);
      expect([await waiting(owner), await waiting(other)]).toEqual([[], []]);
    });

    it('closes by itself on its date, and reminds seven days and one day before', async () => {
      const { owner, name, path, first, second, own, start, decide } = await world();
      const { id } = (await start({ recurrence: 'monthly' })).body;
      const asked = `${path}/reviews/${id}`;
      const eventsHere = async (work: () => Promise<unknown>) =>
        (await eventsOf(lanyard(), work)).filter(({ namespace }) => namespace === name);
      const past = (days: number) => {
        lanyard().clock.advance(days * DAY_SECONDS);
        return eventsHere(async () => {
          // The same as two servers at the same time.
          await Promise.all([reviewsWorkedOn(lanyard()), reviewsWorkedOn(lanyard())]);
        });
      };
      expect(await past(12)).toEqual([]);
      expect(await past(1.1)).toMatchObject([{ action: 'review.reminded', namespace: name, data: { undecided: 3 } }]);
      await mailsSent(lanyard());
      const text = mailTo(`${owner.name}@example.com`, 'Within 7 days');
      expect(text).toContain('3 access tokens wait for a decision in the review "Spring"');
      expect(await past(0)).toEqual([]);
      await owner.browser.signIn(owner.name, owner.password);
      await decide(id, 'keep', [first, second, own]);
      // There is nothing left to remind anybody of.
      expect(await past(6)).toEqual([]);
      const closed = await past(1);
      expect(closed).toMatchObject([
        { action: 'review.closed', actor: { type: 'organization', name }, data: { kept: 3 } },
        { action: 'review.started', subject: { name: 'Spring' }, data: { recurrence: 'monthly' } },
      ]);
      await mailsSent(lanyard());
      expect(mailTo(`${owner.name}@example.com`, 'is closed')).toContain('kept: 3');
      await owner.browser.signIn(owner.name, owner.password);
      expect((await decide(id, 'keep', [first])).status).toBe(409);
      expect((await owner.browser.get(asked)).body.state).toBe('closed');
      const [next] = (await owner.browser.get(`${path}/reviews`)).body.reviews;
      expect(next).toMatchObject({ state: 'scheduled', occurrence: 2, counts: { undecided: 0 } });
      await past(12);
      await owner.browser.signIn(owner.name, owner.password);
      expect((await owner.browser.get(`${path}/reviews/${next.id}`)).body).toMatchObject({
        state: 'open',
        counts: { undecided: 3 },
      });
    });

    it('has another outcome for tokens that ended, and for tokens that were blocked elsewhere meanwhile', async () => {
      const { owner, member, path, first, second, own, start, decide, itemsOf, outcomes } = await world();
      const { id } = (await start({ undecided: 'block' })).body;
      await member.browser.delete(`/api/tokens/${first}`);
      const rulings = { ruling: 'block', tokens: [second], reason: 'lost laptop' };
      await owner.browser.post(`${path}/access-review/rulings`, rulings);
      expect((await itemsOf(id)).filter(({ isGone }) => isGone).map(({ token }) => token.id)).toEqual([first]);
      await decide(id, 'keep', [own]);
      await owner.browser.post(`${path}/reviews/${id}/finish`);
      expect(await outcomes(id)).toEqual({
        [first]: ['gone', null],
        [second]: ['block', owner.name],
        [own]: ['keep', owner.name],
      });
      expect((await itemsOf(id, 'decision=block')).map(({ reason }) => reason)).toEqual(['lost laptop']);
      expect(await itemsOf(id, 'decision=undecided')).toEqual([]);
      expect((await itemsOf(id, 'finding=no-expiry')).length).toBe(3);
      expect((await itemsOf(id, `search=${member.name}`)).length).toBe(2);
    });

    it('starts the next one on its date, also after it was finished early, until somebody cancels the series', async () => {
      const { owner, path, start } = await world();
      const { id } = (await start({ recurrence: 'quarterly' })).body;
      const events = await eventsOf(lanyard(), () => owner.browser.post(`${path}/reviews/${id}/finish`));
      expect(events.map(({ action }) => action)).toEqual(['review.finished', 'review.closed', 'review.started']);
      const [next] = (await owner.browser.get(`${path}/reviews`)).body.reviews;
      expect(next).toMatchObject({ state: 'scheduled', occurrence: 2, startedBy: owner.name });
      expect((await owner.browser.post(`${path}/reviews/${next.id}/finish`)).status).toBe(409);
      expect((await owner.browser.post(`${path}/reviews/${next.id}/cancel`)).status).toBe(204);
      lanyard().clock.advance(100 * DAY_SECONDS);
      await reviewsWorkedOn(lanyard());
      await owner.browser.signIn(owner.name, owner.password);
      const { reviews } = (await owner.browser.get(`${path}/reviews`)).body;
      expect(reviews.map(({ state }: { readonly state: string }) => state)).toEqual(['cancelled', 'closed']);
    });

    it('asks about the tokens of a team, of a repository, or those that nobody uses', async () => {
      const { owner, member, path, name, own, first, second, start, itemsOf } = await world();
      await owner.browser.post(`${path}/teams`, { name: 'web' });
      await owner.browser.put(`${path}/teams/web/members/${member.name}`);
      const narrow = (await sampleToken(member, { pattern: `${name}/web-shop`, actions: ['pull'] })).id;
      const other = (await sampleToken(owner, { pattern: `${name}/api`, actions: ['pull'] })).id;
      const idsOf = async (scope: object) => {
        const { id } = (await start({ scope })).body;
        const ids = (await itemsOf(id)).map(({ token }) => token.id).sort();
        await owner.browser.post(`${path}/reviews/${id}/cancel`);
        return ids;
      };
      expect(await idsOf({ type: 'team', team: 'web' })).toEqual([first, second, narrow].sort());
      expect(await idsOf({ type: 'repository', pattern: `${name}/web-*` })).toEqual(
        [first, second, narrow, own].sort(),
      );
      expect(await idsOf({ type: 'repository', pattern: `${name}/api` })).toEqual([first, second, other, own].sort());
      expect(await idsOf({ type: 'stale' })).toEqual([]);
      expect((await start({ scope: { type: 'team', team: 'none' } })).status).toBe(404);
      expect((await start({ scope: { type: 'repository', pattern: 'other/*' } })).status).toBe(400);
      lanyard().clock.advance(15 * DAY_SECONDS);
      await owner.browser.signIn(owner.name, owner.password);
      expect(await idsOf({ type: 'stale' })).toEqual([first, second, narrow, other, own].sort());
    });

    it('is refused where more than 20,000 tokens can reach the organization, and the next of a series is cancelled', async () => {
      const { owner, name, path, first, start } = await world();
      const { id } = (await start({ recurrence: 'monthly' })).body;
      await owner.browser.post(`${path}/reviews/${id}/finish`);
      await writeRows(lanyard(), [
        `${numbers(20_000)} insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text,
          grants, created_at, created_address, created_client)
          select '${name}-' || i, '${name}-' || i, kind, origin, owner_id, description, search_text, grants, created_at,
            created_address, created_client from n, access_tokens where id = '${first}'`,
      ]);
      const refused = await start();
      expect([refused.status, refused.body.error.message]).toEqual([
        409,
        '20003 access tokens can reach the organization, and a review looks at 20000 at most',
      ]);
      lanyard().clock.advance(40 * DAY_SECONDS);
      const events = await eventsOf(lanyard(), () => reviewsWorkedOn(lanyard()));
      expect(events.filter(({ namespace }) => namespace === name)).toMatchObject([
        { action: 'review.cancelled', data: { reason: 'more than 20000 access tokens can reach the organization' } },
      ]);
      await mailsSent(lanyard());
      expect(mailTo(`${owner.name}@example.com`, 'was cancelled')).toContain(
        'more than 20000 access tokens can reach the organization. No later review of its series begins.',
      );
      await owner.browser.signIn(owner.name, owner.password);
      const { reviews } = (await owner.browser.get(`${path}/reviews`)).body;
      expect(reviews).toMatchObject([{ state: 'cancelled', cancelledBy: null }, { state: 'closed' }]);
    });

    it('tells the owners, a webhook and the log when the last review of a series is closed, in one transaction', async () => {
      const { owner, member, name, path, start } = await world();
      await owner.browser.post(`${path}/webhooks`, { url: hooks.url, actions: ['review.series-ended'] });
      const { id } = (await start({ recurrence: 'half-yearly' })).body;
      await writeRows(lanyard(), [`update reviews set occurrence = 60 where id = '${id}'`]);
      const shown = async () => (await owner.browser.get(`${path}/reviews/${id}`)).body;
      expect(await shown()).toMatchObject({ occurrence: 60, isLast: true });
      lanyard().clock.advance(21 * DAY_SECONDS);
      const events = await eventsOf(lanyard(), () => reviewsWorkedOn(lanyard()));
      expect(events.filter(({ namespace }) => namespace === name)).toMatchObject([
        { action: 'review.closed' },
        { action: 'review.series-ended', subject: { id, name: 'Spring' }, data: { reviews: 60 } },
      ]);
      await mailsSent(lanyard());
      const text = mailTo(`${owner.name}@example.com`, 'do not repeat any more');
      expect(text).toContain('It was number 60 of its series, and the last one. No later review begins by itself.');
      expect(text).toContain(`/organizations/${name}/access-review/reviews/new`);
      expect(mailTo(`${member.name}@example.com`, 'do not repeat any more')).toBe('');
      const told = hooks.received.filter(({ body }) => body.data.organization === name);
      expect(told.map(({ body }) => body.type)).toEqual([expect.stringMatching(/review\.series-ended$/)]);
      await owner.browser.signIn(owner.name, owner.password);
      const { reviews } = (await owner.browser.get(`${path}/reviews`)).body;
      expect(reviews).toMatchObject([{ id, state: 'closed' }]);
    });

    it('tells the owners that a series ends if one of them finishes its last review before it is due', async () => {
      const { owner, path, start } = await world();
      const { id } = (await start({ recurrence: 'monthly' })).body;
      await writeRows(lanyard(), [`update reviews set occurrence = 60 where id = '${id}'`]);
      const events = await eventsOf(lanyard(), () => owner.browser.post(`${path}/reviews/${id}/finish`));
      expect(events.map(({ action }) => action)).toEqual(['review.finished', 'review.closed', 'review.series-ended']);
      await mailsSent(lanyard());
      expect(mailTo(`${owner.name}@example.com`, 'do not repeat any more')).toContain('It was number 60 of its series');
      expect((await owner.browser.get(`${path}/reviews`)).body.reviews).toMatchObject([{ id, state: 'closed' }]);
    });

    it('does not ask about nothing where the team of a series was deleted: it is cancelled, and the owners are told', async () => {
      const { owner, member, path, start } = await world();
      await owner.browser.post(`${path}/teams`, { name: 'web' });
      await owner.browser.put(`${path}/teams/web/members/${member.name}`);
      const { id } = (await start({ scope: { type: 'team', team: 'web' }, recurrence: 'monthly' })).body;
      await owner.browser.post(`${path}/reviews/${id}/finish`);
      await owner.browser.delete(`${path}/teams/web`);
      lanyard().clock.advance(40 * DAY_SECONDS);
      await reviewsWorkedOn(lanyard());
      await mailsSent(lanyard());
      expect(mailTo(`${owner.name}@example.com`, 'was cancelled')).toContain('the team web was deleted');
      await owner.browser.signIn(owner.name, owner.password);
      const { reviews } = (await owner.browser.get(`${path}/reviews`)).body;
      const cancelled = { state: 'cancelled', cancelledBy: null, cancelledBecause: 'the team web was deleted' };
      expect(reviews).toMatchObject([cancelled, { state: 'closed' }]);
    });

    it('refuses a date in the past, more than five unfinished reviews, and callers who are not owners', async () => {
      const { owner, member, stranger, path, start, inDays } = await world();
      const outsider = await sampleOrganization(lanyard());
      for (const changes of [
        { dueAt: inDays(-1) },
        { dueAt: inDays(400) },
        { dueAt: inDays(29), recurrence: 'monthly' },
        { name: ' ' },
      ]) {
        expect((await start(changes)).status).toBe(400);
      }
      const { id } = (await start()).body;
      const administrator = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const routes = [
        [
          'POST',
          '',
          { name: 'Other', scope: { type: 'all' }, reviewers: 'owners', undecided: 'keep', dueAt: inDays(5) },
        ],
        ['POST', `/${id}/decisions`, { decision: 'keep', tokens: ['none'] }],
        ['POST', `/${id}/finish`, undefined],
        ['POST', `/${id}/cancel`, undefined],
        ['GET', `/${id}`, undefined],
        ['GET', `/${id}/items`, undefined],
        ['GET', `/${id}/evidence`, undefined],
      ] as const;
      for (const [method, address, body] of routes) {
        const statusOf = async ({ browser }: SampleAccount) =>
          (await browser.request(method, `${path}/reviews${address}`, { ...(body && { body }) })).status;
        expect([address, await statusOf(member)]).toEqual([address, address.endsWith('decisions') ? 404 : 403]);
        for (const account of [stranger, administrator, outsider.owner]) {
          expect([address, await statusOf(account)]).toEqual([address, 404]);
        }
      }
      // An owner of another organization does not find it there either.
      expect((await outsider.owner.browser.get(`${outsider.path}/reviews/${id}`)).status).toBe(404);
      for (let count = 1; count < 5; count += 1) expect((await start()).status).toBe(201);
      expect((await start()).status).toBe(409);
      expect((await owner.browser.post(`${path}/reviews/${id}/cancel`)).status).toBe(204);
      expect((await owner.browser.post(`${path}/reviews/${id}/cancel`)).status).toBe(409);
      expect((await owner.browser.post(`${path}/reviews/${id}/finish`)).status).toBe(409);
      expect((await owner.browser.get(`${path}/reviews/${id}/items`)).body).toEqual({ total: 0, items: [] });
      expect((await start()).status).toBe(201);
    });
  },
  settings,
);

interface Item {
  readonly token: { readonly id: string };
  readonly isGone: boolean;
  readonly decision: string | null;
  readonly decidedBy: string | null;
  readonly reason: string;
}
