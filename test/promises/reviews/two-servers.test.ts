import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEST_RUNS_TIMEOUT, testRuns } from '../../../packages/core/test/test-runs.ts';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent, reviewsWorkedOn } from '../../support/lanyard/background-work.ts';
import { migratedDatabase } from '../../support/lanyard/migrated-database.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { numbers, writeRows } from '../../support/lanyard/write-rows.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

/** A step settles ten of them, so the servers meet in several steps. */
const TOKENS = 35;
const ROUNDS = testRuns(2);
const DAY_SECONDS = 86_400;

describeWith(['postgres'], 'two servers on one PostgreSQL that work on one review', () => {
  let inbox: MailServer;
  let servers: readonly [Lanyard, Lanyard];
  let owner: SampleAccount;
  let name: string;
  let path: string;

  beforeAll(async () => {
    inbox = await receiveMail();
    const mail = { LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' };
    const databaseUrl = await migratedDatabase();
    const first = await startLanyard({ databaseUrl, settings: mail });
    const settings = { ...mail, LANYARD_PUBLIC_URL: first.url };
    servers = [first, await startLanyard({ databaseUrl, dataFolder: first.dataFolder, settings })];
    const place = await sampleOrganization(first);
    ({ owner, name, path } = place);
    const { id } = await sampleToken(place.member, { pattern: `${name}/*`, actions: ['pull'] });
    await writeRows(first, [
      `${numbers(TOKENS - 1)} insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text,
        grants, created_at, created_address, created_client)
        select 'token-' || i, 'token-' || i, kind, origin, owner_id, description, search_text, grants, created_at,
          created_address, created_client from n, access_tokens where id = '${id}'`,
    ]);
  });
  afterAll(async () => {
    for (const server of servers?.toReversed() ?? []) await server.stop();
    await inbox?.stop();
  });

  const both = <Result>(work: (lanyard: Lanyard) => Promise<Result>) => Promise.all(servers.map(work));
  const start = async () => {
    const dueAt = new Date(servers[0].clock.now() + 20 * DAY_SECONDS * 1000).toISOString();
    const rules = { scope: { type: 'all' }, reviewers: 'owners', undecided: 'block', recurrence: 'monthly', dueAt };
    const { status, body } = await owner.browser.post(`${path}/reviews`, { name: 'Spring', ...rules });
    expect(status).toBe(201);
    return body.id as string;
  };
  const seen = async (lanyard: Lanyard, address: string) =>
    (await lanyard.browser().get(address, { cookie: owner.browser.cookie() })).body;
  const liftAll = async () => {
    const { tokens } = (await owner.browser.get(`${path}/access-review/tokens?pageSize=100`)).body;
    const ids = tokens.map(({ id }: { readonly id: string }) => id);
    expect((await owner.browser.post(`${path}/access-review/rulings`, { ruling: 'lift', tokens: ids })).status).toBe(
      204,
    );
  };
  const cancelNext = async () => {
    const [next] = (await owner.browser.get(`${path}/reviews`)).body.reviews;
    expect([next.state, next.occurrence]).toEqual(['scheduled', 2]);
    expect((await owner.browser.post(`${path}/reviews/${next.id}/cancel`)).status).toBe(204);
  };

  it(
    'close it once: each token is blocked once, and there is one end, one next review and one mail',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = await start();
        await both(mailsSent);
        const mails = inbox.mails.length;
        for (const { clock } of servers) clock.advance(20 * DAY_SECONDS);
        const events = await eventsOf(servers[0], () => both(reviewsWorkedOn));
        const here = events.filter(({ namespace }) => namespace === name);
        const counted = Object.entries(Object.groupBy(here, ({ action }) => action));
        expect(Object.fromEntries(counted.map(([action, some]) => [action, some?.length]))).toEqual({
          'token.blocked-here': TOKENS,
          'review.closed': 1,
          'review.started': 1,
        });
        expect(new Set(here.map(({ subject }) => subject.id)).size).toBe(TOKENS + 2);
        await both(mailsSent);
        const ends = inbox.mails.slice(mails).filter(({ parsed }) => parsed.subject?.includes('is closed'));
        expect(ends.map(({ recipients }) => recipients)).toEqual([[`${owner.name}@example.com`]]);
        await owner.browser.signIn(owner.name, owner.password);
        expect(await both((server) => seen(server, `${path}/reviews/${id}`))).toEqual(
          servers.map(() =>
            expect.objectContaining({ state: 'closed', counts: expect.objectContaining({ block: TOKENS }) }),
          ),
        );
        const [one, other] = await both((server) => seen(server, `${path}/reviews/${id}/evidence`));
        expect(other).toEqual(one);
        await cancelNext();
        await liftAll();
      }
    },
    TEST_RUNS_TIMEOUT,
  );

  it(
    'lose no decision that one of them takes while the other closes it',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = await start();
        const items = (await seen(servers[0], `${path}/reviews/${id}/items?pageSize=100`)).items;
        const ids: readonly string[] = items.map(({ token }: { readonly token: { readonly id: string } }) => token.id);
        const headers = { cookie: owner.browser.cookie(), origin: servers[0].url };
        const keep = (token: string) => {
          const body = { decision: 'keep', tokens: [token] };
          return servers[1].browser().request('POST', `${path}/reviews/${id}/decisions`, { headers, body });
        };
        const [finished, ...kept] = await Promise.all([
          owner.browser.post(`${path}/reviews/${id}/finish`),
          ...ids.slice(0, 8).map(keep),
        ]);
        expect(finished?.status).toBe(200);
        await both(reviewsWorkedOn);
        const said = kept.filter(({ status }) => status === 200).length;
        expect(kept.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
        const { state, counts } = await seen(servers[1], `${path}/reviews/${id}`);
        expect([state, counts]).toEqual(['closed', { undecided: 0, keep: said, block: TOKENS - said, gone: 0 }]);
        await cancelNext();
        for (const token of ids)
          await owner.browser.post(`${path}/access-review/rulings`, { ruling: 'lift', tokens: [token] });
      }
    },
    TEST_RUNS_TIMEOUT,
  );
});
