import { REQUESTS_PER_HOLDER } from '@lanyard/core/access-review/approval';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinOrganization, type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent, waitingToldNow } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { receiveWebhooks, type WebhookReceiver } from '../../support/programs/receive-webhooks.ts';

let inbox: MailServer;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [inbox, receiver] = [await receiveMail(), await receiveWebhooks()];
});
afterAll(() => Promise.all([inbox.stop(), receiver[Symbol.asyncDispose]()]));

const settings = () => ({
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.org',
  LANYARD_WEBHOOK_HOSTS: `http://127.0.0.1:${receiver.port}`,
});

describeLanyard(
  'an organization whose owners approve new tokens',
  (lanyard) => {
    /** With a public repository to which its member may push. */
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
      const right = { subjectType: 'account', subject: member.name, right: 'write' };
      await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
      const rule = (ruling: string, tokens: readonly string[], reason?: string) =>
        owner.browser.post(`${path}/access-review/rulings`, {
          ruling,
          tokens,
          ...(reason !== undefined && { reason }),
        });
      const ask = async (secret: string, account: SampleAccount = member) => {
        const scopes = [`repository:${name}/app:pull,push`];
        const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
        if (status !== 200) return `${status}: ${body.errors[0].message}`;
        return claimsOf(body.token)
          .access.flatMap((entry: { actions: readonly string[] }) => entry.actions)
          .join();
      };
      /** Turned on a moment after what was made, and a moment before what comes. */
      const turnOn = async (rules: object = { tokenApproval: true }) => {
        lanyard().clock.advance(1);
        expect((await owner.browser.patch(`${path}/policy`, rules)).status).toBe(200);
        lanyard().clock.advance(1);
      };
      const tokens = async (query: string): Promise<readonly { id: string; hold: { type: string } | null }[]> =>
        (await owner.browser.get(`${path}/access-review/tokens?pageSize=100&${query}`)).body.tokens;
      const idsIn = async (query: string) => (await tokens(query)).map(({ id }) => id).sort();
      return { ...place, rule, ask, turnOn, tokens, idsIn };
    }

    const WAITS = /^403: an owner of the organization .* must approve this access token/;

    it('asks for no approval until an owner turns that on', async () => {
      const { owner, member, path, ask, tokens } = await world();
      const { policy } = (await owner.browser.get(path)).body;
      expect([policy.tokenApproval, policy.autoTokenApproval]).toEqual([false, false]);
      const { secret } = await sampleToken(member, { actions: ['pull'] });
      const auto = await (await sampleCommandLine(lanyard(), member)).generate();
      expect([await ask(secret), await ask(auto), await ask(member.password)]).toEqual([
        'pull',
        'pull,push',
        'pull,push',
      ]);
      expect([await tokens('state=waiting'), await tokens('finding=not-approved')]).toEqual([[], []]);
    });

    it('R57: lets older tokens go on, and new ones and passwords in only after an owner approved them', async () => {
      const { member, name, rule, ask, turnOn, idsIn } = await world();
      const before = await sampleToken(member, { actions: ['pull', 'push'] });
      await turnOn();
      const after = await sampleToken(member, { actions: ['pull', 'push'] });
      expect([await ask(before.secret), await ask(after.secret)]).toEqual(['pull,push', expect.stringMatching(WAITS)]);
      expect(await ask(member.password)).toMatch(/^401: .*does not accept passwords/);
      expect(await idsIn('state=waiting')).toEqual([after.id]);
      expect(await idsIn(`state=free&holder=${member.name}`)).toEqual([before.id]);
      // What nobody approved is listed, and goes from the list by an approval.
      expect(await idsIn('finding=not-approved')).toEqual([before.id]);
      expect((await member.browser.get(`/api/tokens/${after.id}/holds`)).body.holds).toEqual([
        { organization: name, type: 'waiting', reason: null, at: null, because: 'policy' },
      ]);
      const events = await eventsOf(lanyard(), () => rule('approve', [before.id, after.id]));
      expect(events.map(({ action }) => action)).toEqual(['token.approved-here', 'token.approved-here']);
      expect(events.map(({ subject }) => subject.id).sort()).toEqual([before.id, after.id].sort());
      expect(await ask(after.secret)).toBe('pull,push');
      expect([await idsIn('finding=not-approved'), await idsIn('state=waiting')]).toEqual([[], []]);
      expect((await member.browser.get(`/api/tokens/${after.id}/holds`)).body.holds).toEqual([]);
    });

    it('asks again about a token that gets more permissions, and about all tokens of a new member', async () => {
      const { owner, path, member, stranger, name, ask, turnOn, idsIn } = await world();
      const token = await sampleToken(member, { pattern: `${name}/*`, actions: ['pull'] });
      const theirs = await sampleToken(stranger, { pattern: '*', actions: ['pull'] });
      await turnOn();
      // Of a stranger nothing is asked: everybody reaches what is public.
      expect([await ask(token.secret), await ask(theirs.secret, stranger)]).toEqual(['pull', 'pull']);
      await member.browser.patch(`/api/tokens/${token.id}`, {
        grants: [{ pattern: `${name}/*`, actions: ['pull', 'push'] }],
      });
      await joinOrganization(owner, path, stranger);
      expect([await ask(token.secret), await ask(theirs.secret, stranger)]).toEqual([
        expect.stringMatching(WAITS),
        expect.stringMatching(WAITS),
      ]);
      expect(await idsIn('state=waiting')).toEqual([token.id, theirs.id].sort());
    });

    it('can refuse a token with a reason, which its holder reads, and approve it later', async () => {
      const { member, name, rule, ask, turnOn, idsIn } = await world();
      const before = await sampleToken(member, { actions: ['pull'] });
      await turnOn();
      const { id, secret } = await sampleToken(member, { actions: ['pull'] });
      expect((await rule('refuse', [id, before.id], 'ask for less')).status).toBe(409);
      await mailsSent(lanyard());
      const mails = inbox.mails.length;
      const events = await eventsOf(lanyard(), () => rule('refuse', [id], 'ask for less'));
      expect(events).toMatchObject([
        { action: 'token.refused-here', data: { holder: member.name, reason: 'ask for less' } },
      ]);
      expect(await eventsOf(lanyard(), () => rule('refuse', [id], 'ask for less'))).toEqual([]);
      await mailsSent(lanyard());
      const told = inbox.mails.slice(mails).filter(({ recipients }) => recipients[0]?.startsWith(`${member.name}@`));
      expect(told.map(({ parsed }) => [parsed.subject, parsed.text?.includes('ask for less')])).toEqual([
        [`${name} does not let an access token of yours in`, true],
      ]);
      expect(await ask(secret)).toMatch(/^403: .* refused this access token on .*: ask for less;/);
      expect([await idsIn('state=waiting'), await idsIn('state=refused')]).toEqual([[], [id]]);
      expect((await member.browser.get(`/api/tokens/${id}/holds`)).body.holds).toMatchObject([
        { type: 'refused', reason: 'ask for less' },
      ]);
      await rule('approve', [id]);
      expect(await ask(secret)).toBe('pull');
    });

    it('can always approve a person, until an owner ends it or the membership ends', async () => {
      const { owner, path, member, stranger, name, rule, ask, turnOn } = await world();
      const early = await sampleToken(member, { actions: ['pull'] });
      expect((await rule('trust', [early.id])).status).toBe(409);
      await turnOn();
      const first = await sampleToken(member, { actions: ['pull'] });
      const events = await eventsOf(lanyard(), () => rule('trust', [first.id]));
      expect(events).toMatchObject([
        { action: 'token.approved-here', subject: { id: first.id } },
        { action: 'member.tokens-trusted', subject: { name: member.name }, namespace: name },
      ]);
      const second = await sampleToken(member, { actions: ['pull'] });
      expect(await ask(second.secret)).toBe('pull');
      // A block counts more.
      await rule('block', [early.id], 'on a lost laptop');
      lanyard().clock.advance(1);
      const third = await sampleToken(member, { actions: ['pull'] });
      expect(await ask(third.secret)).toMatch(/an owner must approve newer tokens/);
      await rule('lift', [early.id]);
      expect(await ask(third.secret)).toBe('pull');
      const holders = `${path}/access-review/trusted-holders`;
      expect((await owner.browser.get(holders)).body).toMatchObject({
        total: 1,
        holders: [{ name: member.name, trustedBy: owner.name }],
      });
      for (const account of [member, stranger]) {
        expect((await account.browser.get(holders)).status).toBe(account === member ? 403 : 404);
        expect((await account.browser.delete(`${holders}/${member.name}`)).status).toBe(account === member ? 403 : 404);
      }
      const ended = await eventsOf(lanyard(), () => owner.browser.delete(`${holders}/${member.name}`));
      expect(ended).toMatchObject([{ action: 'member.tokens-trust-ended', subject: { name: member.name } }]);
      expect([await ask(first.secret), await ask(third.secret)]).toEqual(['pull', expect.stringMatching(WAITS)]);
      expect((await owner.browser.delete(`${holders}/${member.name}`)).status).toBe(404);
      await rule('trust', [third.id]);
      await owner.browser.delete(`${path}/members/${member.name}`);
      await joinOrganization(owner, path, member);
      expect((await owner.browser.get(holders)).body.total).toBe(0);
    });

    it('excepts auto-generated tokens unless the policy says otherwise; an eviction withdraws what waits', async () => {
      const { member, ask, turnOn, idsIn } = await world();
      await turnOn();
      const excepted = await (await sampleCommandLine(lanyard(), member)).generate();
      expect(await ask(excepted)).toBe('pull,push');
      await turnOn({ autoTokenApproval: true, tokenApproval: true });
      expect(await ask(excepted)).toBe('pull,push');
      const waiting = await (await sampleCommandLine(lanyard(), member)).generate();
      expect(await ask(waiting)).toMatch(WAITS);
      const [first] = await idsIn('state=waiting');
      for (let count = 0; count < 5; count += 1) await (await sampleCommandLine(lanyard(), member)).generate();
      const left = await idsIn('state=waiting');
      expect(left).toHaveLength(5);
      expect(left).not.toContain(first);
    });

    it('is asked about so many tokens of one holder at once, the oldest', async () => {
      const { owner, member, turnOn, idsIn, path, rule } = await world();
      await turnOn();
      const made: string[] = [];
      for (let count = 0; count <= REQUESTS_PER_HOLDER; count += 1) {
        made.push((await sampleToken(member, { actions: ['pull'] })).id);
        lanyard().clock.advance(1);
      }
      const other = await sampleToken(owner, { pattern: '*', actions: ['pull'] });
      expect(await idsIn('state=waiting')).toEqual([...made.slice(0, -1), other.id].sort());
      await rule('approve', made.slice(0, 1));
      expect(await idsIn(`state=waiting&holder=${member.name}`)).toEqual(made.slice(1).sort());
      expect((await owner.browser.get(`${path}/access-review/tokens`)).body.total).toBe(made.length + 1);
    });

    it('tells its owners nothing that a holder typed but a description, as text, in any list, mail or webhook', async () => {
      const { owner, member, name, path, rule, turnOn, idsIn } = await world();
      await owner.browser.post(`${path}/webhooks`, { url: receiver.url });
      await turnOn({ tokenApproval: true, autoTokenApproval: true });
      const shown = '<img src=x onerror=alert(1)> deploys &amp; "more"';
      const make = async (description: string, pattern: string) => {
        const grants = [{ pattern, actions: ['pull'] }];
        const { status, body } = await member.browser.post('/api/tokens', { description, grants, expiresAt: null });
        expect(status).toBe(201);
        return body.token.id as string;
      };
      await make(shown, `${name}/typed-pattern-*`);
      await make('typed-for-everything', '*');
      await (await sampleCommandLine(lanyard(), member, 'docker-cli:28_2_2:linux-amd64 typed-client')).generate();
      const ids = await idsIn('state=waiting');
      expect(ids).toHaveLength(3);
      const answer = await owner.browser.get(`${path}/access-review/tokens?state=waiting`);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      const descriptions = answer.body.tokens.map((one: { readonly description: string | null }) => one.description);
      expect(descriptions.sort()).toEqual([shown, null, null].sort());
      await waitingToldNow(lanyard());
      await rule('approve', ids.slice(0, 1));
      await rule('refuse', ids.slice(1), 'ask for less');
      await mailsSent(lanyard());
      const toOwner = inbox.mails.filter(({ recipients }) => recipients[0] === `${owner.name}@example.com`);
      expect(toOwner.map(({ parsed }) => parsed.subject).join()).toContain('wait for your approval');
      // Mails are plain text.
      expect(inbox.mails.filter(({ parsed }) => parsed.html)).toEqual([]);
      const hooks = receiver.received.filter(({ body }) => body.data.organization === name).map(({ text }) => text);
      expect(hooks.join()).toContain('token.refused-here');
      const texts = [
        JSON.stringify(answer.body),
        ...hooks,
        ...toOwner.map(({ parsed }) => `${parsed.subject} ${parsed.text}`),
      ];
      for (const text of texts) expect(text).not.toMatch(/typed-/);
      for (const { parsed } of toOwner) expect(`${parsed.subject} ${parsed.text}`).not.toContain('<img');
    });

    it('tells its owners once a day what waits, and nothing that a holder typed', async () => {
      const { owner, member, name, turnOn } = await world();
      await turnOn();
      const digests = async () => {
        await waitingToldNow(lanyard());
        await mailsSent(lanyard());
        return inbox.mails
          .filter(
            ({ recipients, parsed }) =>
              recipients[0]?.startsWith(`${owner.name}@`) && parsed.subject?.includes('your approval'),
          )
          .map(({ parsed }) => [parsed.subject, parsed.text]);
      };
      expect(await digests()).toEqual([]);
      await sampleToken(member, { actions: ['pull'] });
      const [subject, text] = (await digests())[0] ?? [];
      expect(subject).toBe(`An access token waits for your approval in ${name}`);
      expect(text).toContain(`- ${member.name}: one token`);
      expect(text).not.toContain('for pull');
      await sampleToken(member, { actions: ['pull'] });
      expect(await digests()).toHaveLength(1);
      lanyard().clock.advance(86_401);
      expect((await digests())[1]?.[0]).toBe(`2 access tokens wait for your approval in ${name}`);
      // Nothing new: no mail, however long it waits.
      lanyard().clock.advance(86_401);
      expect(await digests()).toHaveLength(2);
    });
  },
  settings,
);
