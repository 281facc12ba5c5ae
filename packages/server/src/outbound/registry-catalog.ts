import { DomainError } from '@lanyard/core/domain-error';
import { fetch } from 'undici';

const PAGE_SIZE = 1000;
const MAXIMUM_PAGE_BYTES = 8 * 1024 * 1024;
const MAXIMUM_NAMES = 1_000_000;
/** Of all names together, because each can be as long as a page. */
const MAXIMUM_CHARACTERS = 64 * 1024 * 1024;
const PAGE_MILLISECONDS = 30_000;

/**
 * Returns a registry token for the catalogue. Called again for each page, because a token is valid only for minutes.
 */
export type CatalogToken = () => Promise<string>;

/**
 * The names of all repositories in a registry, page by page, as the distribution specification lists them. The operator
 * chose the address, so it can be private. A redirect or a next page on another host is refused, because it would get
 * the token. Errors: `invalid-input`.
 */
export async function readRegistryCatalog(
  address: string,
  token: CatalogToken,
  onPage: (names: number) => void = () => undefined,
): Promise<readonly string[]> {
  const names: string[] = [];
  let characters = 0;
  let next: URL | undefined = new URL(`v2/_catalog?n=${PAGE_SIZE}`, requireBase(address));
  while (next !== undefined) {
    const page: CatalogPage = await readPage(next, await token());
    for (const name of page.names) {
      names.push(name);
      characters += name.length;
    }
    if (names.length > MAXIMUM_NAMES) throw refused(`it lists more than ${MAXIMUM_NAMES} names`);
    if (characters > MAXIMUM_CHARACTERS) throw refused('its names are longer than 64 MiB together');
    onPage(names.length);
    if (page.next !== undefined && page.names.length === 0)
      throw refused('a page of its catalogue is empty and names a next one');
    next = page.next;
  }
  return names;
}

function requireBase(address: string): URL {
  const url = URL.parse(address.endsWith('/') ? address : `${address}/`);
  const isPlain = url && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  if (isPlain) return url;
  throw new DomainError('invalid-input', { field: 'url', reason: 'must be an http or https address without a name' });
}

interface CatalogPage {
  readonly names: readonly string[];
  readonly next: URL | undefined;
}

async function readPage(url: URL, token: string): Promise<CatalogPage> {
  const signal = AbortSignal.timeout(PAGE_MILLISECONDS);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, redirect: 'manual', signal }).catch((error: unknown) => {
    throw refused(`${url.origin} does not answer: ${causeOf(error)}`);
  });
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw refused(`${url.origin} answered ${answer.status} to the request for its catalogue`);
  }
  const names = namesIn(await boundedText(answer));
  return { names, next: nextPage(url, answer.headers.get('link')) };
}

async function boundedText(answer: Awaited<ReturnType<typeof fetch>>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MAXIMUM_PAGE_BYTES) throw refused('a page of its catalogue is larger than 8 MiB');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}

/** An empty zot sends null for `repositories`. */
function namesIn(text: string): readonly string[] {
  try {
    const { repositories } = JSON.parse(text) as { readonly repositories?: unknown };
    if (repositories === null) return [];
    if (Array.isArray(repositories) && repositories.every((name) => typeof name === 'string')) return repositories;
  } catch {
    // It is not JSON, and is refused below.
  }
  throw refused('its catalogue is not a list of names');
}

/** RFC 8288, as registries send it: `</v2/_catalog?last=b&n=2>; rel="next"`. */
function nextPage(url: URL, link: string | null): URL | undefined {
  const target = /^\s*<([^>]+)>\s*;.*\brel="?next"?/i.exec(link ?? '')?.[1];
  if (target === undefined) return undefined;
  const next = URL.parse(target, url);
  if (next?.origin === url.origin && next.pathname === url.pathname && next.href !== url.href) return next;
  throw refused('its catalogue names a next page elsewhere');
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && cause.name === 'TimeoutError') return 'no answer in time';
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown fault';
}

function refused(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'registry', reason });
}
