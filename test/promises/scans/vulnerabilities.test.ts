import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { eventsOf } from '../../support/lanyard/audit.ts';
import { imagesLookedUp, mailsSent } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { secretOfDefaultGate } from '../../support/lanyard/guarded-default.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { claimsOf } from '../../support/lanyard/tokens.ts';
import { makeTar } from '../../support/programs/make-tar.ts';
import { type MailServer, receiveMail } from '../../support/programs/receive-mail.ts';
import { type RegistryStandIn, startRegistryStandIn } from '../../support/programs/registry-stand-in.ts';
import {
  type ScannerMisbehaviour,
  type ScannerStandIn,
  startScannerStandIn,
} from '../../support/programs/scanner-stand-in.ts';

const SOON = { timeout: 20_000, interval: 50 };
const TOKEN = 'a secret of the scanner';
const METRICS = 'a-token-of-metrics-that-is-long-enough';
let scanner: ScannerStandIn;
let inbox: MailServer;

beforeAll(async () => {
  scanner = await startScannerStandIn();
  inbox = await receiveMail();
});

afterAll(async () => {
  await scanner[Symbol.asyncDispose]();
  await inbox.stop();
});

const settings = () => ({
  LANYARD_SCANNER_URL: scanner.url,
  LANYARD_SCANNER_TOKEN: TOKEN,
  LANYARD_METRICS_TOKEN: METRICS,
  LANYARD_SMTP_URL: inbox.url,
  LANYARD_MAIL_FROM: 'lanyard@example.com',
});

const found = (id: string, severity: string, fix = '2.0') => {
  return { id, package: 'zlib', version: '1.2', fix_version: fix, severity, links: [`https://cve.example/${id}`] };
};

