import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createScannerKeeper } from '@lanyard/server/features/scans/keep-scanner';
import { scanByCommand } from '@lanyard/server/features/scans/scan-by-command';
import { scanNextImage } from '@lanyard/server/features/scans/scan-vulnerabilities';
import { createScannerCommand } from '@lanyard/server/outbound/scanner-command';
import { startScanServer } from './scan-server.ts';

const PACKAGES = 400;
const FOUND = 100;

/**
 * Matches the kept bills of materials of many images with a new database. The program only prints a prepared report, so
 * this is what the server adds to the time of Trivy or Grype.
 */
export async function rematched({ folder, images }: { readonly folder: string; readonly images: number }) {
  const own = join(folder, 'again');
  await mkdir(own);
  const program = await writeProgram(own);
  const { services, registry, stop } = await startScanServer(own, 'http://127.0.0.1:9');
  const { store, clock } = services;
  const options = { kind: 'trivy', program, environment: { PATH: process.env.PATH ?? '' } } as const;
  const command = createScannerCommand({ ...options, logger: { warn: () => undefined }, now: clock.now });
  const scanner = scanByCommand(command);
  const keeper = createScannerKeeper(services, scanner);
  const pause = (milliseconds: number) => delay(milliseconds);
  const scanning = { services, scanner, keeper, isStopping: () => false, pause };
  const document = JSON.stringify({ bomFormat: 'CycloneDX', components: componentsOf(PACKAGES) });
  await store.transaction(async (records) => {
    for (let place = 0; place < images; place += 1) {
      const digest = `sha256:${place}`;
      const image = { kind: 'image', mediaType: 'image', artifactType: null, subject: null, platform: null } as const;
      const where = { registryId: registry.id, namespace: 'acme', repository: 'acme/app' };
      await records.images.put({ id: digest, ...where, digest, ...image, size: 1, seenAt: 0 }, [], []);
      await records.vulnerabilityScans.insert(digest, 'image', 0);
      await records.vulnerabilityScans.putSbom(digest, 0, document);
    }
  });
  const from = performance.now();
  let count = 0;
  while (await scanNextImage(scanning)) count += 1;
  const seconds = (performance.now() - from) / 1000;
  await stop();
  return [
    `${count} kept bills of materials (${PACKAGES} packages, ${FOUND} findings) matched again in ${seconds.toFixed(1)} s,`,
    `  ${((seconds * 1000) / count).toFixed(1)} ms for one, with a program that prints a prepared report`,
  ];
}

async function writeProgram(folder: string): Promise<string> {
  const vulnerabilities = Array.from({ length: FOUND }, (_, place) => ({
    VulnerabilityID: `CVE-2026-${place}`,
    PkgName: `package-${place}`,
    InstalledVersion: '1.0',
    FixedVersion: '1.1',
    Severity: 'HIGH',
    Title: 'A heap overflow in a function that many programs use',
    PrimaryURL: `https://cve.example/${place}`,
  }));
  const version = { Version: '1.0', VulnerabilityDB: { UpdatedAt: '2026-11-01T06:00:00Z' } };
  await writeFile(
    join(folder, 'report'),
    JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities: vulnerabilities }] }),
  );
  await writeFile(join(folder, 'version'), JSON.stringify(version));
  const program = join(folder, 'trivy');
  await writeFile(
    program,
    `#!/bin/sh\ncase $1 in version) cat '${folder}/version';; sbom) cat '${folder}/report';; esac\n`,
  );
  await chmod(program, 0o755);
  return program;
}

function componentsOf(count: number): readonly object[] {
  return Array.from({ length: count }, (_, place) => {
    const name = `package-${place}`;
    return { type: 'library', name, version: '1.0', purl: `pkg:deb/debian/${name}@1.0?arch=amd64` };
  });
}
