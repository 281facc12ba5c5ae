import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshName, type SampleAccount, sampleAccount, sampleOrganization } from '../support/lanyard/accounts.ts';
import { operatorChangesPolicy, operatorRuns } from '../support/lanyard/operator.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { requestToken } from '../support/lanyard/tokens.ts';
import {
  accessibilityFaults,
  browserWorld,
  type Chromium,
  enterPassword,
  focusedText,
  signIn,
  startChromium,
  takePicture,
} from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type MailServer, receiveMail } from '../support/programs/receive-mail.ts';

describeWith(['chromium'], 'an invitation by mail', () => {
  let mail: MailServer;
  let lanyard: Lanyard;
  let chromium: Chromium;

  beforeAll(async () => {
    mail = await receiveMail();
    const settings = {
      LANYARD_SMTP_URL: mail.url,
      LANYARD_MAIL_FROM: 'lanyard@example.org',
      LANYARD_OWNERS_INVITE_NEW_PEOPLE: 'true',
    };
    lanyard = await startLanyard({ settings });
    chromium = await startChromium();
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
    await mail?.stop();
  });

  async function openAs(account: SampleAccount, address: string): Promise<Page> {
    const { page } = await chromium.open(lanyard);
    await signIn(page, account, address);
    return page;
  }

  /** The link in the newest mail to this address. */
  async function linkTo(email: string): Promise<string> {
    const text = () => mail.mails.filter(({ recipients }) => recipients.includes(email)).at(-1)?.parsed.text ?? '';
    await expect.poll(text).toContain('/invitation#');
    return /https?:\S+\/invitation#\S+/.exec(text())?.[0] ?? '';
  }

  it('makes a person without an account a member, after the person read the rules', async () => {
    const { name, path, owner } = await sampleOrganization(lanyard);
    await owner.browser.patch(`${path}/policy`, { autoTokensKept: 3, maximumTokenLifetimeSeconds: 90 * 86_400 });
    const newcomer = freshName('newcomer');
    const inviter = await openAs(owner, `/organizations/${name}/members`);
    await inviter.getByText('No invitations are waiting for an answer.').waitFor();
    await inviter.getByRole('button', { name: 'Invite member' }).click();
    const form = inviter.getByRole('dialog', { name: `Invite to ${name}` });
    await form.getByRole('button', { name: 'Invite' }).click();
    await form.getByText('Enter the name of an account or an e-mail address').waitFor();
    await takePicture(inviter, 'invite-member');
    await form.getByRole('textbox', { name: 'Account name or e-mail address' }).fill(`${newcomer}@example.com`);
    await form.getByRole('button', { name: 'Invite' }).click();
    await inviter.getByText(`The invitation of ${newcomer}@example.com was sent by e-mail.`).waitFor();
    const row = inviter.getByRole('row').filter({ hasText: `${newcomer}@example.com` });
    await row.getByText('Waiting').waitFor();

    const { page, complaints } = await chromium.open(lanyard);
    await page.goto(await linkTo(`${newcomer}@example.com`));
    await page.getByRole('heading', { level: 1, name: `Join ${name}` }).waitFor();
    expect(page.url()).toBe(`${lanyard.url}/invitation`);
    expect(await focusedText(page)).toBe(`Join ${name}`);
    await page.getByText(`${owner.name} invites you to become a member of the organization ${name}`).waitFor();
    await page.getByText(`${name} keeps at most 3 of the auto-generated tokens of your account.`).waitFor();
    await page.getByText(`${name} accepts access tokens that live 90 days at most.`).waitFor();
    await page.getByLabel('Name').fill('Not A Name');
    await page.getByLabel('Password', { exact: true }).fill('a password of my own');
    await page.getByRole('button', { name: `Create account and join ${name}` }).click();
    await page.getByText('Must be 1 to 39 lower-case letters').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Name').fill(newcomer);
    await page.getByRole('button', { name: `Create account and join ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
    expect(await focusedText(page)).toBe(name);
    await page.getByRole('button', { name: `Account ${newcomer}` }).waitFor();
    expect(complaints).toEqual([]);

    await inviter.reload();
    await inviter.getByRole('row').filter({ hasText: newcomer }).getByText(newcomer, { exact: true }).waitFor();
    await inviter.getByText('No invitations are waiting for an answer.').waitFor();
  });

  it('is shown after the sign-in with a count in the navigation, and can be accepted there', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'owner' });
    const { page } = await chromium.open(lanyard);
    await signIn(page, stranger);
    await page.getByRole('link', { name: 'Organizations 1 invitation' }).click();
    await page
      .getByRole('region', { name: 'Invitations' })
      .getByText(`${owner.name} invites you to become an owner of the organization ${name}`)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are an owner of this organization.').waitFor();
    expect(await focusedText(page)).toBe(name);
    await page.getByRole('link', { name: 'Organizations', exact: true }).first().waitFor();
  });

  it('can be accepted with its link after a sign-in on the same page', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    const email = `${stranger.name}@example.com`;
    await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    const { page } = await chromium.open(lanyard);
    await page.goto(await linkTo(email));
    await page.getByRole('button', { name: 'Sign in to accept' }).click();
    await enterPassword(page, stranger);
    await page.getByText(`You are signed in as ${stranger.name}.`).waitFor();
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
  });

  it('cannot be accepted with its link under rules that became stricter after they were shown', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    const email = `${stranger.name}@example.com`;
    await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    const { page } = await chromium.open(lanyard);
    await page.goto(await linkTo(email));
    await page.getByText(`${name} has no rules for its members now.`).waitFor();
    await operatorChangesPolicy(lanyard, name, { passwordAtRegistry: false });
    await page.getByRole('button', { name: 'Sign in to accept' }).click();
    await enterPassword(page, stranger);
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('The rules have changed').waitFor();
    expect((await stranger.browser.get(path)).status).toBe(404);
    await page.getByText(`${name} refuses your password in docker and other registry clients`).waitFor();
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
  });

  it('can be declined with its link or after a sign-in, and asks for confirmation first', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    const email = `${freshName('nobody')}@example.com`;
    await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const { page } = await chromium.open(lanyard);
    await page.goto(await linkTo(email));
    await page.getByRole('button', { name: `Decline the invitation to ${name}` }).click();
    const question = page.getByRole('dialog', { name: `Decline the invitation to ${name}?` });
    await question.getByRole('button', { name: 'Decline' }).click();
    await page.getByRole('heading', { name: 'Invitation declined' }).waitFor();
    expect(await focusedText(page)).toBe('Invitation declined');

    const own = await openAs(stranger, '/organizations');
    await own.getByRole('button', { name: `Decline the invitation to ${name}` }).click();
    await own.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    await own.getByText(`You declined the invitation to ${name}.`).waitFor();
    await expect.poll(() => own.getByText('invites you').count()).toBe(0);

    const inviter = await openAs(owner, `/organizations/${name}/members`);
    await inviter.getByRole('row').filter({ hasText: email }).getByText('Declined').waitFor();
    await inviter.getByRole('row').filter({ hasText: stranger.name }).getByText('Declined').waitFor();
  });

  it('is no longer open after its sender withdraws it', async () => {
    const { name, path, owner } = await sampleOrganization(lanyard);
    const email = `${freshName('nobody')}@example.com`;
    await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    const inviter = await openAs(owner, `/organizations/${name}/members`);
    await inviter.getByRole('button', { name: `Withdraw the invitation of ${email}` }).click();
    await inviter.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await inviter.getByText('No invitations are waiting for an answer.').waitFor();
    const { page } = await chromium.open(lanyard);
    await page.goto(await linkTo(email));
    await page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
    await page.getByText('It was withdrawn, was answered or expired').waitFor();
  });

  it('shows rules that became stricter, and can only be accepted after that', async () => {
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const page = await openAs(stranger, '/organizations');
    await page.getByText(`${name} has no rules for its members now.`).waitFor();
    await operatorChangesPolicy(lanyard, name, { passwordAtRegistry: false });
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('The rules have changed').waitFor();
    await page.getByText(`${name} refuses your password in docker and other registry clients`).waitFor();
    expect((await stranger.browser.get(path)).status).toBe(404);
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
  });

  it('cannot be accepted by another account, which can sign out on the page', async () => {
    const { name, path, owner, member, stranger } = await sampleOrganization(lanyard);
    const email = `${stranger.name}@example.com`;
    await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    const page = await openAs(member, await linkTo(email));
    await page.getByText(`You are signed in as ${member.name}`).waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Accept/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in to accept' }).click();
    await enterPassword(page, stranger);
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
  });
});

describeWith(['chromium'], 'a server without mail', () => {
  const world = browserWorld();

  async function openAs(account: SampleAccount, address: string): Promise<Page> {
    const { lanyard, chromium } = world();
    const { page } = await chromium.open(lanyard);
    await signIn(page, account, address);
    return page;
  }

  it('shows an administrator the link of an invitation once, and the link creates an account', async () => {
    const { lanyard, chromium } = world();
    const administrator = await sampleAccount(lanyard, freshName('administrator'), { isAdministrator: true });
    const newcomer = freshName('newcomer');
    const inviter = await openAs(administrator, '/account/tokens');
    await inviter.getByRole('link', { name: 'Administration' }).click();
    await inviter.getByRole('button', { name: 'Invite person' }).click();
    const form = inviter.getByRole('dialog', { name: 'Invite to this server' });
    await form.getByRole('textbox', { name: 'E-mail address' }).fill('not an address');
    await form.getByRole('button', { name: 'Invite' }).click();
    await form
      .getByText(/e-mail address/i)
      .nth(1)
      .waitFor();
    await form.getByRole('textbox', { name: 'E-mail address' }).fill(`${newcomer}@example.com`);
    await form.getByRole('button', { name: 'Invite' }).click();
    const shown = inviter.getByRole('dialog', { name: `Invitation link for ${newcomer}@example.com` });
    await shown.waitFor();
    await takePicture(inviter, 'invitation-link');
    expect(await accessibilityFaults(inviter)).toEqual([]);
    await shown.getByRole('button', { name: 'Copy the invitation link' }).click();
    const link = String(await inviter.evaluate('navigator.clipboard.readText()'));
    await shown.getByRole('button', { name: 'Done' }).click();
    await inviter.reload();
    await inviter.getByText(`${newcomer}@example.com`).waitFor();
    expect(await inviter.content()).not.toContain(link);

    const { page } = await chromium.open(lanyard);
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Create your account' }).waitFor();
    await page.getByLabel('Name').fill(newcomer);
    await page.getByLabel('Password', { exact: true }).fill('a password of my own');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    const late = await chromium.open(lanyard);
    await late.page.goto(link);
    await late.page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
  });

  it('gives an owner a new link when an invitation is sent again, and the old link stops working', async () => {
    const { lanyard, chromium } = world();
    const { name, path, owner, stranger } = await sampleOrganization(lanyard);
    const sent = await owner.browser.post(`${path}/invitations`, { account: stranger.name, role: 'member' });
    const inviter = await openAs(owner, `/organizations/${name}/members`);
    await inviter.getByRole('button', { name: `Send again the invitation of ${stranger.name}` }).click();
    await inviter.getByRole('button', { name: 'Copy the invitation link' }).click();
    const link = String(await inviter.evaluate('navigator.clipboard.readText()'));
    const { page } = await chromium.open(lanyard);
    await page.goto(sent.body.link);
    await page.getByRole('heading', { name: 'This invitation cannot be used' }).waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: `Join ${name}` }).waitFor();
  });

  it('lets a member whom the operator added accept the rules for the whole account', async () => {
    const { lanyard } = world();
    const { name, path, stranger } = await sampleOrganization(lanyard);
    await operatorChangesPolicy(lanyard, name, { passwordAtRegistry: false });
    await operatorRuns(lanyard, `member add ${name} ${stranger.name}`);
    const page = await openAs(stranger, `/organizations/${name}/policy`);
    await page.getByText('You were made a member without being asked.').waitFor();
    expect((await stranger.browser.get(path)).body.terms.standing).toBe('none-accepted');
    await page.getByRole('button', { name: 'Accept for my whole account' }).click();
    await page.getByText('You accepted the rules for your whole account.').waitFor();
    expect((await stranger.browser.get(path)).body.terms.standing).toBe('accepted');
  });

  it('shows a member a stricter rule, blocks access after 7 days, and restores it when the member accepts', async () => {
    const { lanyard } = world();
    const { name, owner, member } = await sampleOrganization(lanyard);
    await owner.browser.post('/api/repositories', { name: `${name}/app` });
    await owner.browser.put(`/api/repository/rights?name=${name}/app`, {
      subjectType: 'account',
      subject: member.name,
      right: 'read',
    });
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    const { body } = await member.browser.post('/api/tokens', { description: 'laptop', grants });
    const pull = () =>
      requestToken(lanyard, {
        credential: `${member.name}:${body.secret}`,
        scopes: [`repository:${name}/app:pull`],
      });
    const setter = await openAs(owner, `/organizations/${name}/policy`);
    await setter.getByRole('switch', { name: 'Accept account passwords at the registry' }).uncheck({ force: true });
    await setter.getByRole('button', { name: 'Save policy' }).click();
    await setter.getByText('Members have 7 days to accept it for their accounts.').waitFor();

    await setter.getByRole('link', { name: 'Members' }).click();
    const rowOf = (account: string) => setter.getByRole('row').filter({ hasText: account });
    await setter.getByText('1 member has not accepted new rules yet.').waitFor();
    await rowOf(member.name).getByText('New rules to accept').waitFor();
    await expect.poll(() => rowOf(owner.name).getByText('New rules').count()).toBe(0);
    await setter.getByRole('switch', { name: 'Show only these members' }).check({ force: true });
    await expect.poll(() => rowOf(owner.name).count()).toBe(0);
    await expect.poll(() => rowOf(member.name).count()).toBe(1);
    expect(await accessibilityFaults(setter)).toEqual([]);

    const page = await openAs(member, '/organizations');
    await page.getByRole('row').filter({ hasText: name }).getByText('New rules to accept').waitFor();
    await page.getByRole('link', { name }).click();
    const notice = page.getByRole('region', { name: 'New rules' });
    await notice.getByText(`${name} refuses your password in docker and other registry clients`).waitFor();
    await notice.getByText('They apply to your account only if you accept them.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const before = await pull();
    expect(before.status).toBe(200);

    lanyard.clock.advance(8 * 86_400);
    await signIn(page, member, `/organizations/${name}`);
    await notice.getByText('cannot reach the repositories').waitFor();
    expect((await pull()).status).toBe(403);
    await signIn(setter, owner, `/organizations/${name}/members`);
    await setter.getByText('1 member has not accepted new rules in time').waitFor();
    await rowOf(member.name).getByText('Suspended').waitFor();
    await expect.poll(() => page.getByText('has not accepted').count()).toBe(0);
    await notice.getByRole('button', { name: 'Accept the new rules' }).click();
    await page.getByText(`You accepted the rules of ${name}.`).waitFor();
    await expect.poll(() => notice.count()).toBe(0);
    expect(await focusedText(page)).toBe(name);
    expect((await pull()).status).toBe(200);

    await operatorChangesPolicy(lanyard, name, { autoTokensKept: 2 });
    // When its tab becomes visible, the page reads again everything that is older than 5 s.
    await page.evaluate('{ const { now } = Date; Date.now = () => now() + 6_000; }');
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');
    await notice.getByRole('button', { name: 'Accept the new rules' }).click();
    await expect.poll(() => notice.count()).toBe(0);
    expect(await focusedText(page)).toBe(name);
  });
});
