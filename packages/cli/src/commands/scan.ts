import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import {
  contentsOf,
  type Descriptor,
  type ImageManifest,
  isDigest,
  isKeptElsewhere,
  type Platform,
  parseManifest,
} from '@lanyard/core/images/image-manifest';
import { LayerFault } from '@lanyard/core/scans/scan-fault';
import { TokenSearch } from '@lanyard/core/scans/token-search';
import { unpackLayer, WHOLE_CONTENT } from '@lanyard/core/scans/unpack-layer';
import { shownPath } from '@lanyard/core/scans/verdict';
import { CliError, EXIT_CODE, failed, wrongUse } from '../cli-error.ts';
import { dockerLogin } from '../docker-login.ts';
import { VERSION } from '../environment.ts';
import { type ImageReference, parseImageReference } from '../server/image-reference.ts';
import { ImagePuller } from '../server/pull-image.ts';
import { type CommandContext, printResult } from './command-context.ts';

export interface ScanOptions {
  readonly sarif: boolean;
  /** `os/architecture` or `os/architecture/variant` of an image, or `all`. */
  readonly platform?: string;
}

/** Where a token is. The token itself is a secret and is never printed. */
interface Finding {
  /** The path of the file on this machine. */
  readonly file: string;
  /** The path inside an archive or layer. Null if the token is in the file itself. */
  readonly inside: string | null;
  /** The first letters of the token, which all tokens of its kind share. */
  readonly token: string;
}

interface Unread {
  readonly file: string;
  readonly reason: string;
}

interface Scan {
  readonly findings: Finding[];
  readonly unread: Unread[];
}

/**
 * Looks for access tokens in a file, a folder, an archive, an OCI image layout or an image of a registry. It does not
 * know whether a token still works. Errors: exit code 6 if it found a token, 1 if it could not read something.
 */
export async function scan(context: CommandContext, path: string, { sarif, platform }: ScanOptions): Promise<void> {
  const found: Scan = { findings: [], unread: [] };
  const isLayout = await isFile(join(path, 'oci-layout'));
  const image = (await exists(path)) ? undefined : parseImageReference(path);
  if (image) await scanImage(context, image, { platform, found });
  else if (isLayout) await scanLayout(path, found);
  else await scanPath(path, found);
  if (sarif) context.terminal.result(`${JSON.stringify(sarifOf(image ? undefined : path, found), undefined, 2)}\n`);
  else printResult(context, found, () => textOf(found));
  const { findings, unread } = found;
  if (findings.length > 0)
    throw new CliError(
      EXIT_CODE.found,
      `access tokens found: ${findings.length}`,
      'delete them on the server: anyone who has the image can use them',
    );
  if (unread.length > 0) throw failed(`not everything could be read: ${unread.length}`);
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

async function isFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() === true;
}

/** Does not follow links, because they lead to other places. */
async function scanPath(path: string, found: Scan): Promise<void> {
  const entry = await lstat(path).catch(() => undefined);
  if (!entry) throw failed(`there is no ${shownPath(path)}`);
  if (entry.isFile()) return scanFile(path, createReadStream(path, { highWaterMark: 64 * 1024 }), found);
  if (!entry.isDirectory()) return;
  const names = await readdir(path).catch(() => undefined);
  if (!names) return void found.unread.push({ file: shownPath(path), reason: 'it cannot be opened' });
  for (const name of names.toSorted()) await scanPath(join(path, name), found);
}

async function scanFile(file: string, content: AsyncIterable<Uint8Array>, { findings, unread }: Scan): Promise<void> {
  const search = new TokenSearch();
  const shown = shownPath(file);
  try {
    for await (const events of unpackLayer(content)) {
      for (const event of events) {
        if (event.is === 'file') search.begin(event.file.path);
        else if (event.is === 'data') search.read(event.bytes);
      }
    }
  } catch (error) {
    unread.push({ file: shown, reason: reasonOf(error) });
  }
  if (search.isCutOff) unread.push({ file: shown, reason: 'it has too many strings that look like tokens' });
  for (const { text, path } of search.found) {
    const token = `${/^lyd_[a-z]+_/.exec(text)?.[0] ?? 'lyd_'}…`;
    findings.push({ file: shown, inside: path === WHOLE_CONTENT ? null : shownPath(path), token });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof LayerFault || error instanceof CliError) return error.message;
  return `it cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault'}`;
}

const DEEPEST = 3;

/** Scans every layer and configuration of every manifest that the layout lists, each once. */
async function scanLayout(layout: string, found: Scan): Promise<void> {
  for (const digest of await contentsOfLayout(layout)) {
    const file = blobIn(layout, digest);
    if (await isFile(file)) await scanFile(file, verified(file, digest), found);
    else found.unread.push({ file, reason: 'the layout does not have it' });
  }
}

