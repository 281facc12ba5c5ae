import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { contentsOf, isDigest, parseManifest } from '@lanyard/core/images/image-manifest';
import { LayerFault } from '@lanyard/core/scans/scan-fault';
import { TokenSearch } from '@lanyard/core/scans/token-search';
import { unpackLayer, WHOLE_CONTENT } from '@lanyard/core/scans/unpack-layer';
import { shownPath } from '@lanyard/core/scans/verdict';
import { CliError, EXIT_CODE, failed } from '../cli-error.ts';
import { VERSION } from '../environment.ts';
import { type CommandContext, printResult } from './command-context.ts';

export interface ScanOptions {
  readonly sarif: boolean;
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
 * Looks for access tokens in a file, a folder, an archive or an OCI image layout. It asks no server, so it does not
 * know whether a token still works. Errors: exit code 6 if it found a token, 1 if it could not read something.
 */
export async function scan(context: CommandContext, path: string, { sarif }: ScanOptions): Promise<void> {
  const found: Scan = { findings: [], unread: [] };
  const isLayout = await isFile(join(path, 'oci-layout'));
  if (isLayout) await scanLayout(path, found);
  else await scanPath(path, found);
  if (sarif) context.terminal.result(`${JSON.stringify(sarifOf(path, found), undefined, 2)}\n`);
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
  if (error instanceof LayerFault) return error.message;
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
function sarifOf(root: string, { findings, unread }: Scan) {
  const uriOf = (file: string) => relative(root, file).split(sep).map(encodeURIComponent).join('/') || '.';
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
