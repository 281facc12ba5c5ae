import { wrongUse } from '../cli-error.ts';
import { deleteToken, listTokens, type TokenView } from '../server/token-api.ts';
import { chooseSession } from './choose-sign-in.ts';
import { type CommandContext, printResult } from './command-context.ts';
import { parseDays } from './parse-expiry.ts';
import { tokenList } from './show-tokens.ts';

export interface PruneOptions {
  /** As `90d`. */
  readonly unused: string;
  /** Asks nothing. */
  readonly yes?: boolean;
  /** Deletes nothing. */
  readonly dryRun?: boolean;
}

/** Deletes what has expired and what nobody has used for long, after a look at the list. */
export async function tokenPrune(
  context: CommandContext,
  { unused, yes = false, dryRun = false }: PruneOptions,
): Promise<void> {
  const { terminal } = context;
  const unusedSince = context.now() - parseDays(unused);
  if (!yes && !dryRun && !terminal.isInteractive) throw wrongUse('nobody can be asked here', 'add --yes or --dry-run');
  const session = await chooseSession(context);
  const tokens = (await listTokens(session)).filter((token) => isPrunable(token, unusedSince));
  const isDeleting = !dryRun && tokens.length > 0 && (yes || (await confirm(context, tokens)));
  if (isDeleting) for (const { id } of tokens) await deleteToken(session, id);
  const deleted = isDeleting ? tokens : [];
  printResult(context, { found: tokens, deleted: deleted.map(({ id }) => id) }, () =>
    dryRun ? tokenList(tokens, terminal) : `deleted ${deleted.length} of ${tokens.length} found\n`,
  );
}

/** By its creation where it was never used. */
function isPrunable({ status, lastUsed, createdAt }: TokenView, unusedSince: number): boolean {
  return status === 'expired' || Date.parse(lastUsed?.at ?? createdAt) < unusedSince;
}

async function confirm({ terminal }: CommandContext, tokens: readonly TokenView[]): Promise<boolean> {
  terminal.note(tokenList(tokens, terminal).trimEnd());
  return terminal.confirm(`delete these ${tokens.length} access tokens for good?`);
}
