import { CliError, refused, wrongUse } from '../cli-error.ts';
import {
  type Access,
  type ChangedToken,
  changeToken,
  createToken,
  deleteToken,
  type GrantView,
  listTokens,
  showToken,
  type TokenChange,
  type TokenFilter,
  type TokenStops,
  type TokenView,
} from '../server/lanyard-api.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandContext, chooseSession, printFacts, printResult } from './command-context.ts';
import { parseDays, parseExpiry, parseGrant, stopText, tokenFacts, tokenList } from './token-text.ts';

export async function tokenLs(context: CommandContext, filter: TokenFilter): Promise<void> {
  const tokens = await listTokens(await chooseSession(context), filter);
  printResult(context, tokens, () => tokenList(tokens, context.terminal));
}

export interface CreateOptions {
  readonly grant?: readonly string[];
  readonly public?: boolean;
  readonly catalog?: boolean;
  readonly expires?: string;
}

const STANDARD_EXPIRY = '90d';

/**
 * Only the secret goes to standard output, so that it can be piped to another program. Without options, the command
 * asks questions.
 */
export async function tokenCreate(
  context: CommandContext,
  named: string | undefined,
  options: CreateOptions,
): Promise<void> {
  if (named === undefined && !context.terminal.isInteractive)
    throw wrongUse('say what the token is for', 'for example: lanyard token create "CI of app" --grant acme/app:push');
  const asked = named === undefined ? await askForToken(context, options) : undefined;
  const { description, grants, expires } = asked ?? { description: named ?? '', ...saidOf(options) };
  const expiresAt = parseExpiry(expires, context.now());
  const created = await createToken(await chooseSession(context), { description, grants, expiresAt });
  printResult(context, created, () => `${created.secret}\n`);
  context.terminal.note(`created ${created.token.id}; the token is shown only this once`);
  noteStops(context, created.token.id, created.stops);
}

interface AskedToken {
  readonly description: string;
  readonly grants: readonly GrantView[];
  readonly expires: string;
}

function saidOf(options: CreateOptions): Omit<AskedToken, 'description'> {
  return { grants: grantsOf(options), expires: options.expires ?? STANDARD_EXPIRY };
}

/** Asks only for values without an option. After a wrong answer, it shows the fault and asks again. */
async function askForToken({ terminal, now }: CommandContext, options: CreateOptions): Promise<AskedToken> {
  const description = await untilGood(terminal, 'What is the token for?', (text) => {
    if (text === '') throw wrongUse('a few words, so that you can find it again', 'for example: CI of app');
    return text;
  });
  const isSaid = (options.grant ?? []).length > 0 || options.catalog === true;
  const grants = isSaid
    ? grantsOf(options)
    : await untilGood(terminal, 'What may it do, for example acme/app:pull?', (text) =>
        grantsOf({ ...options, grant: text.split(/\s+/).filter((one) => one !== '') }),
      );
  const expires =
    options.expires ??
    (await untilGood(terminal, `When does it expire? [${STANDARD_EXPIRY}]`, (text) => {
      const expiry = text === '' ? STANDARD_EXPIRY : text;
      parseExpiry(expiry, now());
      return expiry;
    }));
  return { description, grants, expires };
}

async function untilGood<Value>(terminal: Terminal, question: string, read: (text: string) => Value): Promise<Value> {
  for (;;) {
    const answer = await terminal.ask(question);
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      terminal.note(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`);
    }
  }
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
  const changed: ChangedToken[] = [];
  for (const id of await wholeTokenIds(session, ids)) changed.push(await changeToken(session, id, change));
  printResult(context, changed, () => changed.map(({ id }) => `${done} ${id}\n`).join(''));
  for (const { id, stops } of changed) noteStops(context, id, stops);
}

function noteStops({ terminal }: CommandContext, id: string, stops: TokenStops = []): void {
  for (const stop of stops) terminal.note(`${id} ${stopText(stop)}`);
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
  return terminal.confirm(`permanently delete these ${tokens.length} access tokens?`);
}

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const BEGINNING = /^[0-9a-f][0-9a-f-]{3,34}$/;

/** Finds the whole ids for the first letters that a table shows. Throws unless each matches exactly one token. */
export async function wholeTokenIds(access: Access, texts: readonly string[]): Promise<readonly string[]> {
  const malformed = texts.find((text) => !WHOLE.test(text) && !BEGINNING.test(text));
  if (malformed !== undefined) throw wrongUse('this is not the id of a token', 'run: lanyard token ls');
  if (texts.every((text) => WHOLE.test(text))) return texts;
  const ids = (await listTokens(access)).map(({ id }) => id);
  return texts.map((text) => onlyMatch(text, ids));
}

function onlyMatch(text: string, ids: readonly string[]): string {
  const [found, another] = ids.filter((id) => id.startsWith(text));
  if (found === undefined) throw refused(`no access token begins with ${text}`, 'run: lanyard token ls');
  if (another !== undefined)
    throw wrongUse(`several access tokens begin with ${text}`, 'give more characters of the id');
  return found;
}
