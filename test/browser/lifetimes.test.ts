import { randomUUID } from 'node:crypto';
import { newAccessToken } from '@lanyard/core/tokens/access-token';
import { expect, it } from 'vitest';
import { type SampleOrganization, sampleOrganization } from '../support/lanyard/accounts.ts';
import { writeExisting } from '../support/lanyard/audit.ts';
import { sampleCommandLine } from '../support/lanyard/command-lines.ts';
import { sampleToken } from '../support/lanyard/tokens.ts';
import { browserWorld, inFourLooks, signIn } from '../support/pages/chromium.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

const DAY = 86_400_000;

describeWith(['chromium'], 'rules of an organization that stop tokens', () => {
  const world = browserWorld();

  const openPolicy = async ({ owner, name }: SampleOrganization) => {
    const { page } = await world().chromium.open(world().lanyard);
    await signIn(page, owner, `/organizations/${name}/policy`);
    return page;
  };

  it('are announced from the form of the policy, with what they would stop, and taken back', async () => {
    const place = await sampleOrganization(world().lanyard);
    const { owner, member, name, path } = place;
    const grants = [{ pattern: `${name}/*`, actions: ['pull'] }];
    await owner.browser.post(`${path}/tokens`, { description: 'nightly build', grants });
    await sampleToken(member, { actions: ['pull'] });
    const page = await openPolicy(place);
    await page.getByRole('textbox', { name: 'Maximum lifetime of an access token: number' }).fill('10');
    await page.getByRole('button', { name: 'Save policy' }).click();
    const dialog = page.getByRole('dialog', { name: 'A stricter rule is announced first' });
    await dialog.getByText('2 access tokens of 2 holders would stop here on').waitFor();
    await dialog.getByText('nightly build').waitFor();
    await inFourLooks(page, 'rule-preview');
    await dialog.getByLabel('Start date').fill(new Date(Date.now() + DAY).toISOString().slice(0, 10));
    await dialog.getByText('Choose a later day').waitFor();
    const day = new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10);
    await dialog.getByLabel('Start date').fill(day);
    await dialog.getByRole('button', { name: 'Save policy' }).click();
    await page.getByText(/“Maximum lifetime of an access token” changes on/).waitFor();
    await page.getByText(/^From .*: 10 days\.$/).waitFor();
    await inFourLooks(page, 'announced-rule');
    const { policy, pendingRules } = (await owner.browser.get(path)).body;
    expect([policy.maximumTokenLifetimeSeconds, pendingRules[0].bindsFrom.slice(0, 10)]).toEqual([null, day]);
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText(/^From .*: 10 days\.$/).waitFor({ state: 'detached' });
    expect((await owner.browser.get(path)).body.pendingRules).toEqual([]);
  });

  it('do not stop a member or a token that an owner exempts, until the exemption ends', async () => {
    const { owner, member, name } = await sampleOrganization(world().lanyard);
    await sampleToken(member, { actions: ['pull'] });
    // More members than any page loads come before this one.
    await writeExisting(world().lanyard, async ({ accounts, organizations }) => {
      const organization = await organizations.byName(name);
      const createdAt = world().lanyard.clock.now();
      const state = { passwordHash: null, isAdministrator: false, disabledAt: null, hasSecondFactor: false, createdAt };
      for (let count = 100; count < 205; count += 1) {
        const id = randomUUID();
        await accounts.insert({ id, name: `a-${name}-${count}`, email: `a-${name}-${count}@example.com`, ...state });
        await organizations.putMember(organization?.id ?? '', id, 'member', createdAt);
      }
    });
    const { page } = await world().chromium.open(world().lanyard);
    await signIn(page, owner, `/organizations/${name}/access-review/exemptions`);
    await page.getByRole('heading', { name: 'No exemptions' }).waitFor();
    await page.getByRole('button', { name: 'Exempt a member' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exempt a member' });
    await dialog.getByRole('combobox', { name: 'Member' }).fill(member.name);
    await page.getByRole('option', { name: member.name }).click();
    await dialog.getByLabel('Rule').selectOption('passwordAtRegistry');
    await dialog.getByLabel('Reason').fill('An old build server knows only passwords');
    await inFourLooks(page, 'exempt-member');
    await dialog.getByRole('button', { name: 'Exempt', exact: true }).click();
    await page.getByText('An old build server knows only passwords').waitFor();

    await page.getByRole('link', { name: 'Tokens', exact: true }).click();
    await page.getByRole('row').filter({ hasText: member.name }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Exempt' }).click();
    const ofToken = page.getByRole('dialog', { name: 'Exempt this token' });
    await ofToken.getByLabel('Reason').fill('Replaced in May');
    await ofToken.getByRole('button', { name: 'Exempt', exact: true }).click();
    await ofToken.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Exemptions' }).click();
    await page.getByText('Replaced in May').waitFor();
    await inFourLooks(page, 'exemptions');

    await page.getByRole('button', { name: `End the exemption of ${member.name}: unused access tokens` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End exemption' }).click();
    await page.getByText(/^The exemption ends on/).waitFor();
  });

  it('say in the form of a new token, and with its secret, on which date it will stop, and when it is activated', async () => {
    const { lanyard, chromium } = world();
    const { owner, member, name, path } = await sampleOrganization(lanyard);
    await sampleToken(member, { actions: ['pull'] });
    const bindsFrom = new Date(lanyard.clock.now() + 9 * DAY).toISOString();
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: (10 * DAY) / 1000, bindsFrom });
    const { page } = await chromium.open(lanyard);
    await signIn(page, member, '/account/tokens/new');
    const day = /^From .* on, .* accepts only tokens that live for at most 10 days\. This one will not reach/;
    await page.getByRole('status').getByText(day).waitFor();
    await page.getByText('7 days', { exact: true }).click();
    await page.getByText(day).waitFor({ state: 'detached' });
    await page.getByText('90 days', { exact: true }).click();
    await page.getByText(day).waitFor();
    await page.getByRole('textbox', { name: 'Description' }).fill('late');
    await inFourLooks(page, 'new-token-before-a-rule');
    await page.getByRole('button', { name: 'Generate token' }).click();
    await page.getByRole('heading', { name: 'Token “late” generated' }).waitFor();
    const stop = page.getByText(new RegExp(`^Will not reach ${name} from .*: longer than 10 days$`));
    await stop.waitFor();
    await inFourLooks(page, 'generated-token-before-a-rule');
    await page.getByRole('link', { name: 'I have saved it' }).click();
    await page.getByRole('link', { name: 'late' }).click();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await stop.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Activate' }).click();
    await stop.waitFor();
  });

  it('show on the page of an auto-generated token how old it is, and that another sign-in helps', async () => {
    const { lanyard, chromium } = world();
    const { owner, member, name, path } = await sampleOrganization(lanyard);
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: (20 * DAY) / 1000 });
    await (await sampleCommandLine(lanyard, member)).generate();
    lanyard.clock.advance(15 * 86_400);
    const { page } = await chromium.open(lanyard);
    await signIn(page, member, '/account/tokens');
    const ahead = page.getByText(new RegExp(`^Will not reach ${name} from .*: 20 days old then$`));
    await ahead.waitFor();
    await page
      .getByRole('link', { name: /^docker CLI/ })
      .first()
      .click();
    await ahead.waitFor();
    await page.getByText('Elsewhere it works. Sign in there again with docker login.').waitFor();
    await inFourLooks(page, 'auto-token-of-an-age');
    lanyard.clock.advance(6 * 86_400);
    await member.browser.signIn(member.name, member.password);
    const { stops } = (await member.browser.get('/api/account/token-stops')).body;
    expect(stops).toMatchObject([{ organization: name, at: null, isByAge: true }]);
  });

  it('show on the page of a token why it does not reach the organization, and let it in again', async () => {
    const { lanyard, chromium } = world();
    const { owner, name, path } = await sampleOrganization(lanyard);
    await owner.browser.patch(`${path}/policy`, { tokenUnusedSeconds: (30 * DAY) / 1000 });
    const id = randomUUID();
    await writeExisting(lanyard, async ({ organizations, tokens }) => {
      const organization = await organizations.byName(name);
      const grants = [{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }] as const;
      const made = { kind: 'oat', ownerId: organization?.id ?? '', createdBy: owner.name, expiresAt: null } as const;
      const from = { createdAt: lanyard.clock.now() - 100 * DAY, createdAddress: '192.0.2.1', createdClient: 'test' };
      await tokens.insert(newAccessToken({ id, description: 'yearly report', grants, ...made, ...from }), randomUUID());
    });
    const { page } = await chromium.open(lanyard);
    await signIn(page, owner, `/organizations/${name}/tokens`);
    await page.getByText(`Does not reach ${name}: unused there for 30 days`).waitFor();
    await page.getByRole('link', { name: 'yearly report' }).click();
    await page.getByText(`Does not reach ${name}: unused there for 30 days`).waitFor();
    await inFourLooks(page, 'stopped-token');
    await page.getByRole('button', { name: 'Let it in again' }).click();
    await page.getByText(`Does not reach ${name}: unused there for 30 days`).waitFor({ state: 'detached' });
  });
});
