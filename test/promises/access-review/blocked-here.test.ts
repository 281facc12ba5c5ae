import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleAccount, sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { mailsSent } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { claimsOf, requestToken, sampleToken } from '../../support/lanyard/tokens.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';

let inbox: MailServer;
beforeAll(async () => {
  inbox = await receiveMail();
});
afterAll(() => inbox.stop());

const settings = () => ({ LANYARD_SMTP_URL: inbox.url, LANYARD_MAIL_FROM: 'lanyard@example.org' });

describeLanyard(
  'a token that an owner blocks in the organization',
  (lanyard) => {
    /** An organization with a repository to which its member may push, and which everybody may read. */
    async function world() {
      const place = await sampleOrganization(lanyard());
      const { owner, member, name, path } = place;
      await owner.browser.post('/api/repositories', { name: `${name}/app`, visibility: 'public' });
      const right = { subjectType: 'account', subject: member.name, right: 'write' };
      await owner.browser.put(`/api/repository/rights?name=${name}/app`, right);
      await member.browser.post('/api/repositories', { name: `${member.name}/own`, visibility: 'private' });
      const rulings = `${path}/access-review/rulings`;
      const rule = (ruling: string, tokens: readonly string[], reason?: string) =>
        owner.browser.post(rulings, { ruling, tokens, ...(reason !== undefined && { reason }) });
      const ask = async (secret: string, repository = `${name}/app`, account: SampleAccount = member) => {
        const scopes = [`repository:${repository}:pull,push`];
        const { status, body } = await requestToken(lanyard(), { credential: `${account.name}:${secret}`, scopes });
        if (status !== 200) return `${status}: ${body.errors[0].message}`;
        return claimsOf(body.token)
          .access.flatMap((entry: { actions: readonly string[] }) => entry.actions)
          .join();
      };
      const states = async (): Promise<Record<string, string | null>> => {
        const { body } = await owner.browser.get(`${path}/access-review/tokens?holder=${member.name}`);
        return Object.fromEntries(
          body.tokens.map((token: { id: string; hold: { type: string } | null }) => [
            token.id,
            token.hold?.type ?? null,
          ]),
        );
      };
      const inState = async (state: string) => {
        const { body } = await owner.browser.get(`${path}/access-review/tokens?state=${state}&holder=${member.name}`);
        return body.tokens.map(({ id }: { id: string }) => id).sort();
      };
      return { ...place, rulings, rule, ask, states, inState };
    }

    it('gets nothing there from that moment on, keeps its other uses, and its client is told why', async () => {
      const { member, owner, name, rule, ask, states, inState } = await world();
      const token = await sampleToken(member, { actions: ['pull', 'push'] });
      expect(await ask(token.secret)).toBe('pull,push');
      const events = await eventsOf(lanyard(), () => rule('block', [token.id], 'not used since May'));
      expect(events).toMatchObject([
        {
          action: 'token.blocked-here',
          namespace: name,
          actor: { name: owner.name },
          subject: { id: token.id, name: `token of ${member.name}` },
          data: { holder: member.name, reason: 'not used since May' },
        },
      ]);
      expect(await ask(token.secret)).toMatch(
        new RegExp(
          `^403: an owner of the organization ${name} blocked this access token there on .*: not used since May;`,
        ),
      );
      expect(await ask(token.secret, `${member.name}/own`)).toBe('pull,push');
      expect(await states()).toEqual({ [token.id]: 'blocked' });
      expect(await inState('blocked')).toEqual([token.id]);
      expect(await inState('free')).toEqual([]);
      const holds = async (account: SampleAccount) => (await account.browser.get(`/api/tokens/${token.id}/holds`)).body;
      expect(await holds(member)).toEqual({
        holds: [
          { organization: name, type: 'blocked', reason: 'not used since May', at: expect.any(String), because: null },
        ],
      });
      expect(await holds(owner)).toMatchObject({ error: { message: 'access token not found' } });
      // Again changes nothing, and leaves no event.
      expect(await eventsOf(lanyard(), () => rule('block', [token.id], 'not used since May'))).toEqual([]);
      const lifted = await eventsOf(lanyard(), () => rule('lift', [token.id]));
      expect(lifted).toMatchObject([{ action: 'token.block-lifted', namespace: name, data: { holder: member.name } }]);
      expect(await ask(token.secret)).toBe('pull,push');
    });

    it('is refused at the gate in the middle of its work', async () => {
      const { member, name, rule } = await world();
      const { id, secret } = await sampleToken(member, { actions: ['pull', 'push'] });
      const gate = await secretOfDefaultGate(lanyard());
      const scopes = [`repository:${name}/app:pull,push`];
      const { body } = await requestToken(lanyard(), { credential: `${member.name}:${secret}`, scopes });
      const through = () =>
        lanyard()
          .browser()
          .request('GET', '/gate/default', {
            headers: {
              'x-lanyard-gate': gate,
              'x-forwarded-method': 'GET',
              'x-forwarded-uri': `/v2/${name}/app/manifests/v1`,
              authorization: `Bearer ${body.token}`,
            },
          });
      expect((await through()).status).toBe(204);
      await rule('block', [id], 'on a laptop that was stolen');
      const refused = await through();
      expect(refused.status).toBe(403);
      expect(refused.body.errors[0].message).toContain('on a laptop that was stolen');
    });

    it("makes later tokens of its holder wait for an approval, and the holder's password too", async () => {
      const { member, stranger, name, rule, ask, states, inState, owner, path } = await world();
      const before = await sampleToken(member, { actions: ['pull'] });
      const blocked = await sampleToken(member, { actions: ['pull'] });
      lanyard().clock.advance(1);
      await rule('block', [blocked.id], 'old');
      const after = await sampleToken(member, { actions: ['pull'] });
      expect(await ask(before.secret)).toBe('pull');
      const waits = new RegExp(`^403: the organization ${name} blocked an access token of this account`);
      expect(await ask(after.secret)).toMatch(waits);
      expect(await ask(member.password)).toMatch(waits);
      expect(await states()).toEqual({ [before.id]: null, [blocked.id]: 'blocked', [after.id]: 'waiting' });
      expect(await inState('waiting')).toEqual([after.id]);
      // To delete the blocked one does not help.
      await member.browser.delete(`/api/tokens/${blocked.id}`);
      expect(await ask(after.secret)).toMatch(waits);
      const events = await eventsOf(lanyard(), () => rule('approve', [after.id]));
      expect(events).toMatchObject([{ action: 'token.approved-here', subject: { id: after.id } }]);
      expect(await ask(after.secret)).toBe('pull');
      expect(await inState('free')).toEqual([before.id, after.id].sort());
      const third = await sampleToken(member, { actions: ['pull'] });
      expect(await ask(third.secret)).toMatch(waits);
      const ended = (account: SampleAccount) => account.browser.get(`${path}/access-review/ended-blocks`);
      expect((await ended(owner)).body).toEqual({
        total: 1,
        blocks: [
          { token: blocked.id, holder: member.name, reason: 'old', at: expect.any(String), blockedBy: owner.name },
        ],
      });
      expect([(await ended(member)).status, (await ended(stranger)).status]).toEqual([403, 404]);
      // The block of a token that is gone can be lifted; then nothing waits because of it.
      expect((await rule('lift', [blocked.id])).status).toBe(204);
      expect([await ask(third.secret), await ask(member.password)]).toEqual(['pull', 'pull,push']);
      expect((await owner.browser.get(`${path}/access-review/tokens?state=waiting`)).body.total).toBe(0);
      expect((await ended(owner)).body.total).toBe(0);
    });

    it('cannot be replaced by an older one of its holder that is widened', async () => {
      const { member, name, rule, ask, states } = await world();
      const narrow = await sampleToken(member, { pattern: `${member.name}/*`, actions: ['pull'] });
      const blocked = await sampleToken(member, { actions: ['pull'] });
      lanyard().clock.advance(1);
      await rule('block', [blocked.id], 'old');
      const widen = (actions: readonly string[]) =>
        member.browser.patch(`/api/tokens/${narrow.id}`, { grants: [{ pattern: `${name}/*`, actions }] });
      expect((await widen(['pull'])).status).toBe(200);
      expect(await ask(narrow.secret)).toMatch(/an owner must approve newer tokens/);
      expect((await states())[narrow.id]).toBe('waiting');
      await rule('approve', [narrow.id]);
      expect(await ask(narrow.secret)).toBe('pull');
      lanyard().clock.advance(1);
      await widen(['pull', 'push']);
      expect(await ask(narrow.secret)).toMatch(/an owner must approve newer tokens/);
    });

    it('is blocked together with all tokens that its command-line login creates later', async () => {
      const { member, rule, ask, states } = await world();
      const commandLine = await sampleCommandLine(lanyard(), member);
      const first = await commandLine.generate();
      const [firstId = ''] = Object.keys(await states());
      expect(await ask(first)).toBe('pull,push');
      lanyard().clock.advance(1);
      await rule('block', [firstId], 'not a build machine');
      const second = await commandLine.generate();
      expect(await ask(second)).toMatch(/^403: .* blocked this access token there .*: not a build machine;/);
      // The next sign-in does not undo it either.
      const other = await (await sampleCommandLine(lanyard(), member)).generate();
      expect(await ask(other)).toMatch(/^403: .* an owner must approve newer tokens/);
      const [secondId = ''] = Object.entries(await states()).find(([, state]) => state === 'blocked') ?? [];
      expect(secondId).not.toBe(firstId);
      expect((await rule('approve', [secondId])).status).toBe(409);
      expect((await rule('lift', [secondId])).status).toBe(204);
      expect([await ask(second), await ask(other)]).toEqual(['pull,push', 'pull,push']);
    });

    it('is reported to its holder by mail with the reason, many tokens in one mail', async () => {
      const { member, name, rule } = await world();
      const tokens = [
        await sampleToken(member, { actions: ['pull'] }),
        await sampleToken(member, { actions: ['push'] }),
      ];
      const ids = tokens.map(({ id }) => id);
      const told = async (work: () => Promise<unknown>) => {
        await mailsSent(lanyard());
        const start = inbox.mails.length;
        await work();
        await mailsSent(lanyard());
        const mails = inbox.mails
          .slice(start)
          .filter(({ recipients }) => recipients[0] === `${member.name}@example.com`);
        return mails.map(({ parsed }) => [parsed.subject, parsed.text]);
      };
      expect(await told(() => rule('block', ids, 'wider than needed'))).toEqual([
        [`2 access tokens of yours are blocked in ${name}`, expect.stringMatching(/for pull[\s\S]*wider than needed/)],
      ]);
      expect(await told(() => rule('lift', ids.slice(0, 1)))).toEqual([
        [`An access token of yours reaches ${name}`, expect.stringContaining('for pull')],
      ]);
    });

    it('can be blocked only by owners of this organization and only if it can reach it, all of a list or none', async () => {
      const { member, stranger, owner, rulings, rule, ask, path } = await world();
      const other = await sampleOrganization(lanyard());
      const token = await sampleToken(member, { actions: ['pull'] });
      const elsewhere = await sampleToken(member, { pattern: `${other.name}/*`, actions: ['pull'] });
      const foreign = await sampleToken(stranger, { actions: ['pull'] });
      const body = { ruling: 'block', tokens: [token.id], reason: 'old' };
      const statuses = [member, stranger, other.owner].map(
        async ({ browser }) => (await browser.post(rulings, body)).status,
      );
      expect(await Promise.all(statuses)).toEqual([403, 404, 404]);
      for (const id of [elsewhere.id, foreign.id, 'no-such-token']) {
        expect((await rule('block', [token.id, id], 'old')).status).toBe(404);
      }
      expect((await rule('lift', [token.id])).status).toBe(404);
      expect((await rule('block', [token.id])).body.error).toMatchObject({ field: 'reason' });
      const grants = [{ pattern: `${path.slice(path.lastIndexOf('/') + 1)}/*`, actions: ['pull'] }];
      const own = (await owner.browser.post(`${path}/tokens`, { description: 'ci', grants })).body;
      expect((await rule('block', [own.token.id], 'old')).status).toBe(409);
      expect(await ask(token.secret)).toBe('pull');
      lanyard().clock.advance(601);
      const late = await rule('block', [token.id], 'old');
      expect(late.body.error.code).toBe('fresh-sign-in-required');
    });

    it('shows each of two owners who decide at once what the other decided', async () => {
      const { member, owner, path, rulings } = await world();
      await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
      const token = await sampleToken(member, { actions: ['pull'] });
      const block = (account: SampleAccount, reason: string) =>
        account.browser.post(rulings, { ruling: 'block', tokens: [token.id], reason });
      const events = await eventsOf(lanyard(), () => Promise.all([block(owner, 'old'), block(member, 'old')]));
      expect(events.map(({ action }) => action)).toEqual(['token.blocked-here']);
    });
  },
  settings,
);
