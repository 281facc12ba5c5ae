import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Checkpoint, openCheckpoint } from '@lanyard/core/audit/checkpoint';
import { parseNoteKey } from '@lanyard/core/audit/signed-note';
import { verifyExport } from '@lanyard/core/audit/verify-export';
import { type CloudEvent, HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { freshName, sampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { outboxText } from '../../support/lanyard/notices.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { isSignedWith, receiveWebhooks, type WebhookReceiver } from '../../support/programs/receive-webhooks.ts';

let inbox: MailServer;
let receiver: WebhookReceiver;
let other: WebhookReceiver;
beforeAll(async () => {
  [inbox, receiver, other] = [await receiveMail(), await receiveWebhooks(), await receiveWebhooks()];
});
afterAll(async () => {
  await Promise.all([inbox.stop(), receiver[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
});
beforeEach(() => {
  receiver.answer(204);
  other.answer(204);
});

/** A file with a single line is also valid JSON, and was then already parsed. */
const linesOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body)).trimEnd().split('\n');

const settings = () => ({
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_WEBHOOK_HOSTS: `http://127.0.0.1:${receiver.port},http://127.0.0.1:${other.port},hooks.example.com`,
});

describeLanyard(
  'a webhook',
  (lanyard) => {
    const sent = () => mailsSent(lanyard());

    /** An organization whose events go to the receiver. */
    async function world(body: object = {}) {
      const place = await sampleOrganization(lanyard());
      const path = `${place.path}/webhooks`;
      const answer = await place.owner.browser.post(path, { url: receiver.url, ...body });
      expect(answer.status).toBe(201);
      const { id, secret } = answer.body;
      const makeTeam = (name: string) => place.owner.browser.post(`${place.path}/teams`, { name });
      await sent();
      // Receivers of earlier tests continue to try while the clock moves.
      const received = () => receiver.received.filter(({ body }) => body.data.organization === place.name);
      /** Read in a new session, because the clock moves by days. */
      const seen = async (at: string) => {
        await place.owner.browser.signIn(place.owner.name, place.owner.password);
        return (await place.owner.browser.get(at)).body;
      };
      const deliveries = async () => (await seen(`${path}/${id}/deliveries`)).deliveries;
      const state = async () => (await seen(path)).webhooks[0].state;
      return { ...place, hook: `${path}/${id}`, hooks: path, secret, makeTeam, received, deliveries, state };
    }

    it('gets each event of its organization, signed as Standard Webhooks says, and none of another', async () => {
      const { name, owner, secret, makeTeam, received, deliveries } = await world();
      const elsewhere = await sampleOrganization(lanyard());
      await elsewhere.owner.browser.post(`${elsewhere.path}/teams`, { name: 'theirs' });
      await makeTeam('engines');
      await sent();
      const [one, ...more] = received();
      expect(more).toEqual([]);
      expect(one?.body).toMatchObject({
        type: 'team.created',
        data: {
          organization: name,
          actor: { type: 'account', name: owner.name },
          subject: { type: 'team', name: 'engines' },
        },
      });
      expect(one && new Webhook(secret).verify(one.text, one.headers as Record<string, string>)).toEqual(one?.body);
      expect(one?.text).not.toMatch(/@|127\.0\.0\.1|::1/);
      expect(await deliveries()).toMatchObject([
        { type: 'team.created', outcome: 'delivered', attempts: 1, status: 204 },
      ]);
    });

    it('gets only the chosen actions, as CloudEvents if that is set', async () => {
      const { name, path, owner, makeTeam, received } = await world({ actions: ['team.deleted'], form: 'cloudevents' });
      await makeTeam('engines');
      await owner.browser.delete(`${path}/teams/engines`);
      await sent();
      const [one, ...more] = received();
      expect([one?.headers['content-type'], more]).toEqual(['application/cloudevents+json', []]);
      // The library of the specification reads it, and throws if a required attribute is missing or malformed.
      const event = HTTP.toEvent({ headers: one?.headers ?? {}, body: one?.text }) as CloudEvent<{ subject: object }>;
      expect(event.validate()).toBe(true);
      expect(event).toMatchObject({
        specversion: '1.0',
        id: one?.headers['webhook-id'],
        source: lanyard().url,
        type: 'lanyard.team.deleted',
        datacontenttype: 'application/json',
        data: { organization: name, subject: { type: 'team', name: 'engines' } },
      });
      expect(Date.parse(event.time ?? '')).toBe(Date.parse(String(one?.body.time)));
    });

    it('R13: gets signed checkpoints of the audit log only if it names them, each minute; an export that lacks events is refused with them', async () => {
      const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
      const exported = async () => linesOf((await root.browser.get('/api/server/audit/export?format=proof')).body);
      const key = parseNoteKey((await root.browser.get('/api/audit/key')).body.key);
      if (!key) throw new Error('the server has no key');
      const before = await exported();
      const { name, owner, hooks, makeTeam, received, deliveries } = await world({ actions: ['audit-log.checkpoint'] });
      await owner.browser.post(hooks, { url: other.url });
      await expect.poll(() => received().length).toBe(1);
      await makeTeam('engines');
      lanyard().clock.advance(61);
      await expect.poll(() => received().length).toBe(2);
      await sent();
      const kept = received().map(({ body }) => openCheckpoint(String(body.data.checkpoint), key) as Checkpoint);
      expect(received().map(({ body }) => body)).toMatchObject(
        kept.map(({ size }) => ({ type: 'audit-log.checkpoint', data: { organization: name, size } })),
      );
      expect(kept[0]?.size).toBeLessThan(kept[1]?.size ?? 0);
      await expect(verifyExport(before, { key, known: kept })).rejects.toThrow('the end of the log was cut off');
      expect(await verifyExport(await exported(), { key, known: kept })).toMatchObject({ isWhole: true });
      // The log of deliveries is not full of them, and nobody who wants events gets them.
      expect(await deliveries()).toMatchObject([{ type: 'audit-log.checkpoint', outcome: 'delivered' }]);
      const theirs = other.received.filter(({ body }) => body.data.organization === name).map(({ body }) => body.type);
      expect(theirs).toEqual(['team.created']);
    });

    it('R13: that does not answer gets no queue of checkpoints, and is up to date again once it answers', async () => {
      const { makeTeam, received } = await world({ actions: ['audit-log.checkpoint'] });
      await expect.poll(() => received().length).toBe(1);
      receiver.answer(503);
      for (const name of ['engines', 'wheels', 'doors']) {
        expect((await makeTeam(name)).status).toBe(201);
        lanyard().clock.advance(100);
        await expect.poll(() => received().length).toBeGreaterThan(1);
        await sent();
      }
      receiver.answer(204);
      lanyard().clock.advance(2 * 3600);
      await expect.poll(() => new Set(received().map(({ headers }) => headers['webhook-id'])).size).toBe(3);
      const sizes = received().map(({ body }) => Number(body.data.size));
      expect(sizes.at(-1)).toBeGreaterThan((sizes[1] ?? 0) + 1);
    });

    it('can be created only by owners, with a fresh sign-in; every owner is told, and the address is not shown again', async () => {
      const place = await sampleOrganization(lanyard());
      const { owner, member, stranger } = place;
      const path = `${place.path}/webhooks`;
      await owner.browser.put(`${place.path}/members/${member.name}`, { role: 'owner' });
      const body = { url: receiver.url };
      expect((await stranger.browser.post(path, body)).status).toBe(404);
      const before = inbox.mails.length;
      const events = await eventsOf(lanyard(), () => owner.browser.post(path, body));
      await sent();
      const origin = `http://127.0.0.1:${receiver.port}`;
      expect(events.map(({ action, data }) => [action, data])).toEqual([['webhook.created', { origin }]]);
      const subject = `A webhook of ${place.name} sends to ${origin}`;
      const told = inbox.mails.slice(before).filter(({ parsed }) => parsed.subject === subject);
      expect(told.map(({ recipients }) => recipients[0]).sort()).toEqual(
        [owner, member].map(({ name }) => `${name}@example.com`).sort(),
      );
      const listed = await owner.browser.get(path);
      expect(JSON.stringify([listed.body, events])).not.toMatch(/path-with-a-secret|whsec_/);
      lanyard().clock.advance(601);
      expect((await owner.browser.post(path, body)).body.error.code).toBe('fresh-sign-in-required');
      await owner.browser.signIn(owner.name, owner.password);
      // One exists already. Of many requests at once, no more succeed than the limit allows.
      const answers = await Promise.all(Array.from({ length: 12 }, () => owner.browser.post(path, body)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(9);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    });

    it.each([
      'http://127.0.0.1:1/',
      'https://127.0.0.1/',
      'http://hooks.example.com/',
      'https://hooks.example.com.evil.example/',
      'https://user:password@hooks.example.com/',
      'file:///etc/passwd',
      'https://[::1]/',
      'not an address',
    ])('R38: goes only where the operator allows it: %s', async (url) => {
      const { owner, path } = await sampleOrganization(lanyard());
      const { status, body } = await owner.browser.post(`${path}/webhooks`, { url });
      expect([status, body.error.field]).toEqual([400, 'url']);
    });

    it.each(['two\r\nlines', 'a \u0000 byte', 'half \ud800 a letter'])(
      'has a description of one line, which is in lists and exports: %j',
      async (description) => {
        const { owner, hooks, hook } = await world();
        const made = await owner.browser.post(hooks, { url: receiver.url, description });
        const changed = await owner.browser.patch(hook, { description });
        expect([made.status, changed.status]).toEqual([400, 400]);
      },
    );

    it('R38: does not follow a redirect', async () => {
      const { makeTeam, received, deliveries } = await world();
      const before = other.received.length;
      receiver.answer({ redirectTo: other.url });
      await makeTeam('engines');
      await sent();
      expect([received().length, other.received.length]).toEqual([1, before]);
      expect(await deliveries()).toMatchObject([{ outcome: 'waiting', attempts: 1, status: null }]);
    });

    it('R54: is tried again after a failure, with the same id and a new signature, until the receiver is back', async () => {
      const { secret, makeTeam, received, deliveries, state } = await world();
      receiver.answer(503);
      await makeTeam('engines');
      for (let attempt = 1; attempt < 4; attempt += 1) {
        await sent();
        lanyard().clock.advance(2 * 3600);
      }
      receiver.answer(200);
      await sent();
      const ids = new Set(received().map(({ headers }) => headers['webhook-id']));
      expect([received().length, ids.size]).toEqual([4, 1]);
      const last = received().at(-1);
      expect(last && isSignedWith(secret, last, lanyard().clock.now())).toBe(true);
      expect(await deliveries()).toMatchObject([{ outcome: 'delivered', attempts: 4, status: 200 }]);
      expect(await state()).toBe('active');
    });

    it('is paused after ten attempts, and the owners are told; waiting events are sent when it starts again', async () => {
      const { name, owner, hook, makeTeam, received, deliveries, state } = await world();
      receiver.answer(500);
      await makeTeam('engines');
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        await sent();
        lanyard().clock.advance(20 * 3600);
      }
      expect([received().length, await state()]).toEqual([10, 'failing']);
      expect(inbox.mails.map(({ parsed }) => parsed.subject)).toContain(`A webhook of ${name} is paused`);
      await makeTeam('nobody-hears-of-it');
      await sent();
      expect(received()).toHaveLength(10);
      receiver.answer(204);
      await owner.browser.signIn(owner.name, owner.password);
      expect((await owner.browser.patch(hook, { active: true })).body.state).toBe('active');
      const [failed] = (await deliveries()).filter(({ type }: { type: string }) => type === 'team.created');
      expect((await owner.browser.post(`${hook}/deliveries/${failed.id}/replay`)).status).toBe(202);
      await sent();
      const [replayed] = (await deliveries()).filter(({ id }: { id: string }) => id === failed.id);
      expect(replayed).toMatchObject({ outcome: 'delivered', attempts: 1 });
    });

    it('stops as soon as the receiver says that it is gone', async () => {
      const { makeTeam, received, deliveries, state } = await world();
      receiver.answer(410);
      await makeTeam('engines');
      await sent();
      expect([await state(), (await deliveries())[0].outcome]).toEqual(['gone', 'failed']);
      await makeTeam('wheels');
      lanyard().clock.advance(86_400);
      await sent();
      expect(received()).toHaveLength(1);
    });

    it('that hangs delays no other webhook and no request', async () => {
      const { path, owner, hooks, makeTeam } = await world();
      await owner.browser.post(hooks, { url: other.url });
      await sent();
      const before = other.received.length;
      receiver.answer('hang');
      await Promise.all(['one', 'two', 'three'].map(makeTeam));
      const start = performance.now();
      while (other.received.length < before + 3 && performance.now() - start < 4000) {
        expect((await owner.browser.get(`${path}/teams`)).status).toBe(200);
      }
      expect(other.received.length - before).toBe(3);
      await sent();
    });

    it('signs with both secrets for a day after a change of the secret', async () => {
      const { owner, hook, secret, makeTeam, received } = await world();
      const { body } = await owner.browser.post(`${hook}/rotate-secret`);
      await sent();
      await makeTeam('engines');
      await sent();
      const signedBy = (index: number) => {
        const one = received().at(index);
        return [secret, body.secret].map(
          (key: string) => one !== undefined && isSignedWith(key, one, lanyard().clock.now()),
        );
      };
      expect(signedBy(-1)).toEqual([true, true]);
      lanyard().clock.advance(86_401);
      await owner.browser.signIn(owner.name, owner.password);
      await makeTeam('wheels');
      await sent();
      expect(signedBy(-1)).toEqual([false, true]);
    });

    it('can be tested; after its deletion it gets nothing, and its log is gone', async () => {
      const { owner, hook, makeTeam, received } = await world();
      expect((await owner.browser.post(`${hook}/test`)).status).toBe(202);
      await sent();
      expect(received().map(({ body }) => body.type)).toEqual(['webhook.test']);
      receiver.answer(500);
      await makeTeam('engines');
      await sent();
      expect((await owner.browser.delete(hook)).status).toBe(204);
      expect((await owner.browser.get(`${hook}/deliveries`)).status).toBe(404);
      lanyard().clock.advance(86_400);
      await sent();
      expect(received()).toHaveLength(2);
      expect(await outboxText(lanyard())).toBe('[]');
    });

    it('of one organization cannot be reached through another', async () => {
      const { hook } = await world();
      const { owner, path } = await sampleOrganization(lanyard());
      const id = hook.slice(hook.lastIndexOf('/') + 1);
      const theirs = `${path}/webhooks/${id}`;
      const answers = [
        await owner.browser.patch(theirs, { active: false }),
        await owner.browser.delete(theirs),
        await owner.browser.post(`${theirs}/rotate-secret`),
        await owner.browser.post(`${theirs}/test`),
        await owner.browser.get(`${theirs}/deliveries`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    });
  },
  settings,
);

it('R38: if the operator allows every public address, no webhook reaches a private one in any form', async () => {
  let connections = 0;
  const inside = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0);
  await once(inside, 'listening');
  const { port } = inside.address() as AddressInfo;
  const lanyard = await startLanyard({ settings: { LANYARD_WEBHOOK_HOSTS: '*' } });
  const { owner, path } = await sampleOrganization(lanyard);
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', 'localhost.', '0'];
  for (const host of hosts) {
    const { status, body } = await owner.browser.post(`${path}/webhooks`, { url: `https://${host}:${port}/` });
    expect([host, status]).toEqual([host, 201]);
    expect((await owner.browser.post(`${path}/webhooks/${body.id}/test`)).status).toBe(202);
    await mailsSent(lanyard);
    const [delivery] = (await owner.browser.get(`${path}/webhooks/${body.id}/deliveries`)).body.deliveries;
    expect([host, delivery.fault]).toEqual([host, expect.stringMatching(/: (not a|has no) public address$/)]);
  }
  for (const url of [`http://localhost:${port}/`, 'https://ada:secret@example.com/'])
    expect((await owner.browser.post(`${path}/webhooks`, { url })).status).toBe(400);
  expect(connections).toBe(0);
  await lanyard.stop();
  inside.close();
});

it('no webhook can be created if the operator allows no address', async () => {
  const lanyard: Lanyard = await startLanyard();
  const { owner, path } = await sampleOrganization(lanyard);
  expect((await owner.browser.post(`${path}/webhooks`, { url: 'https://hooks.example.com/' })).status).toBe(409);
  expect((await owner.browser.get(`${path}/webhooks`)).body).toEqual({ permitted: false, webhooks: [] });
  await lanyard.stop();
});