async function contentsOfLayout(layout: string): Promise<ReadonlySet<string>> {
  const contents = new Set<string>();
  let texts = [await readFile(join(layout, 'index.json'), 'utf8').catch(() => '')];
  for (let depth = 0; depth <= DEEPEST && texts.length > 0; depth += 1) {
    const children = new Set<string>();
    for (const text of texts) {
      const manifest = parseManifest(text);
      if (!manifest) throw failed('the OCI layout has a manifest that cannot be read');
      for (const { digest } of contentsOf(manifest)) contents.add(digest);
      for (const { digest } of manifest.children) children.add(digest);
    }
    const files = [...children].map((digest) => blobIn(layout, digest));
    texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  }
  return contents;
}

interface ImageScan {
  readonly platform: string | undefined;
  readonly found: Scan;
}

/** Reads every layer and configuration of an image once, as a stream, with the login that docker has for the registry. */
async function scanImage(
  context: CommandContext,
  image: ImageReference,
  { platform, found }: ImageScan,
): Promise<void> {
  const { environment } = context;
  const login = await dockerLogin(environment, image.host);
  const puller = new ImagePuller({ image, login, proxies: environment.proxies });
  const contents = new Map<string, Descriptor>();
  for (const manifest of await manifestsOf(puller, image.reference, platform))
    for (const content of contentsOf(manifest)) contents.set(content.digest, content);
  for (const content of contents.values()) {
    const file = `${image.host}/${image.repository}@${content.digest}`;
    if (isKeptElsewhere(content)) found.unread.push({ file, reason: 'the registry does not keep this layer' });
    else await scanFile(file, puller.blob(content), found);
  }
}

/** Of an index, those of the platform: this machine's, if none was chosen. */
async function manifestsOf(puller: ImagePuller, reference: string, platform: string | undefined) {
  const top = await puller.manifest(reference);
  if (top.kind !== 'index') return [top];
  const wanted = platform ?? `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
  const chosen = top.children.filter(
    (child) => wanted === 'all' || (child.platform && isPlatform(child.platform, wanted)),
  );
  if (chosen.length === 0) {
    const known = new Set(top.children.flatMap((child) => (child.platform ? [platformText(child.platform)] : [])));
    throw wrongUse(`the image has no manifest for ${wanted}`, `use --platform with all or ${[...known].join(', ')}`);
  }
  const manifests: ImageManifest[] = [];
  for (const { digest } of chosen) {
    const manifest = await puller.manifest(digest);
    if (manifest.kind === 'index')
      throw failed('the image has an index inside its index', 'scan that index by its digest');
    manifests.push(manifest);
  }
  return manifests;
}

/** Go's names, which images use. */
const ARCHITECTURES: Readonly<Partial<Record<string, string>>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

function isPlatform({ os, architecture, variant }: Platform, wanted: string): boolean {
  const [wantedOs, wantedArchitecture, wantedVariant] = wanted.split('/');
  const isSameVariant = wantedVariant === undefined || wantedVariant === variant;
  return os === wantedOs && architecture === wantedArchitecture && isSameVariant;
}

function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== null).join('/');
}

function blobIn(layout: string, digest: string): string {
  if (!isDigest(digest)) throw failed('the OCI layout has a malformed digest');
  return join(layout, 'blobs', ...digest.split(':'));
}

async function* verified(file: string, digest: string): AsyncGenerator<Buffer> {
  const [algorithm = ''] = digest.split(':');
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { highWaterMark: 64 * 1024 })) {
    hash.update(chunk);
    yield chunk;
  }
  if (`${algorithm}:${hash.digest('hex')}` !== digest) throw new LayerFault('it is not what its digest says');
}

function textOf({ findings, unread }: Scan): string {
  const lines = [
    ...findings.map(({ file, inside, token }) => `${file}${inside === null ? '' : ` (${inside})`}: ${token}`),
    ...unread.map(({ file, reason }) => `${file}: not read: ${reason}`),
  ];
  return lines.length === 0 ? 'no access token found\n' : lines.map((line) => `${line}\n`).join('');
}

const RULE = {
  id: 'lanyard-access-token',
  shortDescription: { text: 'An access token of a container registry is in this file' },
  help: { text: 'Delete the token on its server and generate another one. Keep it out of images and repositories.' },
  defaultConfiguration: { level: 'error' },
};

/** SARIF 2.1.0, the format that code scanning services read. */
function sarifOf(root: string | undefined, { findings, unread }: Scan) {
  // An image has no folder.
  const uriOf = (file: string) =>
    (root === undefined ? file : relative(root, file)).split(sep).map(encodeURIComponent).join('/') || '.';
  const results = findings.map(({ file, inside, token }) => ({
    ruleId: RULE.id,
    level: 'error',
    message: { text: `An access token (${token})${inside === null ? '' : ` in ${inside}`}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) } },
        ...(inside !== null && { logicalLocations: [{ fullyQualifiedName: inside }] }),
      },
    ],
  }));
  const notifications = unread.map(({ file, reason }) => ({ level: 'error', message: { text: `${file}: ${reason}` } }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'lanyard', version: VERSION, rules: [RULE] } },
        results,
        invocations: [{ executionSuccessful: unread.length === 0, toolExecutionNotifications: notifications }],
      },
    ],
  };
}
