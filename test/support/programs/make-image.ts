import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeTar, type TarEntry } from './make-tar.ts';

/** `marker` is the text of the only file in the first layer. Another marker makes another digest. */
export interface ImageContents {
  readonly marker: string;
  /** The layers above it. */
  readonly above?: readonly (readonly TarEntry[])[];
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const mediaType = (part: string) => `application/vnd.oci.image.${part}`;

/**
 * Writes an OCI image layout with the tag `latest` into a new folder inside `folder`. Returns its path, for use as
 * `oci:PATH:latest`. The same marker always makes the same digests.
 */
export async function makeImage(folder: string, { marker, above = [] }: ImageContents): Promise<string> {
  const layout = join(folder, `image-${sha256(Buffer.from(marker)).slice(0, 12)}`);
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const layers = [[{ path: 'marker.txt', content: Buffer.from(marker) }], ...above];
  const manifest = await writeManifest(
    layout,
    layers.map((entries) => makeTar(entries)),
  );
  const tagged = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }));
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return layout;
}

/**
 * Writes a layout with one index, tagged `latest`, of images for different platforms. For `skopeo copy --all`.
 */
export async function makeIndex(
  folder: string,
  platforms: Readonly<Record<string, readonly (readonly TarEntry[])[]>>,
): Promise<string> {
  const layout = join(folder, `index-${Object.keys(platforms).join('-')}`);
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const manifests: object[] = [];
  for (const [architecture, layers] of Object.entries(platforms)) {
    const manifest = await writeManifest(
      layout,
      layers.map((entries) => makeTar(entries)),
      architecture,
    );
    manifests.push({ ...manifest, platform: { os: 'linux', architecture } });
  }
  const index = await writeJson(layout, mediaType('index.v1+json'), {
    schemaVersion: 2,
    mediaType: mediaType('index.v1+json'),
    manifests,
  });
  const tagged = { ...index, annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }));
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return layout;
}

const OWN_ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

async function writeManifest(
  layout: string,
  tars: readonly Buffer[],
  architecture: string = OWN_ARCHITECTURE,
): Promise<Descriptor> {
  const layers = await Promise.all(tars.map((tar) => writeBlob(layout, mediaType('layer.v1.tar+gzip'), gzipSync(tar))));
  const config = await writeJson(layout, mediaType('config.v1+json'), {
    created: '2020-01-01T00:00:00Z',
    architecture,
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
  });
  const manifest = { schemaVersion: 2, mediaType: mediaType('manifest.v1+json'), config, layers };
  return writeJson(layout, manifest.mediaType, manifest);
}

function writeJson(layout: string, type: string, value: object): Promise<Descriptor> {
  return writeBlob(layout, type, Buffer.from(JSON.stringify(value)));
}

async function writeBlob(layout: string, type: string, bytes: Buffer): Promise<Descriptor> {
  const hex = sha256(bytes);
  await writeFile(join(layout, 'blobs', 'sha256', hex), bytes);
  return { mediaType: type, digest: `sha256:${hex}`, size: bytes.length };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
