import { DomainError } from '@lanyard/core/domain-error';
import { fetch } from 'undici';

/** Returns the names of one page of a registry's catalogue, after this name. Errors: `unavailable`. */
export type ReadCataloguePage = (place: CataloguePlace, after: string) => Promise<readonly string[]>;

export interface CataloguePlace {
  /** `http://HOST:PORT`, which bypasses the gate. */
  readonly address: string;
  /** A registry token for the catalogue. */
  readonly token: string;
}

const WHOLE_MILLISECONDS = 10_000;
const NAMES = 1000;
const MAXIMUM_BYTES = 1024 * 1024;

export const readCataloguePage: ReadCataloguePage = async ({ address, token }, after) => {
  const query = new URLSearchParams({ n: String(NAMES), ...(after !== '' && { last: after }) });
  const headers = { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(WHOLE_MILLISECONDS);
  try {
    const answer = await fetch(new URL(`/v2/_catalog?${query}`, address), { headers, redirect: 'manual', signal });
    if (answer.status === 200) return namesIn(await boundedText(answer));
    await answer.body?.cancel();
  } catch {
    // A client does not learn what the registry or the network did.
  }
  throw new DomainError('unavailable', { what: 'registry' });
};

async function boundedText({ body }: Awaited<ReturnType<typeof fetch>>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > MAXIMUM_BYTES) throw new Error('larger than a page of names');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString();
}

/** An empty zot sends null for `repositories`. */
function namesIn(text: string): readonly string[] {
  const { repositories } = JSON.parse(text) as { readonly repositories?: unknown };
  return Array.isArray(repositories) ? repositories.filter((name) => typeof name === 'string') : [];
}
