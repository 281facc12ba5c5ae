import { clientLabel } from '@lanyard/core/command-lines/client-label';
import { type CommandLinePolicy, commandLinePolicy } from '@lanyard/core/command-lines/command-line-policy';
import { DomainError } from '@lanyard/core/domain-error';
import { bindingTerms } from '@lanyard/core/organizations/member-terms';
import { type AccessToken, tokenStatus } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { CommandLine } from '../../store/records/command-lines/command-lines.ts';
import type { Reads } from '../../store/store.ts';
import { isCommandLineAlive } from '../access/authenticate.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Asker, type AuditSubject, type Change, inNameOf, look, subjectOf, transact } from '../access/change.ts';
import { requireSignedIn, requireStillSignedIn } from '../access/permissions.ts';
import { tokenSubject } from '../tokens/create-token.ts';

/** A login with the manual tokens that it created. They outlive it, unless the request says otherwise. */
export interface ListedCommandLine extends CommandLine {
  readonly madeTokens: readonly AccessToken[];
}

/**
 * The caller's active command lines, newest first. A use of the token counts as a use of its login. Errors:
 * `forbidden`.
 */
export async function listCommandLines(
  services: Services,
  caller: AccountCaller,
): Promise<readonly ListedCommandLine[]> {
  requireSignedIn(caller);
  const { records, now } = look(services, caller);
  const [found, tokens] = await Promise.all([
    records.commandLines.ofAccount(caller.account.id),
    records.tokens.auto(caller.account.id),
  ]);
  const tokenUses = new Map(tokens.map(({ id, lastUsedAt }) => [id, lastUsedAt ?? 0]));
  const alive = found
    .map((commandLine) => ({
      ...commandLine,
      lastUsedAt: Math.max(commandLine.lastUsedAt, tokenUses.get(commandLine.tokenId ?? '') ?? 0),
    }))
    .filter((commandLine) => isCommandLineAlive(commandLine, now));
  const made = (await records.tokens.ofCommandLines(alive.map(({ id }) => id))).filter(isManual);
  return alive.map((one) => ({ ...one, madeTokens: made.filter(({ commandLineId }) => commandLineId === one.id) }));
}

function isManual({ origin }: AccessToken): boolean {
  return origin === 'manual';
}

/**
 * The tokens that end with a login. `auto` is only its auto-generated token. `all` includes the manual tokens that it
 * created.
 */
export type EndedTokens = 'auto' | 'all';

/**
 * Ends one of the caller's command-line logins and its auto-generated token, like a sign-out on that machine. Errors:
 * `forbidden`, and `not-found` for a login that has ended or belongs to another account (R25, attack 30).
 */
export async function signOutCommandLine(
  services: Services,
  caller: AccountCaller,
  id: string,
  tokens: EndedTokens,
): Promise<void> {
  requireSignedIn(caller);
  await transact(services, caller, async (change) => {
    await change.records.accounts.lock(caller.account.id);
    await requireStillSignedIn(change);
    const commandLine = await change.records.commandLines.lock(id);
    if (commandLine?.accountId !== caller.account.id) throw new DomainError('not-found', { what: 'sign-in' });
    await endCommandLine(change, caller.account, commandLine, {
      action: 'sign-in.ended',
      reason: 'signed out by its owner',
      tokens,
    });
  });
}

const STALE_AT_ONCE = 100;
const SERVER = { address: '', client: 'lanyard' };

/** Ends the logins that were unused for too long or have expired, and removes their tokens. */
export async function endStaleCommandLines(services: Services): Promise<number> {
  const found = await services.store.read.commandLines.stale(services.clock.now(), STALE_AT_ONCE);
  for (const { id } of found) await endStale(services, id);
  return found.length;
}

function endStale(services: Services, id: string): Promise<void> {
  return transact(services, SERVER, async (change) => {
    const found = await lockCommandLine(change, id);
    if (!found) return;
    const server = inNameOf(change, { type: 'operator', id: 'server', name: 'server' });
    const how = { action: 'sign-in.ended', reason: 'unused or past its end' } as const;
    await endCommandLine(server, found.account, found.commandLine, how);
  });
}

/** A command-line login and its account. */
export interface CommandLineOfAccount {
  readonly commandLine: CommandLine;
  readonly account: Account;
}

/** Locks the login until this transaction ends. Undefined if it has ended. */
export async function lockCommandLine(
  { records }: Change<Asker>,
  id: string,
): Promise<CommandLineOfAccount | undefined> {
  const commandLine = await records.commandLines.lock(id);
  const account = commandLine && (await records.accounts.byId(commandLine.accountId));
  return account && { commandLine, account };
}

export interface EndDetails {
  readonly action: 'sign-in.ended' | 'sign-in.reused';
  readonly reason: string;
  /** Default: `auto`. */
  readonly tokens?: EndedTokens;
}

/**
 * Ends the command-line login and its auto-generated token, with one event for each. Returns the tokens that it created
 * and that still work.
 */
export async function endCommandLine(
  change: Change<Asker>,
  account: Account,
  commandLine: CommandLine,
  { action, reason, tokens = 'auto' }: EndDetails,
): Promise<readonly AccessToken[]> {
  const { records, now, audit } = change;
  await records.commandLines.end(commandLine.id, now);
  await audit(action, commandLineSubject(commandLine, account.name), { reason });
  const auto = commandLine.tokenId === null ? undefined : await records.tokens.byId(commandLine.tokenId);
  const made = (await records.tokens.ofCommandLines([commandLine.id])).filter(isManual);
  for (const token of [...(auto ? [auto] : []), ...(tokens === 'all' ? made : [])]) {
    await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'signed-out' });
    await audit('token.deleted', tokenSubject(token, account.name), { reason });
  }
  return tokens === 'all' ? [] : made.filter((token) => tokenStatus(token, now) === 'active');
}

/** The manual tokens that a login created and that still work. The login itself may have ended. */
export async function workingTokens({ records, now }: Change<Asker>, id: string): Promise<readonly AccessToken[]> {
  const made = await records.tokens.ofCommandLines([id]);
  return made.filter((token) => isManual(token) && tokenStatus(token, now) === 'active');
}

/** A command line as a subject, in the log of its account. */
export function commandLineSubject(
  { id, client }: Pick<CommandLine, 'id' | 'client'>,
  namespace: string,
): AuditSubject {
  return subjectOf('sign-in', { id, name: clientLabel(client) }, namespace);
}

/** The rules for this account's command lines, from the policies of its organizations that it accepted. */
export async function policyOf(
  { organizations }: Pick<Reads, 'organizations'>,
  account: Account,
): Promise<CommandLinePolicy> {
  const memberships = await organizations.ofAccount(account.id);
  return commandLinePolicy(
    memberships.map(({ organization, acceptedTerms }) => bindingTerms(acceptedTerms, organization.policy)),
  );
}
