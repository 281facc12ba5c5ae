import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleOrganization } from '../support/lanyard/accounts.ts';
import { type SampleOpenId, sampleOpenId } from '../support/lanyard/single-sign-on.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import {
  accessibilityFaults,
  addVirtualAuthenticator,
  type Chromium,
  startChromium,
  takePicture,
} from '../support/pages/chromium.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { type DockerHubStandIn, startDockerHubStandIn } from '../support/programs/docker-hub-stand-in.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { type OidcProvider, startOidcProvider } from '../support/programs/oidc-provider.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/programs/temporary-folder.ts';

describeWith(['chromium', 'docker'], 'an organization whose members sign in at its own provider', () => {
  let folder: TemporaryFolder;
  let dns: DnsServer;
  let provider: OidcProvider;
  let lanyard: Lanyard;
  let chromium: Chromium;
  let hub: DockerHubStandIn;
  let singleSignOn: SampleOpenId;

  beforeAll(async () => {
    [folder, dns, provider] = await Promise.all([temporaryFolder(), startDnsServer(), startOidcProvider()]);
    const settings = { LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.host };
    [lanyard, chromium] = await Promise.all([startLanyard({ settings }), startChromium()]);
    hub = await startDockerHubStandIn(folder.path, lanyard.url);
    singleSignOn = await sampleOpenId(lanyard, dns, provider);
    const { owner, path } = singleSignOn.organization;
    await provider.putPerson({ login: 'first', subject: 'first', email: `first@${singleSignOn.domain}` });
    await singleSignOn.singleSignOn(lanyard.browser(), 'first');
    const { status } = await owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true });
    if (status !== 200) throw new Error(`the rule answered ${status}`);
  });

  afterAll(async () => {
    await hub?.stop();
    await chromium?.close();
    await Promise.all([lanyard?.stop(), provider?.stop(), dns?.stop()]);
    await folder?.remove();
  });

  /** From our sign-in page through the provider's. */
  async function throughProvider(page: Page, login: string): Promise<void> {
    await page.getByRole('button', { name: 'Use single sign-on' }).click();
    await page.getByLabel('E-mail address', { exact: true }).fill(`${login}@${singleSignOn.domain}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Identity provider' }).waitFor();
    await page.getByLabel('Login').fill(login);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  it('leads the unmodified docker CLI to the provider and back, asks for a passkey, and gives an auto-generated token', async () => {
    await provider.putPerson({ login: 'grace', subject: 'grace', email: `grace@${singleSignOn.domain}` });
    const { page, complaints } = await chromium.open(lanyard);
    await addVirtualAuthenticator(page);
    await page.goto('/sign-in?next=/account/security');
    await throughProvider(page, 'grace');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('button', { name: 'Create passkey' }).click();
    await page.getByRole('button', { name: 'I have saved them' }).click();
    await page.getByRole('button', { name: 'Account grace' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.context().clearCookies({ domain: 'localhost' });

    const docker = await hub.docker('docker');
    const { session, url, userCode } = await docker.startLogin();
    await page.goto(url);
    await page.getByText('Sign in to approve your command line.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'sign-in-for-a-command-line');
    await throughProvider(page, 'grace');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    // The sign-in page also has a button with that name.
    await page.waitForURL(/\/activate/);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Approve this sign-in?' }).waitFor();
    await page.getByText(userCode).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    expect(await session.exitCode()).toBe(0);
    expect(session.text()).toContain('Login Succeeded');

    await page.goto('/account/tokens');
    const row = page.getByRole('row').filter({ hasText: 'docker CLI' });
    await row.getByText('Auto-generated').waitFor();
    expect(complaints).toEqual([]);
  });

  it('leads a person who signs in from the page of an invitation back to the invitation', async () => {
    const { name, path, owner } = await sampleOrganization(lanyard);
    const email = `ivy@${singleSignOn.domain}`;
    await provider.putPerson({ login: 'ivy', subject: 'ivy', email });
    const { body } = await owner.browser.post(`${path}/invitations`, { email, role: 'member' });
    const { page, complaints } = await chromium.open(lanyard);
    await page.goto(body.link);
    await page.getByRole('button', { name: 'Sign in to accept' }).click();
    await throughProvider(page, 'ivy');
    await page.getByRole('heading', { level: 1, name: `Join ${name}` }).waitFor();
    expect(page.url()).toBe(`${lanyard.url}/invitation`);
    await page.getByRole('button', { name: `Accept the invitation to ${name}` }).click();
    await page.getByText('You are a member of this organization.').waitFor();
    // The code was kept only in this tab, and works only once.
    await page.goto('/invitation');
    await page.getByText('To get here, open the link of your invitation.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('refuses the password on the page and offers the way to the provider', async () => {
    const { page } = await chromium.open(lanyard);
    await page.goto('/sign-in');
    await page.getByLabel('Name or e-mail address').fill(`first@${singleSignOn.domain}`);
    await page.getByLabel('Password', { exact: true }).fill('whatever it was');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText(`${singleSignOn.organization.name} requires single sign-on`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'single-sign-on-required');
    await page.getByRole('button', { name: `Continue to ${singleSignOn.organization.name}` }).click();
    await page.getByRole('heading', { name: 'Identity provider' }).waitFor();
    await page.getByLabel('Login').fill('first');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('shows a general message when the provider refuses the person', async () => {
    const { page } = await chromium.open(lanyard);
    await page.goto('/sign-in');
    await throughProvider(page, 'nobody');
    await page.getByRole('heading', { name: 'That did not work' }).waitFor();
    await page.getByText(/answer of the identity provider cannot be accepted/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await takePicture(page, 'single-sign-on-refused');
  });

  it('R34: proves a fresh sign-in in another tab, and the page keeps the input and continues', async () => {
    await provider.putPerson({ login: 'ada', subject: 'ada', email: `ada@${singleSignOn.domain}` });
    // The provider uses the real clock. Ours must be eleven minutes later between the two sign-ins.
    lanyard.clock.advance(-200);
    const { page } = await chromium.open(lanyard);
    await page.goto('/sign-in?next=/account/tokens/new');
    await throughProvider(page, 'ada');
    await page.getByLabel('Description').fill('nightly build');
    lanyard.clock.advance(660);
    await page.getByRole('button', { name: 'Generate token' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.getByRole('button', { name: 'Use single sign-on' }).click();
    await dialog.getByLabel('E-mail address').fill(`ada@${singleSignOn.domain}`);
    const opened = page.context().waitForEvent('page');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const tab = await opened;
    await tab.getByLabel('Login').fill('ada');
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await tab.close();
    await page.evaluate('dispatchEvent(new Event("focus"))');
    await page
      .getByText(/lyd_pat_/)
      .first()
      .waitFor();
    await page
      .getByText(/nightly build/)
      .first()
      .waitFor();
  });
});
