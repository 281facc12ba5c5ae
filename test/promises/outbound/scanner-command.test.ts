import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import { createScannerCommand } from '@lanyard/server/outbound/scanner-command';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RegistryStandIn, startRegistryStandIn } from '../../support/programs/registry-stand-in.ts';
import { type ScannerProgram, scannerProgram } from '../../support/programs/scanner-program.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/programs/temporary-folder.ts';

const FOUND = {
  VulnerabilityID: 'CVE-1',
  PkgName: 'zlib',
  InstalledVersion: '1.2',
  FixedVersion: '1.3',
  Severity: 'Critical',
  PrimaryURL: 'https://cve.example/CVE-1',
};

describe.each(['trivy', 'grype'] as const)('%s on this machine', (kind) => {
  let folder: TemporaryFolder;
  let registry: RegistryStandIn;
  let program: ScannerProgram;
  beforeAll(async () => {
    folder = await temporaryFolder();
    registry = await startRegistryStandIn();
    program = await scannerProgram(folder.path, kind);
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await folder.remove();
  });

  const warnings: unknown[] = [];
  const command = (path = program.path, now = () => 0) =>
    createScannerCommand({
      kind,
      program: path,
      environment: { PATH: process.env.PATH ?? '' },
      logger: { warn: (line: unknown) => void warnings.push(line) },
      now,
    });
  const never = new AbortController().signal;
  const artifact = () => {
    const { digest, mediaType } = registry.image('acme/app', [Buffer.from('a layer')]);
    return { registryUrl: registry.url, token: 'a.registry.token', repository: 'acme/app', digest, mediaType };
  };

  it('reads an image, and matches its bill of materials', async () => {
    program.set({ vulnerabilities: [FOUND], fault: undefined });
    const sbom = await command().sbom(artifact(), never);
    expect(JSON.parse(sbom)).toEqual({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [expect.anything()] });
    const { vulnerabilities } = await command().match(sbom, never);
    expect(vulnerabilities).toEqual([
      {
        id: 'CVE-1',
        package: 'zlib',
        version: '1.2',
        fixVersion: '1.3',
        severity: 'critical',
        description: '',
        link: FOUND.PrimaryURL,
      },
    ]);
    expect(registry.asked.at(-1)?.authorization).toBe('Bearer a.registry.token');
  });

  it('gets a newer database once an hour, also if that fails, because one can be brought there by hand', async () => {
    let now = 0;
    const one = command(program.path, () => now);
    const updates = () =>
      program.runs().filter(({ parameters }) => /download-db-only|^db,update/.test(`${parameters}`));
    const before = updates().length;
    program.set({ database: '2026-11-02T06:00:00Z' });
    expect(await one.engine()).toBe(`${kind} 1.2/2026-11-02T06:00:00Z`);
    await one.engine();
    expect(updates()).toHaveLength(before + 1);
    now = 3_600_000;
    program.set({ isOffline: true });
    expect(await one.engine()).toBe(`${kind} 1.2/2026-11-02T06:00:00Z`);
    expect([updates().length, warnings.splice(0)]).toEqual([before + 2, [{ cause: `${kind} ended with exit code 3` }]]);
    program.set({ isOffline: false, database: '' });
    await expect(one.engine()).rejects.toThrow('no database');
  });

  it.each([
    ['ends with a fault', 'fails', `${kind} ended with exit code 1`],
    ['prints nothing', 'prints nothing', 'other than a report'],
    ['prints without end', 'floods', 'printed more than'],
    ['prints a list', 'lists', 'other than a report'],
  ] as const)('R53: a program that %s is a failed scan', async (_, fault, message) => {
    program.set({ fault });
    const error = await command()
      .sbom(artifact(), never)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScanFault);
    expect((error as ScanFault).message).toContain(message);
    expect((error as ScanFault).message).not.toContain('a.registry.token');
    if (fault !== 'fails') await expect(command().match('{}', never)).rejects.toThrow(message);
    program.set({ fault: undefined });
  });

  it('is ended when the scan is', async () => {
    program.set({ fault: 'hangs' });
    const ending = new AbortController();
    const scan = command().sbom(artifact(), ending.signal);
    ending.abort();
    await expect(scan).rejects.toThrow(`${kind} was stopped`);
    program.set({ fault: undefined });
  });

  it('that is not installed is down, and no image is the reason', async () => {
    await expect(command(`${folder.path}/elsewhere/${kind}`).engine()).rejects.toBeInstanceOf(ScannerDown);
  });

  it('cannot read a registry under a path, and says so', async () => {
    const image = { ...artifact(), registryUrl: `${registry.url}/below` };
    await expect(command().sbom(image, never)).rejects.toThrow('has a path');
  });
});
