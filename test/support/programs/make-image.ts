import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** `marker` is the text of the image's only file: another marker makes another digest. */
export interface ImageContents {
  readonly marker: string;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const mediaType = (part: string) => `application/vnd.oci.image.${part}`;

/**
 * Writes an OCI image layout with the tag `latest` into a new folder inside `folder`, and gives its path, to be used
 * as `oci:PATH:latest`. The same marker always makes the same digests.
 */
export async function makeImage(folder: string, { marker }: ImageContents): Promise<string> {
  const layout = join(folder, `image-${sha256(Buffer.from(marker)).slice(0, 12)}`);
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const manifest = await writeManifest(layout, tarOf('marker.txt', Buffer.from(marker)));
  const tagged = { ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'latest' } };
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }));
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return layout;
}

async function writeManifest(layout: string, tar: Buffer): Promise<Descriptor> {
  const layer = await writeBlob(layout, mediaType('layer.v1.tar+gzip'), gzipSync(tar));
  const config = await writeJson(layout, mediaType('config.v1+json'), {
    created: '2020-01-01T00:00:00Z',
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(tar)}`] },
  });
  const manifest = { schemaVersion: 2, mediaType: mediaType('manifest.v1+json'), config, layers: [layer] };
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

/** A POSIX ustar archive of one file: a header block, the padded contents, two zero blocks. */
function tarOf(name: string, contents: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${octal(contents.length, 11)}\0`, 124);
  header.write(`${octal(0, 11)}\0`, 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  // The sum is taken with its own field full of spaces.
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return Buffer.concat([header, contents, Buffer.alloc(-contents.length & 511), Buffer.alloc(1024)]);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
