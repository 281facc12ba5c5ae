import { setImmediate } from 'node:timers/promises';
import { ScanFault } from '@lanyard/core/scans/scan-fault';
import { createRegistryContent } from '@lanyard/server/outbound/registry-content';
import { expect, it } from 'vitest';
import { serveHttp } from '../../support/programs/serve-http.ts';

it('the content of a registry that answers 500 is a fault of the scan, and the server goes on', async () => {
  await using server = await serveHttp((_, response) => void response.writeHead(500).end());
  const content = createRegistryContent({ storageHosts: [] });
  const place = { address: server.url, repository: 'acme/app', token: () => 'token' };
  const reads = [
    () => content.manifest(place, 'latest'),
    () => content.tags(place, ''),
    () => content.catalog(place, ''),
    () => content.digestOf(place, 'latest'),
    () => content.blob(place, { digest: `sha256:${'a'.repeat(64)}`, mediaType: 'layer', size: 1 }).next(),
  ];
  for (const read of reads) {
    await expect(read()).rejects.toBeInstanceOf(ScanFault);
    // An error that nobody handles arrives some turns later.
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  }
});
