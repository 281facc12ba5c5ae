import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleOrganization,
} from '../support/lanyard/accounts.ts';
import { logoutQuery, logoutXml, readSentLogout } from '../support/lanyard/saml-logout.ts';
import { sampleSingleSignOn } from '../support/lanyard/single-sign-on.ts';
import {
  type AuthnRequest,
  instant,
  newId,
  readAuthnRequest,
  softwareIdentityProvider,
} from '../support/lanyard/software-identity-provider.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import {
  accessibilityFaults,
  type Chromium,
  inFourLooks,
  type OpenPage,
  signIn,
  startChromium,
  takePicture,
} from '../support/pages/chromium.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';
import { serveHttp } from '../support/programs/serve-http.ts';

describeWith(['chromium'], 'the sign-in page of an organization', () => {
  let lanyard: Lanyard;
  let chromium: Chromium;
  let dns: DnsServer;

  beforeAll(async () => {
    dns = await startDnsServer();
    lanyard = await startLanyard({ settings: { LANYARD_DNS_SERVERS: dns.address } });
    chromium = await startChromium();
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
    await dns?.stop();
  });

  async function openAs(account: SampleAccount, { path }: SampleOrganization): Promise<OpenPage> {
    const opened = await chromium.open(lanyard);
    await signIn(opened.page, account, `${path.replace('/api', '')}/sign-in`);
    return opened;
  }

  const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });
  const domainOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

  it('verifies a domain when its TXT record exists, and removes it only after a confirmation', async () => {
    const organization = await sampleOrganization(lanyard);
    const { page, complaints } = await openAs(organization.owner, organization);
    const domain = `${freshName('corp')}.example.org`;
    await page.getByRole('textbox', { name: 'Add a domain' }).fill('not a domain');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(/^Must be/).waitFor();
    await page.getByRole('textbox', { name: 'Add a domain' }).fill(domain);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await domainOf(page, domain).getByText('Not verified').waitFor();

    await page.getByRole('button', { name: `Verify ${domain}` }).click();
    await domainOf(page, domain).getByText(`No TXT record at _lanyard-challenge.${domain}`).waitFor();
    await takePicture(page, 'sign-in-domain-not-verified');
    await page.getByRole('button', { name: `Copy the value of the record for ${domain}` }).click();
    const value = String(await page.evaluate('navigator.clipboard.readText()'));
    dns.setTxt(`_lanyard-challenge.${domain}`, [value]);
    await page.getByRole('button', { name: `Verify ${domain}` }).click();
    await domainOf(page, domain).getByText('Verified', { exact: true }).waitFor();

    await page.getByRole('button', { name: `Remove ${domain}` }).click();
    await dialogOf(page, `Remove ${domain}?`).getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: `Remove ${domain}` }).click();
    await dialogOf(page, `Remove ${domain}?`).getByRole('button', { name: 'Remove domain' }).click();
    await page.getByText('No domains yet.').waitFor();
    const { body } = await organization.owner.browser.get(`${organization.path}/domains`);
    expect(body.domains).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('connects a SAML provider by its metadata, links groups to teams, and edits and removes the connection', async () => {
    const organization = await sampleOrganization(lanyard);
    const { owner, path, name } = organization;
    await owner.browser.post(`${path}/teams`, { name: 'builders' });
    const provider = await softwareIdentityProvider();
    const { page, complaints } = await openAs(owner, organization);
    await page.getByRole('button', { name: 'Connect a provider' }).click();
    await page.getByRole('group', { name: 'the redirect URI' }).getByText(`/sso/${name}/callback`).waitFor();
    await takePicture(page, 'sign-in-connect-oidc');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Enter an address that starts with https://').waitFor();
    await page.getByText('SAML 2.0', { exact: true }).click();
    await page.getByRole('group', { name: 'the entity ID' }).getByText(`/sso/${name}/metadata`).waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Paste the metadata, or choose its file').waitFor();
    const metadata = page.getByRole('textbox', { name: 'Provider metadata' });
    await metadata.fill('<html>not metadata</html>');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect.poll(() => metadata.getAttribute('aria-invalid')).toBe('true');
    await metadata.fill(provider.metadata());
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByRole('textbox', { name: 'Group 1 at the provider' }).fill('engineers');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Choose a team', { exact: true }).last().waitFor();
    await page.getByRole('combobox', { name: 'Team for group 1' }).selectOption('builders');
    await takePicture(page, 'sign-in-connect-saml');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('engineers → builders').waitFor();
    const start = await page.getByRole('link', { name: 'Test sign-in' }).getAttribute('href');
    expect(start).toBe(`${lanyard.url}/sso/${name}/start?next=/signed-in`);

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'E-mail attribute' }).fill('email');
    const successor = await softwareIdentityProvider('https://idp.example.org/successor');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose a file' }).click(),
    ]);
    const buffer = Buffer.from(successor.metadata());
    await chooser.setFiles({ name: 'metadata.xml', mimeType: 'application/xml', buffer });
    await expect.poll(() => metadata.inputValue()).toContain(successor.entityId);
    await page.getByRole('button', { name: 'Save connection' }).click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await takePicture(page, 'sign-in-connected');
    const { body } = await owner.browser.get(`${path}/single-sign-on`);
    expect(body.connection).toMatchObject({
      protocol: 'saml',
      entityId: successor.entityId,
      emailAttribute: 'email',
      groupTeams: [{ group: 'engineers', team: 'builders' }],
    });

    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await dialogOf(page, 'Remove the identity provider?').getByRole('button', { name: 'Remove provider' }).click();
    await page.getByRole('button', { name: 'Connect a provider' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('can require single sign-on after a member has used it, and keeps the provider while it is required', async () => {
    const { organization, domain, singleSignOn } = await sampleSingleSignOn(lanyard, dns);
    const { owner, path } = organization;
    const { page, complaints } = await openAs(owner, organization);
    const required = page.getByRole('switch', { name: 'Require single sign-on' });
    await page.getByText('Ask a member to sign in at the identity provider first').waitFor();
    await singleSignOn(lanyard.browser(), { subject: 'ada-1', email: `ada@${domain}` });
    await page.reload();
    await required.check({ force: true });
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText('The change is in effect now.').waitFor();
    expect((await owner.browser.get(path)).body.policy.requireSingleSignOn).toBe(true);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const removal = dialogOf(page, 'Remove the identity provider?');
    await removal.getByRole('button', { name: 'Remove provider' }).click();
    await removal.getByText('Single sign-on is required here; end that rule first.').waitFor();
    await removal.getByRole('button', { name: 'Cancel' }).click();
    await takePicture(page, 'sign-in-required');

    await page.getByRole('button', { name: 'Disconnect a member' }).click();
    const disconnecting = dialogOf(page, 'Disconnect a member from the provider');
    await disconnecting.getByRole('combobox', { name: 'Account name' }).fill('ada');
    await page.getByRole('option', { name: 'ada' }).click();
    await disconnecting.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('ada is disconnected from the provider.').waitFor();
    expect((await owner.browser.get(`${path}/single-sign-on`)).body.connectedMembers).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("lets an owner test the sign-in at the provider, which connects the owner's account, and sign out there too", async () => {
    // A site of its own: an answer that the browser makes up comes too late for a new window.
    await using site = await serveHttp(({ url }, response) => {
      if (url?.startsWith('/logout')) {
        const query = logoutQuery(logoutAnswer(readSentLogout(`${site.url}${url}`).id), { key: provider });
        return response.writeHead(303, { location: `${lanyard.url}/sso/${organization.name}/logout?${query}` }).end();
      }
      const request = readAuthnRequest(`${site.url}${url}`);
      const person = { subject: 'owner-1', email: `${owner.name}@example.com` };
      response.setHeader('content-type', 'text/html').end(postingPage(request, respond(request, person)));
    });
    const { organization, respond, provider } = await sampleSingleSignOn(lanyard, dns, [], `${site.url}/sign-on`);
    const logoutAnswer = (inResponseTo: string) =>
      logoutXml({
        element: 'LogoutResponse',
        id: newId(),
        issuer: provider.entityId,
        destination: `${lanyard.url}/sso/${organization.name}/logout`,
        issueInstant: instant(lanyard.clock.now()),
        inResponseTo,
        status: ['Success'],
      });
    const { owner, path } = organization;
    const { body } = await owner.browser.post(`${path}/domains`, { name: 'example.com' });
    dns.setTxt(body.record.name, [body.record.value]);
    const { page, context } = await openAs(owner, organization);
    await page.getByRole('button', { name: 'Verify example.com' }).click();
    await domainOf(page, 'example.com').getByText('Verified', { exact: true }).waitFor();
    const [tried] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Test sign-in' }).click(),
    ]);
    await tried.waitForURL(`${lanyard.url}/signed-in`);
    await expect.poll(async () => (await owner.browser.get(`${path}/single-sign-on`)).body.connectedMembers).toBe(1);
    await tried.close();
    await page.bringToFront();
    await page.reload();
    await page.getByRole('button', { name: 'Disconnect a member' }).waitFor();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(organization.name);

    await page.getByRole('button', { name: `Account ${owner.name}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await inFourLooks(page, 'signed-out-offer');
    await page.getByRole('link', { name: 'Sign out there too' }).click();
    await page.getByText(`The identity provider of ${organization.name} ended your session too.`).waitFor();
    await inFourLooks(page, 'signed-out-there');
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  });

  it('refuses a rule that would lock out the owner who sets it', async () => {
    const organization = await sampleOrganization(lanyard);
    const { page } = await openAs(organization.owner, organization);
    const factor = page.getByRole('switch', { name: 'Require a second factor' });
    const required = page.getByRole('switch', { name: 'Require single sign-on' });
    await factor.waitFor();
    await expect.poll(() => required.isDisabled()).toBe(true);
    await page.getByText('Verify an e-mail domain first.').waitFor();
    expect(
      await page.getByRole('combobox', { name: "Members' tokens need single sign-on within the last" }).isDisabled(),
    ).toBe(true);
    await factor.check({ force: true });
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText('Set up a second factor yourself first.').waitFor();
    await takePicture(page, 'sign-in-rule-refused');
    expect(await accessibilityFaults(page)).toEqual([]);
    await factor.uncheck({ force: true });
    await page.getByRole('combobox', { name: 'Check members at the identity provider every' }).selectOption('4 hours');
    await page.getByRole('button', { name: 'Save rules' }).click();
    await page.getByText('The change is in effect now.').waitFor();
    const { body } = await organization.owner.browser.get(organization.path);
    expect(body.policy).toMatchObject({ requireSecondFactor: false, signOnRecheckSeconds: 14_400 });
  });

  it('generates a SCIM token that works until it is revoked', async () => {
    const organization = await sampleOrganization(lanyard);
    const { page, complaints } = await openAs(organization.owner, organization);
    await page.getByRole('button', { name: 'Copy the base URL' }).click();
    const baseUrl = String(await page.evaluate('navigator.clipboard.readText()'));
    await page.getByRole('button', { name: 'Generate token' }).click();
    await dialogOf(page, 'Generate a SCIM token?').getByRole('button', { name: 'Generate token' }).click();
    await page.getByRole('button', { name: 'Copy the SCIM token' }).click();
    await takePicture(page, 'sign-in-scim-token');
    const secret = String(await page.evaluate('navigator.clipboard.readText()'));
    const ask = async () =>
      (await fetch(`${baseUrl}/Users`, { headers: { authorization: `Bearer ${secret}` } })).status;
    expect(await ask()).toBe(200);

    await page.getByRole('button', { name: 'I have saved it' }).click();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Revoke token' }).click();
    const removal = dialogOf(page, 'Revoke the SCIM token?');
    await removal.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('SCIM token revoked.').waitFor();
    expect(await ask()).toBe(401);
    expect(complaints).toEqual([]);
  });

  it('offers the files for workstations', async () => {
    const organization = await sampleOrganization(lanyard);
    const { page } = await openAs(organization.owner, organization);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'registry.json' }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(download.suggestedFilename()).toBe('registry.json');
    expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ allowedOrgs: [organization.name] });
    const files = page.getByRole('table', { name: 'Files for workstations' }).getByRole('link');
    for (const address of await files.evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
      expect((await organization.member.browser.get(String(address))).status).toBe(200);
    }
  });

  it('is only for owners; members see the rules on the policy page', async () => {
    const organization = await sampleOrganization(lanyard);
    const { page } = await openAs(organization.member, organization);
    await page.getByRole('heading', { name: 'For owners only' }).waitFor();
    await page.getByRole('link', { name: 'Policy' }).click();
    await page.getByText('Require a second factor').waitFor();
  });
});

/** Identity providers send the browser back like this: with a form that posts itself. */
function postingPage({ consumerUrl, relayState }: AuthnRequest, response: string): string {
  return `<!doctype html><form method="post" action="${consumerUrl}">
    <input name="SAMLResponse" value="${response}"><input name="RelayState" value="${relayState}">
    </form><script>document.forms[0].submit()</script>`;
}
