import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { type AccessToken, parseTokenKind } from '@lanyard/core/tokens/access-token';
import type { Services } from '../../services.ts';
import type { Reads, Records } from '../../store/store.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';
import { tokenSubject } from './create-token.ts';

/** The facts about a token for a person who found its secret somewhere. */
export interface FoundToken {
  /** Can be a deleted token. */
  readonly token: AccessToken;
  readonly owner: { readonly type: 'account' | 'organization'; readonly id: string; readonly name: string };
}

export type TokenClue = { readonly id: string } | { readonly secret: Secret };

/**
 * Finds the token and its owner, by its id or by a secret that somebody found. The secret is only digested and not
 * kept. The owner's log shows that somebody looked. Errors: `forbidden`, `fresh-sign-in-required`, and `not-found`,
 * also for a text that is not a secret.
 */
export async function findToken(services: Services, caller: Caller, clue: TokenClue): Promise<FoundToken> {
  requireAdministrator(caller);
  const id = 'id' in clue ? clue.id : await idOfSecret(services, clue.secret);
  return administer(services, caller, async (change) => {
    requireFreshSignIn(change);
    const found = await requireFound(change.records, id);
    const subject = tokenSubject(found.token, found.owner.name);
    await change.audit('token.looked-up', subject, { bySecret: 'secret' in clue });
    return found;
  });
}

async function idOfSecret(services: Services, secret: Secret): Promise<string | undefined> {
  if (parseTokenKind(secret.reveal()) === undefined) return undefined;
  const { records } = look(services, { address: '', client: '' });
  return (await records.access.credential(services.digester.digest('token', secret)))?.token.id;
}

async function requireFound(records: Reads, id: string | undefined): Promise<FoundToken> {
  const token = id === undefined ? undefined : await records.tokens.anyById(id);
  const account = token && (await records.accounts.byId(token.ownerId));
  const organization = token && !account && (await records.organizations.byId(token.ownerId));
  const owner = account ?? organization;
  if (!token || !owner) throw new DomainError('not-found', { what: 'access token' });
  return { token, owner: { type: account ? 'account' : 'organization', id: owner.id, name: owner.name } };
}

/** Locks its owner, as every change of a token does (R50). */
async function heldToken(records: Records, id: string): Promise<FoundToken> {
  const { owner } = await requireFound(records, id);
  if (owner.type === 'account') await records.accounts.lock(owner.id);
  else await records.organizations.lock(owner.id);
  return requireFound(records, id);
}

/**
 * Ends any account's or organization's token at once, and tells its owner why: somebody found the secret, or the token
 * is misused. Errors: `forbidden`, `invalid-input`, `not-found`.
 */
export async function revokeToken(
  services: Services,
  caller: Caller,
  { id, reason: text }: { readonly id: string; readonly reason: string },
): Promise<void> {
  await administer(services, caller, async ({ records, now, audit, notify }) => {
    const reason = requireReason(text);
    const { token, owner } = await heldToken(records, id);
    if (token.deletedAt !== null) throw new DomainError('not-found', { what: 'access token' });
    await records.tokens.update(id, { deletedAt: now, deletedBecause: 'deleted' });
    const login = await records.commandLines.ofToken(id);
    // Otherwise the command line would get another token.
    if (login) await records.commandLines.end(login.id, now);
    await audit('token.deleted', tokenSubject(token, owner.name), { reason });
    const isOfAccount = owner.type === 'account';
    const told = isOfAccount ? [owner] : await records.organizations.owners(owner.id);
    const organization = isOfAccount ? null : owner.name;
    const by = caller.type === 'operator' ? 'an operator of the server' : `the administrator ${caller.account.name}`;
    const facts = { token: token.description, organization, reason, by };
    await notify('token-revoked', { accounts: told.map(({ id: reader }) => reader) }, facts);
  });
}

const MAXIMUM_REASON = 300;

/** The reason goes into the log and into a mail. It must be one line, and must never contain the secret. */
function requireReason(text: string): string {
  const reason = text.trim();
  const fault = (why: string) => new DomainError('invalid-input', { field: 'reason', reason: why });
  if (reason === '' || reason.length > MAXIMUM_REASON || /\p{C}/u.test(reason))
    throw fault(`must be one line of 1 to ${MAXIMUM_REASON} characters`);
  if (/lyd_[a-z]/.test(reason)) throw fault('must not contain the secret of a token');
  return reason;
}
