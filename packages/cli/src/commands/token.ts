import { wrongUse } from '../cli-error.ts';
import {
  changeToken,
  createToken,
  deleteToken,
  type GrantView,
  listTokens,
  showToken,
  type TokenChange,
  type TokenFilter,
  type TokenView,
} from '../server/token-api.ts';
import { chooseSession } from './choose-sign-in.ts';
import { type CommandContext, printFacts, printResult } from './command-context.ts';
import { parseExpiry } from './parse-expiry.ts';
import { parseGrant } from './parse-grant.ts';
import { tokenFacts, tokenList } from './show-tokens.ts';
import { wholeTokenIds } from './token-id.ts';

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

/** The secret goes to standard output alone, so that it can be piped to where it is needed. */
export async function tokenCreate(context: CommandContext, description: string, options: CreateOptions): Promise<void> {
  const expiresAt = parseExpiry(options.expires, context.now());
  const grants = grantsOf(options);
  const created = await createToken(await chooseSession(context), { description, grants, expiresAt });
  printResult(context, created, () => `${created.secret}\n`);
  context.terminal.note(`made ${created.token.id}; the token is shown this once`);
}

function grantsOf({ grant = [], public: publicOnly = false, catalog = false }: CreateOptions): readonly GrantView[] {
  const grants: GrantView[] = grant.map((text) => parseGrant(text, publicOnly ? 'public' : 'any'));
  if (catalog) grants.push({ type: 'catalog' });
  if (grants.length > 0) return grants;
  throw wrongUse('say what the token may do', 'add --grant PATTERN:ACTION[,ACTION], as --grant acme/app:pull,push');
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
