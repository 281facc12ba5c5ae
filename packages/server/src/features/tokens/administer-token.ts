import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { parseTokenKind } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import type { Reads, Records } from '../../store/store.ts';
import { administer } from '../access/administer.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdministrator, requireFreshSignIn } from '../access/permissions.ts';
import { tokenSubject } from './create-token.ts';

/** A token as anyone who found its secret somewhere needs to know it. */
export interface FoundToken {
  /** Deleted ones too. */
  readonly token: AccessToken;
  readonly owner: { readonly type: 'account' | 'organization'; readonly id: string; readonly name: string };
}

export type TokenClue = { readonly id: string } | { readonly secret: Secret };

/**
 * Whose token this is, by its id or by a secret that was found somewhere. The secret is digested and forgotten. The owner's
 * log says that somebody looked. Errors: `forbidden`, `fresh-sign-in-required`; `not-found`, also for what is no secret.
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

/** Its owner is locked, as in every change of a token (R50). */
async function heldToken(records: Records, id: string): Promise<FoundToken> {
  const { owner } = await requireFound(records, id);
  if (owner.type === 'account') await records.accounts.lock(owner.id);
  else await records.organizations.lock(owner.id);
  return requireFound(records, id);
}

/**
 * Ends a token of anybody, at once, and tells its owner why: somebody found the secret, or it is misused. Errors:
 * `forbidden`, `invalid-input`, `not-found`.
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
    // Or the command line would get another one.
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

/** It goes into the log and into a mail: one line, and never the secret that was found. */
function requireReason(text: string): string {
  const reason = text.trim();
  const fault = (why: string) => new DomainError('invalid-input', { field: 'reason', reason: why });
  if (reason === '' || reason.length > MAXIMUM_REASON || /\p{C}/u.test(reason))
    throw fault(`must be one line of 1 to ${MAXIMUM_REASON} characters`);
  if (/lyd_[a-z]/.test(reason)) throw fault('must not contain the secret of a token');
  return reason;
}
