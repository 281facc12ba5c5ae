import { expect, it } from 'vitest';
import {
  acceptInvitation,
  freshName,
  joinOrganization,
  type SampleAccount,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { eventsOf, trailOf } from '../../support/lanyard/audit.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';

const WEEK_SECONDS = 7 * 86_400;

describeLanyard('invitations on a server without mail', (lanyard) => {
  const waiting = async ({ browser }: SampleAccount) => (await browser.get('/api/invitations')).body.invitations;
  const codeOf = (link: string) => link.slice(link.indexOf('#code=') + '#code='.length);
  const again = ({ browser, name, password }: SampleAccount) => browser.signIn(name, password);

  it('R47: make someone a member only when they accept the rules they read', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard());
    const rules = { autoTokensKept: 3, requireSecondFactor: false, maximumTokenLifetimeSeconds: 90 * 86_400 };
    await owner.browser.patch(`${path}/policy`, rules);
    const sent = await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'owner' });
    expect(sent.status).toBe(201);
    expect((await stranger.browser.get(path)).status).toBe(404);
    const [invitation] = await waiting(stranger);
    expect(invitation).toMatchObject({ organization: name, role: 'owner', invitedBy: owner.name });
    expect(invitation.words).toEqual([
      {
        rule: 'autoTokensKept',
        text: 'keeps at most 3 of the auto-generated tokens of your account',
        accountWide: true,
      },
      {
        rule: 'maximumTokenLifetimeSeconds',
        text: 'accepts access tokens that live 90 days at most',
        accountWide: false,
      },
    ]);
    const accept = () => stranger.browser.post(`/api/invitations/${invitation.id}/accept`, { terms: invitation.terms });
    expect(await trailOf(lanyard(), async () => expect((await accept()).status).toBe(204))).toEqual([
      `${stranger.name} invitation.accepted ${stranger.name}`,
      `${stranger.name} member.added ${stranger.name}`,
      `${stranger.name} member.terms-accepted ${stranger.name}`,
    ]);
    expect((await stranger.browser.get(path)).body).toMatchObject({ role: 'owner', terms: { standing: 'accepted' } });
    expect((await accept()).status).toBe(404);
    expect(await waiting(stranger)).toEqual([]);
  });

  it('are accepted only as they were read: rules that became stricter are shown first', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const [read] = await waiting(stranger);
    await owner.browser.patch(`${path}/policy`, { autoTokensKept: 2 });
    const accept = (terms: object) => stranger.browser.post(`/api/invitations/${read.id}/accept`, { terms });
    const late = await accept(read.terms);
    expect([late.status, late.body.error.code]).toEqual([409, 'terms-changed']);
    expect(late.body.error.message).toContain('keeps at most 2 of the auto-generated tokens');
    expect((await stranger.browser.get(path)).status).toBe(404);
    expect((await accept((await waiting(stranger))[0].terms)).status).toBe(204);
    // Rules that became less strict need no second look.
    const looser = await sampleOrganization(lanyard());
    await looser.owner.browser.patch(`${looser.path}/policy`, { autoTokensKept: 2 });
    await looser.owner.browser.post(`${looser.path}/invitations`, { account: looser.stranger.name, role: 'member' });
    const [strict] = await waiting(looser.stranger);
    await looser.owner.browser.patch(`${looser.path}/policy`, { autoTokensKept: 4 });
    const { browser } = looser.stranger;
    expect((await browser.post(`/api/invitations/${strict.id}/accept`, { terms: strict.terms })).status).toBe(204);
  });

  it('attack 20: give an owner the same answer whether a name or address has an account or not', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    const invite = async (whom: object) => {
      const { status, body } = await owner.browser.post(`${path}/invitations`, { ...whom, role: 'member' });
      const { id, invited, link, createdAt, sentAt, expiresAt, ...rest } = body;
      expect([id, invited, link, createdAt, sentAt, expiresAt].map((one) => typeof one)).toEqual(
        Array(6).fill('string'),
      );
      return { status, rest, opened: await shownBy(codeOf(link)) };
    };
    const shownBy = async (code: string) => {
      const { status, body } = await lanyard().browser().post('/api/invitations/open', { code });
      const { id, invited, createdAt, expiresAt, ...rest } = body;
      return { status, rest };
    };
    const known = await invite({ account: stranger.name });
    expect(known.opened).toMatchObject({ status: 200, rest: { acceptBy: 'sign-in' } });
    expect(await invite({ account: freshName('nobody') })).toEqual(known);
    expect(await invite({ email: `${owner.name}.friend@example.com` })).toEqual(known);
    const other = await sampleAccount(lanyard(), freshName('known'));
    expect(await invite({ email: `${other.name}@example.com` })).toEqual(known);
    const listed = (await owner.browser.get(`${path}/invitations`)).body.invitations;
    expect(listed.map(({ status }: { status: string }) => status)).toEqual(Array(4).fill('waiting'));
    expect(JSON.stringify(listed)).not.toContain(`${stranger.name}@example.com`);
  });

  it('to a name can be accepted only by that account, no matter who has the link', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    const { body } = await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const thief = await sampleAccount(lanyard(), freshName('thief'));
    const [{ terms }] = await waiting(stranger);
    expect(await waiting(thief)).toEqual([]);
    expect((await thief.browser.post(`/api/invitations/${body.id}/accept`, { terms })).status).toBe(404);
    expect((await thief.browser.post(`/api/invitations/${body.id}/decline`)).status).toBe(404);
    const join = { code: codeOf(body.link), name: freshName('new'), password: 'a long enough password', terms };
    expect((await lanyard().browser().post('/api/invitations/join', join)).status).toBe(403);
    expect((await stranger.browser.post(`/api/invitations/${body.id}/accept`, { terms })).status).toBe(204);
  });

  it('to a name without an account stay invalid, even if someone takes that name later', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const name = freshName('later');
    const { body } = await owner.browser.post(`${path}/invitations`, { account: name, role: 'owner' });
    const late = await sampleAccount(lanyard(), name);
    expect(await waiting(late)).toEqual([]);
    const { terms } = (await owner.browser.get(`${path}/membership/terms`)).body;
    expect((await late.browser.post(`/api/invitations/${body.id}/accept`, { terms })).status).toBe(404);
  });

  it('to an address belong to the account that has it, and create no account for an owner with the link', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const name = freshName('late');
    const email = `${name}@example.com`;
    const { body } = await owner.browser.post(`${path}/invitations`, {
      email: ` ${email.toUpperCase()}`,
      role: 'member',
    });
    expect(body.invited).toBe(email);
    const { terms } = (await owner.browser.get(`${path}/membership/terms`)).body;
    const join = { code: codeOf(body.link), name, password: 'a long enough password', terms };
    const trail = await trailOf(lanyard(), async () => {
      expect((await lanyard().browser().post('/api/invitations/join', join)).status).toBe(403);
    });
    expect(trail).toEqual([]);
    const later = await sampleAccount(lanyard(), name);
    const [invitation] = await waiting(later);
    expect((await later.browser.post(`/api/invitations/${invitation.id}/accept`, { terms })).status).toBe(204);
  });

  it('to the server create one account with the invited address, through their link', async () => {
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const email = `${freshName('new')}@example.com`;
    const sent = await root.browser.post('/api/server/invitations', { email });
    expect(sent.status).toBe(201);
    const code = codeOf(sent.body.link);
    const anybody = lanyard().browser();
    const opened = (await anybody.post('/api/invitations/open', { code })).body;
    expect(opened).toMatchObject({ organization: null, invitedBy: root.name, invited: email, acceptBy: 'new-account' });
    const name = freshName('newcomer');
    const password = 'a long enough password';
    expect((await anybody.post('/api/invitations/join', { code, name: root.name, password })).status).toBe(409);
    const events = await eventsOf(lanyard(), async () => {
      expect((await anybody.post('/api/invitations/join', { code, name, password })).body).toEqual({ name });
    });
    expect(events.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['account.created', name],
      ['invitation.accepted', name],
    ]);
    expect(events[0]?.data).toEqual({ email, isAdministrator: false });
    expect((await anybody.post('/api/invitations/join', { code, name: freshName('twice'), password })).status).toBe(
      404,
    );
    expect((await anybody.signIn(name, password)).status).toBe(200);
    expect((await root.browser.post('/api/server/invitations', { email })).status).toBe(409);
    expect((await root.browser.post('/api/server/invitations', { email: 'no address' })).status).toBe(400);
  });

  it('from a server administrator who owns the organization create an account and a membership at once', async () => {
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const organization = freshName('acme');
    const path = `/api/organizations/${organization}`;
    await root.browser.post('/api/organizations', { name: organization });
    const email = `${freshName('new')}@example.com`;
    const { body } = await root.browser.post(`${path}/invitations`, { email, role: 'member' });
    const code = codeOf(body.link);
    const anybody = lanyard().browser();
    const { terms } = (await anybody.post('/api/invitations/open', { code })).body;
    const [name, password] = [freshName('newcomer'), 'a long enough password'];
    expect((await anybody.post('/api/invitations/join', { code, name, password })).status).toBe(400);
    const trail = await trailOf(lanyard(), () =>
      anybody.post('/api/invitations/join', { code, name, password, terms }),
    );
    expect(trail).toEqual([
      `${name} account.created ${name}`,
      `${name} invitation.accepted ${email}`,
      `${name} member.added ${name}`,
      `${name} member.terms-accepted ${name}`,
    ]);
    await anybody.signIn(name, password);
    expect((await anybody.get(path)).body).toMatchObject({ role: 'member', terms: { standing: 'accepted' } });
  });

  it('end after a week, when they are withdrawn, and when a new link is sent', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    const root = await sampleAccount(lanyard(), freshName('root'), { isAdministrator: true });
    const isOpen = async (link: string) =>
      (
        await lanyard()
          .browser()
          .post('/api/invitations/open', { code: codeOf(link) })
      ).status === 200;
    for (const [inviter, at, body] of [
      [root, '/api/server/invitations', { email: `${freshName('new')}@example.com` }],
      [owner, `${path}/invitations`, { account: stranger.name, role: 'member' }],
    ] as const) {
      await again(inviter);
      const first = (await inviter.browser.post(at, body)).body;
      expect((await inviter.browser.post(at, body)).status).toBe(409);
      const second = (await inviter.browser.post(`${at}/${first.id}/resend`)).body;
      expect([await isOpen(first.link), await isOpen(second.link)]).toEqual([false, true]);
      lanyard().clock.advance(WEEK_SECONDS);
      expect(await isOpen(second.link)).toBe(false);
      await again(inviter);
      const { invitations } = (await inviter.browser.get(at)).body;
      const ours = invitations.find(({ id }: { id: string }) => id === first.id);
      expect(ours.status).toBe('expired');
      const third = (await inviter.browser.post(`${at}/${first.id}/resend`)).body;
      expect(await isOpen(third.link)).toBe(true);
      expect((await inviter.browser.delete(`${at}/${first.id}`)).status).toBe(204);
      expect(await isOpen(third.link)).toBe(false);
      expect((await inviter.browser.post(`${at}/${first.id}/resend`)).status).toBe(404);
      expect((await inviter.browser.post(at, body)).status).toBe(201);
      lanyard().clock.advance(WEEK_SECONDS);
      await again(inviter);
      const old = (await inviter.browser.get(at)).body.invitations[0].id;
      // An expired invitation that was replaced cannot be sent again beside the new one.
      expect((await inviter.browser.post(at, body)).status).toBe(201);
      expect((await inviter.browser.post(`${at}/${old}/resend`)).status).toBe(404);
    }
    await again(stranger);
    expect(await waiting(stranger)).toHaveLength(1);
  });

  it('can be declined after a sign-in or with the link, and cannot be repeated for 30 days', async () => {
    const { path, owner, stranger, member } = await sampleOrganization(lanyard());
    await member.browser.delete(`${path}/members/${member.name}`);
    const invite = ({ name }: SampleAccount) =>
      owner.browser.post(`${path}/invitations`, { account: name, role: 'member' });
    const first = (await invite(stranger)).body;
    const declining = () => stranger.browser.post(`/api/invitations/${first.id}/decline`);
    // Owners read the event. It says neither which account declined nor from where.
    expect(await eventsOf(lanyard(), async () => expect((await declining()).status).toBe(204))).toMatchObject([
      { action: 'invitation.declined', actor: { type: 'invitation', id: first.id }, address: '', client: '' },
    ]);
    expect((await declining()).status).toBe(404);
    const { link } = (await invite(member)).body;
    const byLink = () =>
      lanyard()
        .browser()
        .post('/api/invitations/decline', { code: codeOf(link) });
    expect(await trailOf(lanyard(), async () => expect((await byLink()).status).toBe(204))).toEqual([
      `${member.name} invitation.declined ${member.name}`,
    ]);
    expect((await byLink()).status).toBe(404);
    for (const account of [stranger, member]) {
      expect(await waiting(account)).toEqual([]);
      expect((await invite(account)).status).toBe(409);
    }
    lanyard().clock.advance(30 * 86_400);
    await again(owner);
    expect((await invite(stranger)).status).toBe(201);
  });

  it('end when their sender is no longer an owner', async () => {
    const { path, owner, member, stranger } = await sampleOrganization(lanyard());
    await owner.browser.put(`${path}/members/${member.name}`, { role: 'owner' });
    const { body } = await member.browser.post(`${path}/invitations`, { account: stranger.name, role: 'owner' });
    const [{ terms }] = await waiting(stranger);
    await owner.browser.put(`${path}/members/${member.name}`, { role: 'member' });
    expect(await waiting(stranger)).toEqual([]);
    expect((await stranger.browser.post(`/api/invitations/${body.id}/accept`, { terms })).status).toBe(404);
    const { browser } = lanyard();
    expect((await browser().post('/api/invitations/open', { code: codeOf(body.link) })).status).toBe(404);
    // Another owner can take over as its inviter.
    await owner.browser.post(`${path}/invitations/${body.id}/resend`);
    expect((await stranger.browser.post(`/api/invitations/${body.id}/accept`, { terms })).status).toBe(204);
  });

  it('bring back people who left or were removed, and cannot be sent to members', async () => {
    const { path, owner, member, stranger } = await sampleOrganization(lanyard());
    await joinOrganization(owner, path, stranger);
    await member.browser.delete(`${path}/members/${member.name}`);
    await owner.browser.delete(`${path}/members/${stranger.name}`);
    for (const gone of [member, stranger]) {
      expect((await owner.browser.put(`${path}/members/${gone.name}`, { role: 'member' })).status).toBe(404);
      await joinOrganization(owner, path, gone);
      expect((await gone.browser.get(path)).body.role).toBe('member');
    }
    expect((await owner.browser.post(`${path}/invitations`, { account: member.name, role: 'owner' })).status).toBe(409);
  });

  it('to become an owner can be accepted by someone whom the operator added as a member meanwhile', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard());
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'owner' });
    await operatorRuns(lanyard(), `member add ${name} ${stranger.name}`);
    expect(await trailOf(lanyard(), () => acceptInvitation(stranger, name))).toEqual([
      `${stranger.name} invitation.accepted ${stranger.name}`,
      `${stranger.name} member.role-changed ${stranger.name}`,
      `${stranger.name} member.terms-accepted ${stranger.name}`,
    ]);
  });

  it('R50: are sent once if several are sent at the same moment, and only one of two answers counts', async () => {
    const { path, owner, stranger } = await sampleOrganization(lanyard());
    const invite = () => owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const answers = await Promise.all([invite(), invite(), invite()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const [{ id, terms }] = await waiting(stranger);
    const at = `/api/invitations/${id}`;
    const [accepted, declined] = await Promise.all([
      stranger.browser.post(`${at}/accept`, { terms }),
      stranger.browser.post(`${at}/decline`),
    ]);
    expect([accepted.status, declined.status].sort()).toEqual([204, 404]);
    expect((await stranger.browser.get(path)).status).toBe(accepted.status === 204 ? 200 : 404);
  });

  it('are limited to 50 a day for each sender, and each can be sent four times', async () => {
    const { path, owner } = await sampleOrganization(lanyard());
    const invite = (name: string) => owner.browser.post(`${path}/invitations`, { account: name, role: 'member' });
    const first = (await invite('nobody-0')).body;
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await owner.browser.post(`${path}/invitations/${first.id}/resend`)).status).toBe(200);
    }
    expect((await owner.browser.post(`${path}/invitations/${first.id}/resend`)).status).toBe(429);
    // One was sent when the organization got its member.
    for (let count = 5; count < 50; count += 1) expect((await invite(`nobody-${count}`)).status).toBe(201);
    const trail = await trailOf(lanyard(), async () => {
      const answer = await invite('nobody-50');
      expect([answer.status, answer.body.error.code]).toEqual([429, 'too-many-invitations']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    });
    expect(trail).toEqual([]);
    // Withdrawing does not reduce the count, and does not allow more invitations to the same person.
    await owner.browser.delete(`${path}/invitations/${first.id}`);
    for (const name of ['nobody-50', 'nobody-0']) expect((await invite(name)).status).toBe(429);
    lanyard().clock.advance(86_400);
    await again(owner);
    expect((await invite('nobody-50')).status).toBe(201);
  });
});
