import { refused, wrongUse } from '../cli-error.ts';
import {
  type Access,
  changeToken,
  createToken,
  deleteToken,
  type GrantView,
  listTokens,
  showToken,
  type TokenChange,
  type TokenFilter,
  type TokenView,
} from '../server/lanyard-api.ts';
import { type CommandContext, chooseSession, printFacts, printResult } from './command-context.ts';
import { parseDays, parseExpiry, parseGrant, tokenFacts, tokenList } from './token-text.ts';

export async function tokenLs(context: CommandContext, filter: TokenFilter): Promise<void> {
  const tokens = await listTokens(await chooseSession(context), filter);
  printResult(context, tokens, () => tokenList(tokens, context.terminal));
}

export interface CreateOptions {
  readonly grant?: readonly string[];
  readonly public?: boolean;
  readonly catalog?: boolean;
  readonly expires: string;
}

/** Only the secret goes to standard output, so that it can be piped to another program. */
export async function tokenCreate(context: CommandContext, description: string, options: CreateOptions): Promise<void> {
  const expiresAt = parseExpiry(options.expires, context.now());
  const grants = grantsOf(options);
  const created = await createToken(await chooseSession(context), { description, grants, expiresAt });
  printResult(context, created, () => `${created.secret}\n`);
  context.terminal.note(`created ${created.token.id}; the token is shown only this once`);
}

function grantsOf({ grant = [], public: publicOnly = false, catalog = false }: CreateOptions): readonly GrantView[] {
  const grants: GrantView[] = grant.map((text) => parseGrant(text, publicOnly ? 'public' : 'any'));
  if (catalog) grants.push({ type: 'catalog' });
  if (grants.length > 0) return grants;
  throw wrongUse(
    'say what the token may do',
    'add --grant PATTERN:ACTION[,ACTION], for example --grant acme/app:pull,push',
  );
}

export async function tokenShow(context: CommandContext, id: string): Promise<void> {
  const session = await chooseSession(context);
  const [whole = id] = await wholeTokenIds(session, [id]);
  const token = await showToken(session, whole);
  printFacts(context, token, tokenFacts(token));
}

export async function tokenRename(context: CommandContext, id: string, description: string): Promise<void> {
  await changeEach(context, [id], { description }, 'renamed');
}

export async function tokenSetActive(context: CommandContext, ids: readonly string[], active: boolean): Promise<void> {
  await changeEach(context, ids, { active }, active ? 'activated' : 'deactivated');
}

export async function tokenRm(context: CommandContext, ids: readonly string[]): Promise<void> {
  const session = await chooseSession(context);
  const whole = await wholeTokenIds(session, ids);
  for (const id of whole) await deleteToken(session, id);
  printResult(context, { deleted: whole }, () => whole.map((id) => `deleted ${id}\n`).join(''));
}

async function changeEach(context: CommandContext, ids: readonly string[], change: TokenChange, done: string) {
  const session = await chooseSession(context);
  const changed: TokenView[] = [];
  for (const id of await wholeTokenIds(session, ids)) changed.push(await changeToken(session, id, change));
  printResult(context, changed, () => changed.map(({ id }) => `${done} ${id}\n`).join(''));
}

export interface PruneOptions {
  /** For example `90d`. */
  readonly unused: string;
  /** Deletes without asking. */
  readonly yes?: boolean;
  /** Deletes nothing. */
  readonly dryRun?: boolean;
}

/** Shows the tokens that expired or were not used for a long time, asks, and deletes them. */
export async function tokenPrune(
  context: CommandContext,
  { unused, yes = false, dryRun = false }: PruneOptions,
): Promise<void> {
  const { terminal } = context;
  const unusedSince = context.now() - parseDays(unused);
  if (!yes && !dryRun && !terminal.isInteractive)
    throw wrongUse('there is no terminal to ask you', 'add --yes or --dry-run');
  const session = await chooseSession(context);
  const tokens = (await listTokens(session)).filter((token) => isPrunable(token, unusedSince));
  const isDeleting = !dryRun && tokens.length > 0 && (yes || (await confirm(context, tokens)));
  if (isDeleting) for (const { id } of tokens) await deleteToken(session, id);
  const deleted = isDeleting ? tokens : [];
  printResult(context, { found: tokens, deleted: deleted.map(({ id }) => id) }, () =>
    dryRun ? tokenList(tokens, terminal) : `deleted ${deleted.length} of ${tokens.length} found\n`,
  );
}

/** A token that was never used counts from its creation. */
function isPrunable({ status, lastUsed, createdAt }: TokenView, unusedSince: number): boolean {
  return status === 'expired' || Date.parse(lastUsed?.at ?? createdAt) < unusedSince;
}

async function confirm({ terminal }: CommandContext, tokens: readonly TokenView[]): Promise<boolean> {
  terminal.note(tokenList(tokens, terminal).trimEnd());
  return terminal.confirm(`delete these ${tokens.length} access tokens for good?`);
}

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BEGINNING = /^[0-9a-f][0-9a-f-]{3,34}$/;

/** Whole ids from the first letters that a table shows. Throws unless each means exactly one token. */
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
