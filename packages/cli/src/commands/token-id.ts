import { refused, wrongUse } from '../cli-error.ts';
import type { Access } from '../server/lanyard-api.ts';
import { listTokens } from '../server/token-api.ts';

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BEGINNING = /^[0-9a-f][0-9a-f-]{3,34}$/;

/** Whole ids out of what a table shows of them. Throws unless each names exactly one token. */
export async function wholeTokenIds(access: Access, texts: readonly string[]): Promise<readonly string[]> {
  const malformed = texts.find((text) => !WHOLE.test(text) && !BEGINNING.test(text));
  if (malformed !== undefined) throw wrongUse('that is not the id of a token', 'run: lanyard token ls');
  if (texts.every((text) => WHOLE.test(text))) return texts;
  const ids = (await listTokens(access)).map(({ id }) => id);
  return texts.map((text) => onlyMatch(text, ids));
}

function onlyMatch(text: string, ids: readonly string[]): string {
  const [found, another] = ids.filter((id) => id.startsWith(text));
  if (found === undefined) throw refused(`no access token begins with ${text}`, 'run: lanyard token ls');
  if (another !== undefined) throw wrongUse(`several access tokens begin with ${text}`, 'give more of the id');
  return found;
}