describeLanyard(
  'the scan of images for vulnerabilities',
  (lanyard) => {
    let registry: RegistryStandIn;

    beforeAll(async () => {
      registry = await startRegistryStandIn();
      await secretOfDefaultGate(lanyard());
      await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
      await operatorRuns(lanyard(), 'registry images default');
    });

    afterAll(async () => {
      await registry[Symbol.asyncDispose]();
    });

    /** The server looks at what was pushed by itself, so the scanner must be ready before. */
    async function pushed(vulnerabilities: object[] | null, misbehaviour: ScannerMisbehaviour = {}) {
      scanner.misbehave(misbehaviour);
      scanner.vulnerabilities = vulnerabilities;
      const organization = await sampleOrganization(lanyard());
      const { owner, name } = organization;
      const repository = `${name}/app`;
      await owner.browser.post('/api/repositories', { name: repository });
      const layer = gzipSync(makeTar([{ path: 'etc/unique', content: randomBytes(16) }]));
      const { digest } = registry.image(repository, [layer], { tag: 'latest' });
      await operatorRuns(lanyard(), 'registry images default');
      await imagesLookedUp(lanyard());
      const shown = async () =>
        (await owner.browser.get(`/api/repository/image?name=${repository}&digest=${digest}`)).body.vulnerabilities;
      const until = (state: object) =>
        vi.waitFor(async () => {
          const vulnerabilities = await shown();
          expect(vulnerabilities).toMatchObject(state);
          return vulnerabilities;
        }, SOON);
      const setPolicy = (changes: object) => owner.browser.patch(`/api/organizations/${name}/policy`, changes);
      const quarantines = async () =>
        (await owner.browser.get(`/api/repository/quarantines?name=${repository}`)).body.quarantines;
      const inQuarantine = (count: number) =>
        vi.waitFor(async () => expect(await quarantines()).toHaveLength(count), SOON);
      return { ...organization, repository, digest, until, setPolicy, quarantines, inQuarantine };
    }

    it('shows findings by severity and package with the fixed version, and keeps the bill of materials', async () => {
      const { owner, member, stranger, name, repository, digest, until } = await pushed([
        found('CVE-1', 'low'),
        found('CVE-2', 'Critical', ''),
        found('CVE-3', 'Critical'),
        { ...found('CVE-4', 'dreadful'), package: 'a\u202Eb', links: ['javascript:alert(1)'], description: null },
      ]);
      const shown = await until({ counts: { critical: 2, high: 0, medium: 0, low: 1, unknown: 1 }, fault: null });
      expect(shown).toMatchObject({
        engine: `Stand-in 1.0/${scanner.database}`,
        fixableCounts: { critical: 1 },
        hasSbom: true,
      });
      const at = `?name=${repository}&digest=${digest}`;
      const { body } = await owner.browser.get(`/api/repository/vulnerabilities${at}`);
      expect(body.vulnerabilities.map(({ id }: { id: string }) => id)).toEqual(['CVE-3', 'CVE-2', 'CVE-1', 'CVE-4']);
      expect(body.vulnerabilities[0]).toMatchObject({ package: 'zlib', version: '1.2', fixVersion: '2.0' });
      expect(body.vulnerabilities[3]).toMatchObject({ severity: 'unknown', package: 'a\uFFFDb', link: null });
      expect((await owner.browser.get(`/api/repository/sbom${at}`)).body).toMatchObject({ bomFormat: 'CycloneDX' });
      for (const path of ['vulnerabilities', 'sbom'])
        expect((await stranger.browser.get(`/api/repository/${path}${at}`)).status).toBe(404);
      const security = `/api/organizations/${name}/security`;
      expect((await owner.browser.get(security)).body.vulnerabilities).toMatchObject({
        counts: { critical: 1, high: 0, none: 0 },
        engine: { version: `Stand-in 1.0/${scanner.database}`, fault: null },
      });
      const listed = await owner.browser.get(`${security}/images?severity=critical`);
      expect(listed.body.images).toMatchObject([{ repository, digest }]);
      expect((await member.browser.get(security)).status).toBe(403);
      const metrics = await lanyard()
        .browser()
        .request('GET', '/metrics', {
          headers: { authorization: `Bearer ${METRICS}` },
        });
      expect(metrics.body).toMatch(/lanyard_vulnerable_images\{severity="critical"\} [1-9]/);
    });

    it('gives the scanner a token that pulls one repository, for minutes, and belongs to nobody', async () => {
      const { repository, digest, until } = await pushed(null);
      await until({ fault: null, engine: expect.any(String) });
      const requests = scanner.requests.filter(({ artifact }) => artifact.digest === digest);
      expect(requests.map((one) => one.enabled_capabilities[0]?.type)).toEqual(['vulnerability', 'sbom']);
      const [{ registry: target, artifact }] = requests as [(typeof requests)[number]];
      expect(artifact).toMatchObject({ repository, mime_type: 'application/vnd.oci.image.manifest.v1+json' });
      expect(target.url).toBe(registry.url);
      const claims = claimsOf(target.authorization.replace('Bearer ', ''));
      expect(claims).toMatchObject({ sub: '', access: [{ type: 'repository', name: repository, actions: ['pull'] }] });
      expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(900);
      expect(new Set(scanner.asked.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${TOKEN}`]));
      expect(lanyard().logs()).not.toContain(target.authorization);
    });

    it('scans an image again with a new database, keeps its bill of materials, and applies the policy', async () => {
      const { owner, repository, digest, until, setPolicy, quarantines, inQuarantine } = await pushed([
        found('CVE-5', 'Critical', ''),
      ]);
      await until({ counts: { critical: 1 } });
      expect((await setPolicy({ vulnerableImages: 'quarantine', vulnerableFrom: 'high' })).status).toBe(200);
      const before = scanner.requests.filter(({ artifact }) => artifact.digest === digest).length;
      scanner.vulnerabilities = [found('CVE-5', 'Critical', ''), found('CVE-6', 'High')];
      scanner.database = new Date(lanyard().clock.now()).toISOString();
      const events = await eventsOf(lanyard(), async () => {
        lanyard().clock.advance(60);
        await until({ engine: `Stand-in 1.0/${scanner.database}`, counts: { high: 1 } });
        await inQuarantine(1);
      });
      expect(scanner.requests.filter(({ artifact }) => artifact.digest === digest)).toHaveLength(before + 1);
      expect(events).toMatchObject([
        { action: 'image.quarantined', data: { reason: 'it has vulnerabilities of the severity high', by: 'scan' } },
        { action: 'image.vulnerable', data: { digest, severity: 'high', count: 1 } },
      ]);
      await mailsSent(lanyard());
      const mails = inbox.mails.filter(({ raw }) => raw.includes(`${repository}@`));
      expect(mails.map(({ recipients }) => recipients)).toEqual([[`${owner.name}@example.com`]]);
      const accepted = {
        digest,
        kind: 'vulnerability',
        finding: 'CVE-6',
        place: 'zlib',
        reason: 'not reachable',
        endsAt: new Date(lanyard().clock.now() + 86_400_000).toISOString(),
      };
      const at = `/api/repository/accepted-findings?name=${repository}`;
      expect((await owner.browser.post(at, { ...accepted, place: 'openssl' })).status).toBe(404);
      expect((await owner.browser.post(at, accepted)).status).toBe(204);
      await inQuarantine(0);
      await setPolicy({ vulnerableOnlyFixable: false });
      await inQuarantine(1);
      expect((await quarantines())[0].reason).toContain('critical');
      await setPolicy({ vulnerableImages: 'tell' });
      await inQuarantine(0);
    });

    it('R53: shows that a scan failed and tries again, and never that nothing was found, if the scanner sends no report', async () => {
      const { until } = await pushed([found('CVE-7', 'Low')], { report: (to) => to.end('{"error": {}}') });
      await until({ fault: expect.stringContaining('other than a report'), counts: null, scannedAt: null });
      scanner.misbehave({});
      scanner.vulnerabilities = null;
      lanyard().clock.advance(61);
      await until({ fault: null, counts: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 } });
    });

    it('gives up on a report that is never ready, and shows a scanner that is down', async () => {
      const { owner, name, until } = await pushed(null, { report: (to) => to.writeHead(302).end() });
      const polls = () => scanner.asked.filter(({ path }) => path.endsWith('/report')).length;
      const before = polls();
      await vi.waitFor(() => expect(polls()).toBeGreaterThan(before), SOON);
      lanyard().clock.advance(1801);
      await until({ fault: expect.stringContaining('30 minutes') });
      scanner.misbehave({ metadata: (to) => to.writeHead(503).end() });
      lanyard().clock.advance(61);
      await vi.waitFor(async () => {
        const { body } = await owner.browser.get(`/api/organizations/${name}/security`);
        expect(body.vulnerabilities.engine.fault).toContain('503');
      }, SOON);
      scanner.misbehave({});
      lanyard().clock.advance(301);
      await until({ fault: null });
    });
  },
  settings,
);
