import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { imagesLookedUp } from '../../support/lanyard/background-work.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { claimsOf } from '../../support/lanyard/tokens.ts';
import { makeTar } from '../../support/programs/make-tar.ts';
import { type RegistryStandIn, startRegistryStandIn } from '../../support/programs/registry-stand-in.ts';
import {
  type ScannerProgram,
  type ScannerProgramFault,
  scannerProgram,
} from '../../support/programs/scanner-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';

const SOON = { timeout: 20_000, interval: 50 };
const FOUND = {
  VulnerabilityID: 'CVE-1',
  PkgName: 'zlib',
  InstalledVersion: '1.2',
  FixedVersion: '1.3',
  Severity: 'CRITICAL',
  PrimaryURL: 'https://cve.example/CVE-1',
};
let folder: TemporaryFolder;
let trivy: ScannerProgram;

beforeAll(async () => {
  folder = await temporaryFolder();
  trivy = await scannerProgram(folder.path, 'trivy');
});
afterAll(() => folder.remove());

describeLanyard(
  'vulnerabilities by Trivy on the machine of the server',
  (lanyard) => {
    let registry: RegistryStandIn;

    beforeAll(async () => {
      registry = await startRegistryStandIn();
      await operatorRuns(lanyard(), `registry set-internal-url default ${registry.url}`);
      await operatorRuns(lanyard(), 'registry images default');
    });
    afterAll(() => registry[Symbol.asyncDispose]());

    async function pushed(vulnerabilities: readonly object[], fault?: ScannerProgramFault) {
      trivy.set({ vulnerabilities, fault });
      const { owner, name: organization } = await sampleOrganization(lanyard());
      const repository = `${organization}/app`;
      await owner.browser.post('/api/repositories', { name: repository });
      const layer = gzipSync(makeTar([{ path: 'etc/unique', content: randomBytes(16) }]));
      const { digest } = registry.image(repository, [layer], { tag: 'latest' });
      await operatorRuns(lanyard(), 'registry images default');
      await imagesLookedUp(lanyard());
      const at = `?name=${repository}&digest=${digest}`;
      const until = (state: object) =>
        vi.waitFor(async () => {
          const { body } = await owner.browser.get(`/api/repository/image${at}`);
          expect(body.vulnerabilities).toMatchObject(state);
        }, SOON);
      const content = registry.blob(layer).digest;
      const runs = () =>
        trivy
          .runs()
          .filter(({ parameters, sbom }) => parameters.some((one) => one.includes(digest)) || sbom?.includes(content));
      return { owner, repository, digest, at, until, runs };
    }

    it('reads an image once, keeps its bill of materials, and matches that with each new database', async () => {
      const { owner, at, until, runs, digest } = await pushed([FOUND]);
      await until({ counts: { critical: 1 }, fixableCounts: { critical: 1 }, hasSbom: true, fault: null });
      const { body } = await owner.browser.get(`/api/repository/vulnerabilities${at}`);
      expect(body.vulnerabilities).toMatchObject([
        { id: 'CVE-1', package: 'zlib', version: '1.2', fixVersion: '1.3', link: FOUND.PrimaryURL },
      ]);
      const sbom = (await owner.browser.get(`/api/repository/sbom${at}`)).body;
      expect(sbom).toMatchObject({ bomFormat: 'CycloneDX' });
      expect(sbom).not.toHaveProperty('vulnerabilities');
      const [before, asked] = [runs().length, registry.asked.length];
      const database = new Date(lanyard().clock.now()).toISOString();
      trivy.set({
        database,
        vulnerabilities: [FOUND, { ...FOUND, VulnerabilityID: 'CVE-2', Severity: 'HIGH' }],
      });
      lanyard().clock.advance(60);
      await until({ counts: { critical: 1, high: 1 }, engine: `trivy 1.2/${database}` });
      expect(
        runs()
          .slice(before)
          .map(({ sbom: document }) => document),
      ).toEqual([JSON.stringify(sbom)]);
      expect(registry.asked.slice(asked).filter(({ path }) => path.includes(digest))).toEqual([]);
    });

    it('gives the program a token that pulls one repository, in a private file, and none of its own secrets', async () => {
      const { repository, until, runs, digest } = await pushed([]);
      await until({ counts: { critical: 0 }, fault: null });
      const [read, matched] = runs();
      expect([read?.mode, matched?.mode]).toEqual([
        { folder: 0o700, file: 0o600 },
        { folder: 0o700, file: 0o600 },
      ]);
      const used = registry.asked.filter(({ path }) => path === `/v2/${repository}/manifests/${digest}`).at(-1);
      const token = used?.authorization?.replace('Bearer ', '') ?? '';
      expect(claimsOf(token)).toMatchObject({
        sub: '',
        access: [{ type: 'repository', name: repository, actions: ['pull'] }],
      });
      const all = trivy.runs();
      expect(JSON.stringify(all.map(({ parameters }) => parameters))).not.toContain(token);
      expect(all.flatMap(({ environment }) => environment).filter((one) => /LANYARD|DATABASE/.test(one))).toEqual([]);
      expect(lanyard().logs()).not.toContain(token);
    });

    it('R53: shows that the scan failed, and tries again, if the program fails', async () => {
      const { until } = await pushed([FOUND], 'fails');
      await until({ fault: 'trivy ended with exit code 1', counts: null, scannedAt: null });
      trivy.set({ fault: undefined });
      lanyard().clock.advance(61);
      await until({ fault: null, counts: { critical: 1 } });
    });

    it('ends a program that takes longer than 30 minutes', async () => {
      const { until, runs } = await pushed([FOUND], 'hangs');
      await vi.waitFor(() => expect(runs().length).toBeGreaterThan(0), SOON);
      lanyard().clock.advance(1801);
      await until({ fault: expect.stringContaining('30 minutes') });
      trivy.set({ fault: undefined });
      lanyard().clock.advance(61);
      await until({ fault: null, counts: { critical: 1 } });
    });
  },
  () => ({ LANYARD_SCANNER: trivy.path }),
);
