import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '../../support/lanyard/browser.ts';
import { startGuardedRegistry } from '../../support/lanyard/guarded-registry.ts';
import { type SampleOpenId, sampleOpenId } from '../../support/lanyard/single-sign-on.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { type OidcProvider, startOidcProvider } from '../../support/programs/oidc-provider.ts';
import { requireSuccess } from '../../support/programs/run-program.ts';
import type { Registry } from '../../support/programs/start-registry.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';
import { type PersonAtBrowser, personAtBrowser } from '../../support/terminal/person-at-browser.ts';
import { newWorkplace } from '../../support/terminal/workplace.ts';

describeWith(['docker-registry'], 'lanyard login of a member whose organization requires its own provider', () => {
  let folder: TemporaryFolder;
  let dns: DnsServer;
  let provider: OidcProvider;
  let lanyard: Lanyard;
  let registry: Registry;
  let singleSignOn: SampleOpenId;
  let browser: Browser;
  let person: PersonAtBrowser;

  beforeAll(async () => {
    [folder, dns, provider] = await Promise.all([temporaryFolder(), startDnsServer(), startOidcProvider()]);
    const settings = { LANYARD_DNS_SERVERS: dns.address, LANYARD_OUTBOUND_HOSTS: provider.host };
    lanyard = await startLanyard({ settings });
    registry = await startGuardedRegistry(lanyard, folder.path);
    singleSignOn = await sampleOpenId(lanyard, dns, provider);
    await provider.putPerson({ login: 'grace', subject: 'grace', email: `grace@${singleSignOn.domain}` });
    await singleSignOn.singleSignOn(lanyard.browser(), 'grace');
    const { owner, path } = singleSignOn.organization;
    const { status } = await owner.browser.patch(`${path}/policy`, { requireSingleSignOn: true });
    if (status !== 200) throw new Error(`the rule answered ${status}`);
    browser = lanyard.browser();
    person = await personAtBrowser(browser, async (page) => {
      const { pathname, search } = new URL(page);
      const next = `${pathname}${search}`;
      const first = await browser.get(next);
      expect(first.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(next)}`);
      expect((await singleSignOn.singleSignOn(browser, 'grace', { next })).headers.get('location')).toBe(next);
    });
  });

  afterAll(async () => {
    await person?.stop();
    await registry?.stop();
    await Promise.all([lanyard?.stop(), provider?.stop(), dns?.stop()]);
    await folder?.remove();
  });

  it('leads to the provider, back to the approval, and to an auto-generated token', async () => {
    const home = join(folder.path, 'grace');
    await mkdir(home, { mode: 0o700 });
    const workplace = await newWorkplace(home, { onPage: person.url });
    await requireSuccess(workplace.shell(`lanyard login ${registry.host}`));
    const { stdout } = await requireSuccess(workplace.shell(`lanyard whoami --registry ${registry.host}`));
    expect(stdout).toContain('grace');
    const { tokens } = (await browser.get('/api/tokens?origin=auto')).body;
    expect(tokens).toHaveLength(1);
  });
});
