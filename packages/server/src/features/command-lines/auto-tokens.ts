import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { CommandLinePolicy } from '@lanyard/core/command-lines/command-line-policy';
import { DomainError } from '@lanyard/core/domain-error';
import {
  type AccessToken,
  MAXIMUM_DESCRIPTION_LENGTH,
  makeTokenSecret,
  newAccessToken,
} from '@lanyard/core/tokens/access-token';
import { grantsOfHubScopes } from '@lanyard/core/tokens/hub-grants';
import { nextToEvict, tokensToEvict } from '@lanyard/core/tokens/retention';
import type { Services } from '../../services.ts';
import type { CommandLine } from '../../store/records/command-lines/command-lines.ts';
import { requireCommandLineAlive } from '../access/authenticate.ts';
import type { AccountCaller } from '../access/caller.ts';
import { type Change, look, transact } from '../access/change.ts';
import { requireMayHaveToken, requireMayManageTokens } from '../access/permissions.ts';
import { requireRoomFor } from '../access/require-room.ts';
import { type CreatedToken, tokenSubject } from '../tokens/create-token.ts';
import { stopsOfToken, type TokenStopThere } from '../tokens/stops-of-token.ts';
import { tellStopsOfToken } from '../tokens/tell-stops-of-token.ts';
import { policyOf } from './command-lines.ts';

/**
 * As on Docker Hub, auto-generated tokens have all rights. An organization's policy limits them at the place of use.
 */
const SCOPES = ['repo:admin'];

export interface AutoTokenRoom {
  /** How many are kept. Deactivated and expired ones count too. */
  readonly kept: number;
  readonly limit: number;
  /** The id of the token that the next login removes. Null while there is room for one more. */
  readonly nextToGo: string | null;
}

/** How many auto-generated tokens the caller keeps, and which one goes next. Errors: `forbidden`. */
export async function showAutoTokens(services: Services, caller: AccountCaller): Promise<AutoTokenRoom> {
  requireMayManageTokens(caller);
  const { records } = look(services, caller);
  const [tokens, policy] = await Promise.all([
    records.tokens.auto(caller.account.id),
    policyOf(records, caller.account),
  ]);
  const limit = policy.autoTokensKept;
  return { kept: tokens.length, limit, nextToGo: nextToEvict(tokens, limit) ?? null };
}

/**
 * Where rules stop the auto-generated token that a login would get now: whoever approves the login must know it, because
 * nobody chooses how long such a token lives.
 */
export async function stopsOfAutoToken(
  services: Services,
  { account }: Pick<AccountCaller, 'account'>,
  { lifetimeSeconds }: CommandLinePolicy,
): Promise<readonly TokenStopThere[]> {
  const now = services.clock.now();
  const grants = grantsOfHubScopes(SCOPES);
  const times = {
    origin: 'auto',
    createdAt: now,
    expiresAt: now + lifetimeSeconds * 1000,
    widenedAt: null,
    deactivatedAt: null,
  } as const;
  const stops = await stopsOfToken(services, { id: '', ownerId: account.id, grants, ...times }, Infinity);
  // A token that is used does not stop for its rest.
  return stops.filter(({ rule }) => rule === 'maximumTokenLifetimeSeconds');
}

/**
 * Creates the auto-generated token of a command-line login. The same transaction removes the login's previous token,
 * and tokens that are no longer among the most recently used. Errors: `forbidden` for any other credential,
 * `unauthenticated`.
 */
export async function generateAutoToken(services: Services, caller: AccountCaller): Promise<CreatedToken> {
  if (caller.credential !== 'command-line-jwt') {
    throw new DomainError('forbidden', { reason: 'only a command-line login can create an auto-generated token' });
  }
  await requireRoomFor(services, 'auto-tokens-created', caller.credentialId);
  // So that a use within the last second counts too.
  await services.usage.flush();
  const secret = makeTokenSecret('auto', services.random.bytes);
  const digest = services.digester.digest('token', secret);
  const token = await transact(services, caller, async (change) => {
    const { records, audit } = change;
    // Locked, so that no other login of this account counts tokens at the same time.
    await records.accounts.lock(caller.account.id);
    await requireMayHaveToken(change);
    const commandLine = await requireCommandLine(change);
    const policy = await policyOf(records, caller.account);
    const made = autoToken(change, commandLine, policy);
    await removeFormer(change, commandLine, made);
    await records.tokens.insert(made, digest);
    await records.commandLines.setToken(commandLine.id, made.id);
    const { origin, expiresAt } = made;
    await audit('token.created', tokenSubject(made, caller.account.name), {
      origin,
      expiresAt,
      signIn: commandLine.id,
    });
    await evictOthers(change, made, policy.autoTokensKept);
    await tellStopsOfToken(change, made);
    return made;
  });
  return { token, secret };
}

type ChangeOfAccount = Change<AccountCaller>;

async function requireCommandLine({ services, records, caller }: ChangeOfAccount): Promise<CommandLine> {
  const commandLine = await records.commandLines.lock(caller.credentialId);
  if (!commandLine) throw new DomainError('unauthenticated', {});
  await requireCommandLineAlive(services, records, commandLine);
  return commandLine;
}

/** The token never outlives its login, and ends with it when it is not used (attack 37). */
function autoToken(
  { newId, now, caller }: ChangeOfAccount,
  commandLine: CommandLine,
  policy: CommandLinePolicy,
): AccessToken {
  return newAccessToken({
    id: newId(),
    kind: 'auto',
    ownerId: caller.account.id,
    description: clientLabel(commandLine.client).slice(0, MAXIMUM_DESCRIPTION_LENGTH),
    grants: grantsOfHubScopes(SCOPES),
    hubScopes: SCOPES,
    createdAt: now,
    createdBy: caller.account.name,
    commandLineId: commandLine.id,
    createdAddress: commandLine.address,
    createdClient: commandLine.client,
    expiresAt: Math.min(commandLine.expiresAt, now + policy.lifetimeSeconds * 1000),
    idleSeconds: Math.min(commandLine.idleSeconds, policy.idleSeconds),
  });
}

async function removeFormer(
  { records, now, caller, audit }: ChangeOfAccount,
  { tokenId }: CommandLine,
  fresh: AccessToken,
) {
  const former = tokenId === null ? undefined : await records.tokens.byId(tokenId);
  if (!former) return;
  await records.tokens.update(former.id, { deletedAt: now, deletedBecause: 'signed-out' });
  await audit('token.deleted', tokenSubject(former, caller.account.name), { replacedBy: fresh.id });
}

/** Keeps only the most recently used ones. */
async function evictOthers(change: ChangeOfAccount, fresh: AccessToken, kept: number): Promise<void> {
  const { records, now, caller, audit } = change;
  const tokens = new Map((await records.tokens.auto(caller.account.id)).map((token) => [token.id, token]));
  for (const id of tokensToEvict([...tokens.values()], fresh.id, kept)) {
    const token = tokens.get(id);
    if (!token) continue;
    await records.tokens.update(id, { deletedAt: now, deletedBecause: 'evicted', keptThen: kept });
    const commandLine = await records.commandLines.ofToken(id);
    if (commandLine) await records.commandLines.end(commandLine.id, now);
    const facts = { replacedBy: fresh.id, replacedByName: fresh.description, kept };
    await audit('token.evicted', tokenSubject(token, caller.account.name), facts);
    const told = { token: token.description, replacedBy: fresh.description, kept };
    await change.notify('token-evicted', { accounts: [caller.account.id] }, told);
  }
}
