import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lookUpImage, placeIn } from '@lanyard/server/features/images/look-up-image';
import { createEngineKeeper } from '@lanyard/server/features/scans/keep-engine';
import { scanNextLayer } from '@lanyard/server/features/scans/scan-images';
import { createClamd } from '@lanyard/server/outbound/clamd';
import { startScanServer } from './scan-server.ts';
import type { MeasuredClamd } from './start-clamd.ts';

export interface SharedLayersOptions {
  readonly folder: string;
  readonly clamd: MeasuredClamd;
  readonly images: number;
  readonly layers: number;
}

const REPOSITORY = 'acme/app';
const LAYER_BYTES = 1_000_000;

/** Looks up many images that share layers, scans what is due, and counts how often a layer was fetched. */
export async function sharedLayers({ folder, clamd, images, layers }: SharedLayersOptions): Promise<readonly string[]> {
  const registry = await startRegistry(images, layers);
  const own = join(folder, 'shared');
  await mkdir(own);
  const server = await startScanServer(own, registry.url);
  const { services } = server;
  const client = createClamd({ socketPath: clamd.socketPath });
  const scanning = { services, clamd: client, keeper: createEngineKeeper(services, client), isStopping: () => false };
  const place = placeIn(services, server.registry, REPOSITORY);
  let from = performance.now();
  for (const digest of registry.images) await lookUpImage(services, server.registry, place, digest);
  const lookedUp = performance.now() - from;
  registry.fetched.clear();
  // The first question tests clamd, which is done once and not for each image.
  await scanning.keeper.current();
  from = performance.now();
  while (await scanNextLayer(scanning));
  const scanned = performance.now() - from;
  const clean = (await services.store.read.layers.countsByVerdict()).get('clean') ?? 0;
  await server.stop();
  registry.stop();
  const times = registry.layers.reduce((sum, digest) => sum + (registry.fetched.get(digest) ?? 0), 0);
  return [
    `${images} images that share ${layers} layers: ${times} layers and ${clean - times} configurations scanned`,
    `  looked up in ${(lookedUp / 1000).toFixed(1)} s, scanned in ${(scanned / 1000).toFixed(1)} s`,
  ];
}

async function startRegistry(images: number, layers: number) {
  const contents = new Map<string, Buffer>();
  const fetched = new Map<string, number>();
  const put = (bytes: Buffer, part: string) => {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    contents.set(digest, bytes);
    return { mediaType: `application/vnd.oci.image.${part}`, digest, size: bytes.length };
  };
  const json = (value: object, part: string) => put(Buffer.from(JSON.stringify(value)), part);
  const shared = Array.from({ length: layers }, () => put(randomBytes(LAYER_BYTES), 'layer.v1.tar'));
  const manifests = Array.from({ length: images }, (_, place) => {
    const config = json({ os: 'linux', architecture: 'amd64', config: { Labels: { place } } }, 'config.v1+json');
    const value = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers: shared };
    return json(value, 'manifest.v1+json').digest;
  });
  const server = createServer(({ url = '' }, response) => {
    const digest = url.split('/').at(-1) ?? '';
    fetched.set(digest, (fetched.get(digest) ?? 0) + 1);
    response.end(contents.get(digest));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    images: manifests,
    layers: shared.map(({ digest }) => digest),
    fetched,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
